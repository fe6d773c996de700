import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { shapeNames, type Migration, type Policy, type ShapeName } from '../project';
import type { FixtureServer } from './engine';
import { RehearsalError } from './errors';
import type { EventListener } from './events';
import type { Fixture, FixtureTenant } from './fixture';
import { fillTenants, type FilledTable } from './generate';
import { migrationRole, roleFilter } from './roles';
import type { NotChecked, SeededTable } from './result';
import { replayHistory, type HistoryFailure } from './run/history';
import { shapeOf } from './shapes';
import { snapshotData, type DataSnapshot, type TableFingerprint } from './snapshot/data';

/** The finished templates of one rehearsal in the row model. */
export interface FixtureSet {
  /** All tenants in one database; undefined where only one was asked for. */
  readonly together: Fixture | undefined;
  readonly alone: readonly Fixture[];
  /** Hash of all that the fixtures were made from. */
  readonly hash: string;
}

export interface FixtureRequest {
  readonly server: FixtureServer;
  /** A superuser connection for what concerns the whole server. */
  readonly admin: Client;
  readonly policy: Policy;
  /** Migrations that the tenants have before the one under test, in order. */
  readonly history: readonly Migration[];
  readonly shapes: readonly ShapeName[];
  readonly password: string;
  readonly onEvent: EventListener;
  readonly onNotChecked: (notice: NotChecked) => void;
}

/**
 * Builds, or finds from an earlier run, a template for each tenant alone and one with all of them. Legacy rows are
 * written at the schema of `legacy.behind` migrations ago and carried forward by the history; where the history itself
 * fails on such rows, they are written after the migration that fails.
 *
 * @throws RehearsalError when the history cannot be replayed.
 */
export async function prepareFixtures(request: FixtureRequest): Promise<FixtureSet> {
  const builder = new FixtureBuilder(request);
  const alone: Fixture[] = [];
  for (const shape of shapeNames) {
    if (request.shapes.includes(shape)) alone.push(await builder.alone(shape));
  }
  const together = request.shapes.length > 1 ? await builder.together(alone) : undefined;
  return { together, alone, hash: builder.hash };
}

class FixtureBuilder {
  readonly hash: string;
  readonly #request: FixtureRequest;
  #legacyFrom: number;

  constructor(request: FixtureRequest) {
    const { history, policy, server } = request;
    this.#request = request;
    // A history shorter than that still has its first migration before old code writes anything.
    const first = Math.min(1, history.length);
    this.#legacyFrom = Math.max(first, history.length - policy.fixtures.tenants.legacy.behind);
    this.hash = hashOf([
      generatorVersion,
      server.version,
      history.map(({ up }) => [up.path, up.transaction, up.sql]),
      policy.tenancy,
      policy.fixtures,
      policy.runner,
    ]);
  }

  async alone(shape: ShapeName): Promise<Fixture> {
    if (shape === 'legacy') return this.#legacyAlone();
    return this.#fixture(shape, [shape], async () => {
      const source = await this.#schemaUpTo(this.#request.history.length);
      return { source, build: (database) => this.#fill(database, [shape]) };
    });
  }

  async together(alone: readonly Fixture[]): Promise<Fixture> {
    const shapes = alone.flatMap((fixture) => fixture.tenants.map((tenant) => tenant.shape));
    const legacy = alone.find((fixture) => fixture.name === 'legacy');
    const others = shapes.filter((shape) => shape !== 'legacy');
    return this.#fixture('*', shapes, async () => ({
      source: legacy?.template ?? (await this.#schemaUpTo(this.#request.history.length)),
      build: async (database) => {
        const filled = await this.#fill(database, others);
        return [...filled, ...(legacy?.tenants ?? [])];
      },
    }));
  }

  /** Rows that old code wrote must survive the migrations since; where they do not, younger rows are tried. */
  async #legacyAlone(): Promise<Fixture> {
    const { history } = this.#request;
    for (;;) {
      const from = this.#legacyFrom;
      const stumble: { failure?: HistoryFailure } = {};
      try {
        return await this.#fixture('legacy', ['legacy'], async () => ({
          source: await this.#schemaUpTo(from),
          build: async (database) => {
            const tenants = await this.#fill(database, ['legacy']);
            const failure = await this.#replay(database, history.slice(from));
            if (failure === undefined) return tenants;
            stumble.failure = failure;
            throw new RehearsalError(describeHistoryFailure(failure));
          },
        }));
      } catch (error) {
        if (stumble.failure === undefined || from >= history.length) throw error;
        this.#legacyFrom = from + stumble.failure.at + 1;
        this.#request.onNotChecked({
          what: `Legacy rows older than ${stumble.failure.migration.up.path}`,
          why: `The history itself fails on them: ${stumble.failure.failure.message}.`,
        });
      }
    }
  }

  async #fixture(
    name: string,
    shapes: readonly ShapeName[],
    plan: () => Promise<{ source: string; build: (database: string) => Promise<readonly FixtureTenant[]> }>,
  ): Promise<Fixture> {
    const { server, onEvent } = this.#request;
    const key = `fixture ${name} ${shapes.join()} ${this.#legacyFrom} ${this.hash}`;
    const existing = await server.findTemplate(key);
    if (existing !== undefined) {
      return { name, template: existing, ...readNote((await server.templateNote(key)) ?? '') };
    }
    onEvent({
      kind: 'phase',
      message: name === '*' ? 'Filling all tenants together' : `Filling tenant ${name}`,
    });
    const { source, build } = await plan();
    let content: FixtureContent = { tenants: [], data: { tables: new Map() } };
    const template = await server.buildTemplate(
      key,
      async (database) => {
        const tenants = inOrder(await build(database));
        content = { tenants, data: await this.#dataOf(database) };
      },
      { source, owner: migrationRole, note: () => writeNote(content) },
    );
    return { name, template, ...content };
  }

  /** The schema after the first `count` migrations, without rows but those that the migrations insert. */
  async #schemaUpTo(count: number): Promise<string> {
    const { server, history, onEvent } = this.#request;
    const key = `schema ${count} of ${this.hash}`;
    const existing = await server.findTemplate(key);
    if (existing !== undefined) return existing;
    const done = count > this.#legacyFrom ? this.#legacyFrom : 0;
    const source = done > 0 ? await this.#schemaUpTo(done) : undefined;
    onEvent({ kind: 'phase', message: `Replaying ${count - done} migrations` });
    return server.buildTemplate(
      key,
      async (database) => {
        const failure = await this.#replay(database, history.slice(done, count));
        if (failure !== undefined) throw new RehearsalError(describeHistoryFailure(failure));
      },
      { owner: migrationRole, ...(source === undefined ? {} : { source }) },
    );
  }

  async #replay(database: string, migrations: readonly Migration[]): Promise<HistoryFailure | undefined> {
    const { server, admin, password, onNotChecked } = this.#request;
    const session = await server.connect(database, { user: migrationRole, password });
    try {
      return await replayHistory(session, migrations, roleFilter(admin, onNotChecked));
    } finally {
      await session.end();
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

  async #fill(database: string, shapes: readonly ShapeName[]): Promise<readonly FixtureTenant[]> {
    const { server, policy } = this.#request;
    const filler = await server.connect(database);
    try {
      const { tenants } = await fillTenants(filler, {
        tenancy: policy.tenancy,
        tenants: shapes.map((name) => ({
          name,
          ordinal: ordinalOf(name),
          shape: shapeOf(name, policy.fixtures),
        })),
        highestOrdinal: shapeNames.length,
      });
      return tenants.flatMap(({ name, ordinal, key, tables }) => {
        const shape = shapes.find((each) => each === name);
        return shape === undefined ? [] : [{ name, shape, ordinal, key, tables: tables.map(seededTable) }];
      });
    } finally {
      await filler.end();
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
const generatorVersion = 3;

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
