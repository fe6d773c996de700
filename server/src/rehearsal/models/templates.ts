import { createHash } from 'node:crypto';
import { shapeNames, type Migration, type ShapeName } from '../../project';
import { RehearsalError } from '../errors';
import type { Fixture, FixtureTenant } from '../fixture';
import { fillTenants, type Extent, type FilledTable } from '../generate';
import type { SeededTable } from '../result';
import { migrationRole, roleFilter } from '../roles';
import { replayHistory, type HistoryFailure } from '../run/history';
import { shapeOf } from '../shapes';
import { snapshotData, type DataSnapshot, type TableFingerprint } from '../snapshot/data';
import { extensionFilter } from './extensions';
import type { FixtureRequest } from './model';
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
    ]);
  }

  /** A template with tenants; `phase` is what a person is told while it is built. */
  async filled(key: string, phase: string, plan: () => Promise<TemplatePlan>): Promise<FilledTemplate> {
    const { server, onEvent } = this.#request;
    const fullKey = `fixture ${key} ${this.hash}`;
    const existing = await server.findTemplate(fullKey);
    if (existing !== undefined) {
      return { template: existing, ...readNote((await server.templateNote(fullKey)) ?? '') };
    }
    onEvent({ kind: 'phase', message: phase });
    const { source, build } = await plan();
    let content: FixtureContent = { tenants: [], data: { tables: new Map() } };
    const template = await server.buildTemplate(
      fullKey,
      async (database) => {
        const tenants = inOrder(await build(database));
        content = { tenants, data: await this.#dataOf(database) };
      },
      { owner: migrationRole, note: () => writeNote(content), ...(source === undefined ? {} : { source }) },
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
    if (existing !== undefined) return existing;
    const done = count > from ? from : 0;
    const source = done > 0 ? await this.schemaAfter(migrations, done) : await this.#beforeHistory();
    onEvent({ kind: 'phase', message: `Replaying ${count - done} migrations` });
    return server.buildTemplate(
      key,
      async (database) => {
        const failure = await this.replay(database, migrations.slice(done, count));
        if (failure !== undefined) throw new RehearsalError(describeHistoryFailure(failure));
      },
      { owner: migrationRole, ...(source === undefined ? {} : { source }) },
    );
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
        const session = await server.connect(database);
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
    const { server, admin, password, onNotChecked } = this.#request;
    const session = await server.connect(database, {
      user: migrationRole,
      password,
      ...(searchPath === undefined ? {} : { searchPath }),
    });
    try {
      const filter = await extensionFilter(session, roleFilter(admin, onNotChecked), onNotChecked);
      return await replayHistory(session, migrations, filter);
    } finally {
      await session.end();
    }
  }

  /** Writes the rows of some shapes; `extent` says which tables are theirs. */
  async fill(
    database: string,
    shapes: readonly ShapeName[],
    extent: Extent,
  ): Promise<readonly FixtureTenant[]> {
    const { server, policy, prelude, seeds } = this.#request;
    const searchPath = prelude?.searchPath;
    const filler = await server.connect(database, searchPath === undefined ? {} : { searchPath });
    try {
      const { tenants } = await fillTenants(filler, {
        tenancy: policy.tenancy,
        extent,
        tenants: shapes.map((name) => ({
          name,
          ordinal: ordinalOf(name),
          shape: shapeOf(name, policy.fixtures),
        })),
        highestOrdinal: shapeNames.length,
        seeds,
        ...(prelude?.actAs === undefined ? {} : { actAs: prelude.actAs }),
      });
      return tenants.flatMap(({ name, ordinal, key, tables }) => {
        const shape = shapes.find((each) => each === name);
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

/** What a template remembers of itself, so that a later run need not read its rows again. */
function writeNote({ tenants, data }: FixtureContent): string {
  return JSON.stringify({ tenants, tables: [...data.tables] });
}

function readNote(note: string): FixtureContent {
  const { tenants, tables } = JSON.parse(note) as {
    readonly tenants: readonly FixtureTenant[];
    readonly tables: readonly (readonly [string, TableFingerprint])[];
  };
  return { tenants, data: { tables: new Map(tables) } };
}

/** Bumped whenever the same schema would get other rows, so that templates of earlier versions are not used. */
const generatorVersion = 5;

/** A tenant's ordinal is the same in every database, so that its values are too. */
function ordinalOf(shape: ShapeName): number {
  return shapeNames.indexOf(shape) + 1;
}

function seededTable({ relation, rows, reason }: FilledTable): SeededTable {
  return { relation, rows, seeded: rows > 0, reason };
}

function inOrder(tenants: readonly FixtureTenant[]): readonly FixtureTenant[] {
  return tenants.toSorted((left, right) => left.ordinal - right.ordinal);
}

function hashOf(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
