import { escapeIdentifier } from 'pg';
import { shapeNames, type ShapeName } from '../../project';
import { RehearsalError } from '../errors';
import type { Fixture, FixtureTenant } from '../fixture';
import type { Extent } from '../generate';
import { migrationRole } from '../roles';
import { LegacyStart } from './legacyStart';
import type { FixtureRequest, FixtureSet } from './model';
import { describeHistoryFailure, Templates, type FilledTemplate } from './templates';
import { tenantSchemaOf } from './tenantSchema';

/**
 * A schema for each tenant, all in one database with the schemas that they share. A migration of a tenant folder runs
 * for one tenant at a time, with that tenant's schema first in `search_path`, as the framework's runner would; a
 * migration of a shared folder runs once, before one tenant's schema and before all of them.
 *
 * @throws RehearsalError when there is no tenant folder, or the history cannot be replayed.
 */
export async function prepareSchemaFixtures(request: FixtureRequest): Promise<FixtureSet> {
  const schemas = new TenantSchemas(request);
  const shapes = shapeNames.filter((shape) => request.shapes.includes(shape));
  if (request.scope === 'tenant') {
    const all = await schemas.filled(shapes);
    return {
      alone: shapes.map((shape) => schemas.runFor(shape, all)),
      together: undefined,
      hash: schemas.hash,
    };
  }
  const alone: Fixture[] = [];
  for (const shape of shapes) alone.push(schemas.runOnce(shape, await schemas.filled([shape])));
  const together = shapes.length > 1 ? schemas.runOnce('*', await schemas.filled(shapes)) : undefined;
  return { alone, together, hash: schemas.hash };
}

class TenantSchemas {
  readonly #request: FixtureRequest;
  readonly #templates: Templates;
  readonly #legacy: LegacyStart;

  constructor(request: FixtureRequest) {
    const { history, tenantHistory, scope } = request;
    this.#request = request;
    this.#templates = new Templates(request);
    const ownHistory = scope === 'tenant' ? history.filter((each) => each.scope === 'tenant') : tenantHistory;
    if (scope === 'shared' && tenantHistory.length === 0) {
      throw new RehearsalError(
        'No migration makes the tables of a tenant: say in the policy which folder does (migrations: - path: …, scope: tenant).',
      );
    }
    this.#legacy = new LegacyStart(ownHistory, request.policy, request.onNotChecked);
  }

  get hash(): string {
    return this.#templates.hash;
  }

  /** A database with the shared schemas and a schema for each of the shapes. */
  filled(shapes: readonly ShapeName[]): Promise<FilledTemplate> {
    const shared = this.#request.history.filter(({ scope }) => scope === 'shared');
    return this.#templates.filled(
      `${shapes.join()} with schemas`,
      shapes.length === 1 ? `Filling tenant ${shapes[0] ?? ''}` : 'Filling a schema for each tenant',
      async () => ({
        source: await this.#templates.schemaAfter(shared, shared.length),
        build: async (database) => {
          const tenants: FixtureTenant[] = [];
          for (const shape of shapes) tenants.push(...(await this.#makeTenant(database, shape)));
          return tenants;
        },
      }),
    );
  }

  /** The fixture on which a tenant folder's migration runs for one tenant, beside all others. */
  runFor(shape: ShapeName, all: FilledTemplate): Fixture {
    const schema = this.#schemaOf(shape);
    return {
      ...all,
      name: shape,
      tenants: all.tenants.filter((tenant) => tenant.shape === shape),
      bystanders: all.tenants.filter((tenant) => tenant.shape !== shape),
      model: 'schema',
      searchPath: this.#searchPath(schema),
    };
  }

  /** The fixture on which a shared folder's migration runs once. */
  runOnce(name: string, filled: FilledTemplate): Fixture {
    const { prelude } = this.#request;
    return { ...filled, name, model: 'schema', bystanders: [], searchPath: prelude?.searchPath };
  }

  async #makeTenant(database: string, shape: ShapeName): Promise<readonly FixtureTenant[]> {
    const schema = this.#schemaOf(shape);
    const path = this.#searchPath(schema);
    const { history } = this.#legacy;
    for (;;) {
      await this.#createSchema(database, schema);
      const before = shape === 'legacy' ? history.slice(0, this.#legacy.count) : history;
      const failure = await this.#templates.replay(database, before, path);
      if (failure !== undefined) throw new RehearsalError(describeHistoryFailure(failure));
      const extent = this.#extent(schema);
      if (shape !== 'legacy') return this.#templates.fill(database, [shape], extent);
      const filling = await this.#templates.fillOnTheWay(database, this.#legacy.since, extent, path);
      if (filling.failure === undefined) {
        if (this.#request.policy.fixtures.tenants.legacy.drift) {
          await this.#templates.drift(database, extent);
        }
        return filling.tenants;
      }
      if (!this.#legacy.moveBehind(filling.failure)) {
        throw new RehearsalError(describeHistoryFailure(filling.failure));
      }
    }
  }

  /** An empty schema of the migration role; one that an earlier try has filled is dropped first. */
  async #createSchema(database: string, schema: string): Promise<void> {
    const admin = await this.#request.server.connect(database);
    try {
      const name = escapeIdentifier(schema);
      await admin.query(
        `set client_min_messages = warning; drop schema if exists ${name} cascade;
         create schema ${name} authorization ${escapeIdentifier(migrationRole)}`,
      );
    } finally {
      await admin.end();
    }
  }

  #schemaOf(shape: ShapeName): string {
    return tenantSchemaOf(shape, this.#request.policy.tenancy);
  }

  #extent(schema: string): Extent {
    return { kind: 'schema', own: schema, shared: this.#request.policy.tenancy.sharedSchemas };
  }

  #searchPath(schema: string): readonly string[] {
    const { policy, prelude } = this.#request;
    return [...new Set([schema, ...policy.tenancy.sharedSchemas, ...(prelude?.searchPath ?? [])])];
  }
}
