import { createHash } from 'node:crypto';
import { DatabaseError, type Client } from 'pg';
import type { Migration } from '../../project';
import { RehearsalError } from '../errors';
import type { Fixture, FixtureTenant } from '../fixture';
import { fillTenants, type Extent, type FilledTable } from '../generate';
import type { NotChecked, SeededTable } from '../result';
import { migrationRole, roleFilter } from '../roles';
import type { StatementFilter } from '../run/executeScript';
import { replayHistory, type HistoryFailure } from '../run/history';
import { shapeOf, shareOf } from '../shapes';
import { snapshotData, type DataSnapshot, type TableFingerprint } from '../snapshot/data';
import { extensionFilter } from './extensions';
import { historyTexts } from './historyTexts';
import { driftApart } from './legacyDrift';
import type { FixtureRequest } from './model';
import { highestOrdinal, type PlannedTenant } from './plannedTenants';
import { runPrelude } from './prelude';

/** What a template is made from: another template or nothing, and what is then done in it. */
export interface TemplatePlan {
  readonly source?: string;
  readonly build: (database: string) => Promise<readonly FixtureTenant[]>;
}

/** The content of a template with tenants, which all models share. */
export type FilledTemplate = Pick<Fixture, 'template' | 'tenants' | 'data'>;

/** Makes templates for one request, each once: they are kept by a key that holds all they depend on. */
export class Templates {
  readonly hash: string;
  readonly #request: FixtureRequest;
  /** What was left out while templates were built; kept with them, so that a later run says it as well. */
  readonly #notices = new Map<string, NotChecked>();

  constructor(request: FixtureRequest) {
    const { history, tenantHistory, policy, server } = request;
    this.#request = request;
    this.hash = hashOf([
      generatorVersion,
      server.version,
      [...history, ...tenantHistory].map(({ up, scope }) => [up.path, up.transaction, up.sql, scope]),
      policy.tenancy,
      policy.fixtures,
      policy.runner,
      request.prelude?.sql,
      request.seeds,
      request.samples,
    ]);
  }

  /** A template with tenants; `phase` is what a person is told while it is built. */
  async filled(key: string, phase: string, plan: () => Promise<TemplatePlan>): Promise<FilledTemplate> {
    const { server, onEvent } = this.#request;
    const fullKey = `fixture ${key} ${this.hash}`;
    const existing = await server.findTemplate(fullKey);
    if (existing !== undefined) {
      const { notices, ...content } = readNote((await server.templateNote(fullKey)) ?? '');
      for (const notice of notices) this.#notChecked(notice);
      return { template: existing, ...content };
    }
    onEvent({ kind: 'phase', message: phase });
    const { source, build } = await plan();
    let content: FixtureContent = { tenants: [], data: { tables: new Map() } };
    const template = await server.buildTemplate(
      fullKey,
      async (database) => {
        const tenants = await build(database);
        content = { tenants, data: await this.#dataOf(database) };
      },
      {
        owner: migrationRole,
        note: () => writeNote(content, [...this.#notices.values()]),
        ...(source === undefined ? {} : { source }),
      },
    );
    return { template, ...content };
  }

  /**
   * The schema after the first `count` of some migrations, without rows but those that the migrations insert. `from`
   * is a smaller count whose schema is needed too.
   *
   * @throws RehearsalError when a migration fails.
   */
  async schemaAfter(migrations: readonly Migration[], count: number, from = 0): Promise<string> {
    const { server, onEvent } = this.#request;
    const last = migrations[count - 1]?.up.path ?? '';
    const key = `schema after ${count}, ${last}, of ${this.hash}`;
    const existing = await server.findTemplate(key);
    if (existing !== undefined) {
      for (const notice of readNotices(await server.templateNote(key))) this.#notChecked(notice);
      return existing;
    }
    const done = count > from ? from : 0;
    const source = done > 0 ? await this.schemaAfter(migrations, done) : await this.#beforeHistory();
    onEvent({ kind: 'phase', message: `Replaying ${count - done} migrations` });
    return server.buildTemplate(
      key,
      async (database) => {
        const failure = await this.replay(database, migrations.slice(done, count));
        if (failure !== undefined) throw new RehearsalError(describeHistoryFailure(failure));
      },
      {
        owner: migrationRole,
        note: () => JSON.stringify([...this.#notices.values()]),
        ...(source === undefined ? {} : { source }),
      },
    );
  }

  #notChecked(notice: NotChecked): void {
    this.#notices.set(notice.what, notice);
    this.#request.onNotChecked(notice);
  }

  /** The database that the platform gives to the first migration; undefined where that is an empty one. */
  async #beforeHistory(): Promise<string | undefined> {
    const { server, prelude, onEvent } = this.#request;
    if (prelude === undefined) return undefined;
    const key = `prelude of ${this.hash}`;
    const existing = await server.findTemplate(key);
    if (existing !== undefined) return existing;
    onEvent({ kind: 'phase', message: `Running ${prelude.path}` });
    return server.buildTemplate(
      key,
      async (database) => {
        const session = await server.connectAsAdministrator(database);
        try {
          await runPrelude(session, prelude);
        } finally {
          await session.end();
        }
      },
      { owner: migrationRole },
    );
  }

  /** Runs migrations as the migration role; the first that fails is returned. */
  async replay(
    database: string,
    migrations: readonly Migration[],
    searchPath = this.#request.prelude?.searchPath,
  ): Promise<HistoryFailure | undefined> {
    const session = await this.#connect(database, searchPath);
    try {
      return await replayHistory(session, migrations, await this.#filter(session));
    } finally {
      await session.end();
    }
  }

  /** Migrations that have run in the database before, as texts that `runTexts` can run for another tenant. */
  async textsOf(database: string, migrations: readonly Migration[]): Promise<readonly string[] | undefined> {
    const session = await this.#connect(database);
    try {
      return await historyTexts(migrations, await this.#filter(session));
    } finally {
      await session.end();
    }
  }

  /** Runs texts as the migration role; false when the server refuses one. */
  async runTexts(
    database: string,
    texts: readonly string[],
    searchPath: readonly string[],
  ): Promise<boolean> {
    const session = await this.#connect(database, searchPath);
    try {
      for (const text of texts) {
        await session.query(text);
        await session.query('discard all');
      }
      return true;
    } catch (error) {
      if (error instanceof DatabaseError) return false;
      throw error;
    } finally {
      await session.end();
    }
  }

  #connect(database: string, searchPath?: readonly string[]): Promise<Client> {
    const { server, password } = this.#request;
    return server.connect(database, {
      user: migrationRole,
      password,
      ...(searchPath === undefined ? {} : { searchPath }),
    });
  }

  #filter(session: Client): Promise<StatementFilter> {
    const onNotChecked = (notice: NotChecked) => this.#notChecked(notice);
    return extensionFilter(session, roleFilter(this.#request.admin, onNotChecked), onNotChecked);
  }

  /**
   * Writes the rows of legacy tenants at each step of the way: some before the first of the migrations since, and some
   * after each of them, as code of every age would have. The migration that fails on them is returned.
   */
  async fillOnTheWay(
    database: string,
    legacies: readonly PlannedTenant[],
    since: readonly Migration[],
    extent: Extent,
    searchPath?: readonly string[],
  ): Promise<LegacyFilling> {
    const steps = since.length + 1;
    let tenants = await this.fill(database, legacies, extent, 1 / steps);
    for (const [at, migration] of since.entries()) {
      const failure = await this.replay(database, [migration], searchPath);
      if (failure !== undefined) return { failure: { ...failure, at } };
      tenants = await this.fill(database, legacies, extent, (at + 2) / steps);
    }
    return { tenants };
  }

  /** Lets a tenant's schema drift away from its history. */
  async drift(database: string, extent: Extent): Promise<void> {
    const admin = await this.#request.server.connect(database);
    try {
      await driftApart(admin, extent);
    } finally {
      await admin.end();
    }
  }

  /**
   * Writes the rows of some tenants; `extent` says which tables are theirs, and `share` how many of its rows a tenant
   * has by then, 1 being all of them.
   */
  async fill(
    database: string,
    planned: readonly PlannedTenant[],
    extent: Extent,
    share = 1,
  ): Promise<readonly FixtureTenant[]> {
    const { server, policy, prelude, seeds, samples } = this.#request;
    const searchPath = prelude?.searchPath;
    const filler = await server.connect(database, searchPath === undefined ? {} : { searchPath });
    try {
      const { shared, tenants } = await fillTenants(filler, {
        tenancy: policy.tenancy,
        extent,
        tenants: planned.map(({ name, shape, ordinal }) => ({
          name,
          ordinal,
          shape: shareOf(shapeOf(shape, policy.fixtures), share),
        })),
        highestOrdinal: highestOrdinal(policy),
        seeds,
        samples,
        ...(prelude?.actAs === undefined ? {} : { actAs: prelude.actAs }),
      });
      for (const { relation, rows, reason } of shared) {
        if (rows === 0 && reason !== null) this.#notChecked({ what: `Rows of ${relation}`, why: reason });
      }
      return tenants.flatMap(({ name, ordinal, key, tables }) => {
        const shape = planned.find((each) => each.name === name)?.shape;
        const schema = extent.kind === 'schema' ? extent.own : undefined;
        return shape === undefined
          ? []
          : [{ name, shape, ordinal, key, schema, tables: tables.map(seededTable) }];
      });
    } finally {
      await filler.end();
    }
  }

  async #dataOf(database: string): Promise<DataSnapshot> {
    const reader = await this.#request.server.connect(database);
    try {
      return await snapshotData(reader);
    } finally {
      await reader.end();
    }
  }
}

/** The sentence for a history that the fixture server refuses: place, reason, remedy. */
export function describeHistoryFailure({ migration, failure }: HistoryFailure): string {
  const place = failure.statement === null ? '' : `, statement ${failure.statement + 1}`;
  return `The history cannot be replayed: ${migration.up.path}${place}: ${failure.message}. What a platform provides belongs into fixtures.prelude.`;
}

type FixtureContent = Pick<Fixture, 'tenants' | 'data'>;

type LegacyFilling =
  | { readonly tenants: readonly FixtureTenant[]; readonly failure?: undefined }
  | { readonly failure: HistoryFailure };

/** What a template remembers of itself, so that a later run need not read its rows again. */
function writeNote({ tenants, data }: FixtureContent, notices: readonly NotChecked[]): string {
  return JSON.stringify({ tenants, tables: [...data.tables], notices });
}

function readNotices(note: string | undefined): readonly NotChecked[] {
  return JSON.parse(note ?? '[]') as readonly NotChecked[];
}

function readNote(note: string): FixtureContent & { readonly notices: readonly NotChecked[] } {
  const { tenants, tables, notices } = JSON.parse(note) as {
    readonly notices: readonly NotChecked[];
    readonly tenants: readonly FixtureTenant[];
    readonly tables: readonly (readonly [string, TableFingerprint])[];
  };
  return { tenants, notices, data: { tables: new Map(tables) } };
}

/** Bumped whenever the same schema would get other rows, so that templates of earlier versions are not used. */
const generatorVersion = 7;

function seededTable({ relation, rows, reason }: FilledTable): SeededTable {
  return { relation, rows, seeded: rows > 0, reason };
}

function hashOf(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
