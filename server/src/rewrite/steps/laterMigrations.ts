import { frameworkById, type ProjectFiles, type Script, type TransactionMode } from '../../project';
import type { FileEdit } from '../../project';
import { setLockTimeout } from './lockTimeout';
import type { MigrationPlace } from './migrationPlace';
import { rerunnable } from './rerunnable';

/** A migration that runs after all others, because its statements cannot share a transaction with those before. */
export interface LaterMigration {
  /** What it does, in words; the framework makes a file name of it. */
  readonly title: string;
  readonly up: readonly string[];
  /** The statements that undo it, or the reason why there is nothing to undo. */
  readonly down: readonly string[] | string;
  readonly transaction: TransactionMode;
  /** A comment above all statements, which says what kind of migration it is. */
  readonly declaration?: string;
  /** The same in its rollback. */
  readonly downDeclaration?: string;
}

/**
 * The edits that make the files of a later migration, the way the framework names and marks them; a rollback only where
 * the migration under review has one too. Undefined where nobody can say where such a file would go.
 */
export function laterMigration(
  migration: MigrationPlace,
  later: LaterMigration,
): readonly FileEdit[] | undefined {
  return laterMigrations(migration, [later]);
}

/** The same for several migrations, of which each runs after the one before it. */
export function laterMigrations(
  migration: MigrationPlace,
  steps: readonly LaterMigration[],
): readonly FileEdit[] | undefined {
  return writtenMigrations(migration, steps)?.flatMap(({ edits }) => edits);
}

/** One direction of a later migration: its file, and what marks that for the framework. */
export interface WrittenScript {
  /** Which of the later migrations it belongs to, counted from 0. */
  readonly step: number;
  readonly direction: 'up' | 'down';
  /** The first one makes the script itself. */
  readonly edits: readonly [FileEdit, ...FileEdit[]];
}

/** The same script by script. */
export function writtenMigrations(
  migration: MigrationPlace,
  steps: readonly LaterMigration[],
): readonly WrittenScript[] | undefined {
  if (migration.direction === 'down') return undefined;
  const { policy } = migration;
  const framework = frameworkById(migration.migration.framework);
  const folder = policy.migrations.find(({ path }) => path === migration.migration.folder);
  if (framework === undefined || folder === undefined) return undefined;
  const written: WrittenScript[] = [];
  let { migrations } = migration.project;
  let { files } = migration;
  for (const [place, step] of steps.entries()) {
    const { title, transaction } = step;
    const request = { folder, migrations, title, transaction };
    for (const { direction, sql } of scriptsOf(step, migration)) {
      const path = framework.newMigrationPath({ ...request, direction });
      const script: Script = { path, span: { start: 0, end: sql.length }, sql, transaction };
      const marker = transaction === 'none' ? framework.noTransactionMarker(script, files) : [];
      const made: FileEdit = { path, span: { start: 0, end: 0 }, newText: sql, create: true };
      written.push({ step: place, direction, edits: [made, ...(marker ?? [])] });
      files = withFile(files, path, sql);
    }
    if (place === steps.length - 1) break;
    // The next one is numbered after this one as the framework will read it.
    const reading = { folder, files, engine: policy.engine, parse: (text: string) => migration.parse(text) };
    migrations = framework.discover(reading).migrations;
  }
  return written;
}

/**
 * Whether a later migration of several statements can be kept out of a transaction. Where a runner reads no marker, only
 * a file of one statement runs outside, unless the folder's files have names for it.
 */
export function canMarkLaterMigration(migration: MigrationPlace): boolean {
  const framework = frameworkById(migration.migration.framework);
  const folder = migration.policy.migrations.find(({ path }) => path === migration.migration.folder);
  if (framework === undefined || folder === undefined) return false;
  const { migrations } = migration.project;
  const request = { folder, migrations, title: 'probe', direction: 'up' } as const;
  const [path, ordinary] = (['none', 'per-file'] as const).map((transaction) =>
    framework.newMigrationPath({ ...request, transaction }),
  );
  if (path === undefined) return false;
  const script: Script = { path, span: { start: 0, end: 0 }, sql: '', transaction: 'none' };
  return path !== ordinary || framework.noTransactionMarker(script, migration.files) !== undefined;
}

interface NewScript {
  readonly direction: 'up' | 'down';
  readonly sql: string;
}

function scriptsOf(
  { up, down, transaction, declaration, downDeclaration }: LaterMigration,
  migration: MigrationPlace,
): NewScript[] {
  const needsTimeout = transaction === 'per-file' && !migration.policy.runner.setsTimeouts;
  const preamble = needsTimeout ? [setLockTimeout('transaction')] : [];
  const written = (statements: readonly string[]) =>
    [...preamble, ...statements].map((statement) => `${statement};\n`).join('\n');
  const upStatements = transaction === 'none' ? rerunnable(up, migration) : up;
  const below = (comment: string | undefined, sql: string) =>
    comment === undefined ? sql : `${comment}\n\n${sql}`;
  const upScript: NewScript = { direction: 'up', sql: below(declaration, written(upStatements)) };
  if (migration.migration.down === undefined) return [upScript];
  const undo = typeof down === 'string' ? `-- irreversible: ${down}\n` : written(down);
  return [upScript, { direction: 'down', sql: below(downDeclaration, undo) }];
}

function withFile(files: ProjectFiles, path: string, sql: string): ProjectFiles {
  return {
    paths: [...files.paths, path],
    text: (other) => (other === path ? sql : files.text(other)),
  };
}
