import { fixtureTenants, type WireMigration } from '@tenantsafe/server/protocol';
import * as vscode from 'vscode';
import type { Server } from '../languageClient';
import { migrations } from '../requests';

/** A migration chosen to be run, and the tenants to run it on. */
export interface ChosenMigration {
  readonly migration: vscode.TestItem;
  readonly tenants: readonly vscode.TestItem[];
}

/**
 * The Testing view's tree: workspace folder › migration › tenant. Migrations before the policy's baseline are history
 * and not listed, unless a person asks for one.
 */
export class MigrationTree {
  readonly #controller: vscode.TestController;
  readonly #server: Server;
  /** URIs of migrations before the baseline that somebody asked to test. */
  readonly #askedFor = new Set<string>();

  constructor(controller: vscode.TestController, server: Server) {
    this.#controller = controller;
    this.#server = server;
  }

  /** Lists the migrations of a workspace folder anew; items that stay keep their results. */
  async refresh(folder: vscode.WorkspaceFolder, token?: vscode.CancellationToken): Promise<void> {
    const folderUri = folder.uri.toString();
    const known = await this.#server.request(migrations, { folderUri }, token);
    const listed = known.migrations
      .map((migration, order) => ({ migration, order }))
      .filter(({ migration }) => migration.standing !== 'replayed' || this.#askedFor.has(migration.uri));
    if (listed.length === 0) {
      this.#controller.items.delete(folderUri);
      return;
    }
    const root = this.#folderItem(folder);
    root.children.replace(
      listed.map(({ migration, order }) =>
        this.#migrationItem(root, migration, known.migrations.length - order),
      ),
    );
  }

  async refreshAll(token?: vscode.CancellationToken): Promise<void> {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const open = new Set(folders.map(({ uri }) => uri.toString()));
    for (const { id } of childrenOf(this.#controller.items)) {
      if (!open.has(id)) this.#controller.items.delete(id);
    }
    await Promise.all(folders.map((folder) => this.refresh(folder, token)));
  }

  /** The item of a migration by its file or its rollback's; undefined where the file is no migration. */
  async find(uri: vscode.Uri): Promise<vscode.TestItem | undefined> {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    if (folder === undefined) return undefined;
    const known = await this.#server.request(migrations, { folderUri: folder.uri.toString() });
    const wanted = uri.toString();
    const migration = known.migrations.find((candidate) => isScriptOf(candidate, wanted));
    if (migration === undefined) return undefined;
    if (migration.standing === 'replayed') this.#askedFor.add(migration.uri);
    await this.refresh(folder);
    return this.#controller.items.get(folder.uri.toString())?.children.get(idOf(migration));
  }

  /** The item of one tenant of a migration, made where the policy has more tenants than the five. */
  tenantItem(migration: vscode.TestItem, tenant: string): vscode.TestItem {
    const id = `${migration.id}#${tenant}`;
    const existing = migration.children.get(id);
    if (existing !== undefined) return existing;
    const item = this.#controller.createTestItem(id, tenant, migration.uri);
    item.sortText = sortTextOf(tenant);
    migration.children.add(item);
    return item;
  }

  /** The migrations and their tenants that a request is about; all of them where it names none. */
  chosen({ include, exclude = [] }: vscode.TestRunRequest): readonly ChosenMigration[] {
    const included = include ?? childrenOf(this.#controller.items);
    const tenants = new Map(included.flatMap(tenantsUnder).map((tenant) => [tenant.id, tenant]));
    for (const { id } of exclude.flatMap(tenantsUnder)) tenants.delete(id);
    const byMigration = new Map<vscode.TestItem, vscode.TestItem[]>();
    for (const tenant of tenants.values()) {
      if (tenant.parent === undefined) continue;
      byMigration.set(tenant.parent, [...(byMigration.get(tenant.parent) ?? []), tenant]);
    }
    return [...byMigration].map(([migration, its]) => ({ migration, tenants: its }));
  }

  #folderItem(folder: vscode.WorkspaceFolder): vscode.TestItem {
    const id = folder.uri.toString();
    const existing = this.#controller.items.get(id);
    if (existing !== undefined) return existing;
    const item = this.#controller.createTestItem(id, folder.name, folder.uri);
    item.canResolveChildren = true;
    this.#controller.items.add(item);
    return item;
  }

  #migrationItem(root: vscode.TestItem, migration: WireMigration, fromNewest: number): vscode.TestItem {
    const id = idOf(migration);
    const uri = vscode.Uri.parse(migration.uri, true);
    const item = root.children.get(id) ?? this.#controller.createTestItem(id, fileNameOf(uri), uri);
    item.sortText = String(fromNewest).padStart(6, '0');
    item.range = new vscode.Range(0, 0, 0, 0);
    for (const tenant of fixtureTenants) this.tenantItem(item, tenant);
    return item;
  }
}

function isScriptOf({ uri, downUri }: WireMigration, wanted: string): boolean {
  const path = vscode.Uri.parse(wanted, true).fsPath;
  return [uri, downUri].some((script) => script !== null && vscode.Uri.parse(script, true).fsPath === path);
}

/** Two sections of one file may be two migrations, so the version is part of the id. */
function idOf({ uri, version }: WireMigration): string {
  return `${uri}@${version}`;
}

/** The item itself if it is a tenant, else all tenants below it: only tenants have no children. */
function tenantsUnder(item: vscode.TestItem): readonly vscode.TestItem[] {
  return item.children.size === 0 ? [item] : childrenOf(item.children).flatMap(tenantsUnder);
}

function childrenOf(collection: vscode.TestItemCollection): readonly vscode.TestItem[] {
  return [...collection].map(([, child]) => child);
}

function fileNameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

/** The order in which the shapes are listed; VS Code itself would sort them by name. */
function sortTextOf(tenant: string): string {
  const shape = fixtureTenants.findIndex((name) => tenant.startsWith(name));
  return `${shape === -1 ? fixtureTenants.length : shape} ${tenant}`;
}
