import { escapeIdentifier } from 'pg';
import { shapeNames, type ShapeName } from '../../project';
import { RehearsalError } from '../errors';
import type { Fixture, FixtureTenant, FleetFixture } from '../fixture';
import type { Extent } from '../generate';
import { migrationRole } from '../roles';
import { copyRows } from './copySchema';
import { LegacyStart } from './legacyStart';
import type { FixtureRequest, FixtureSet } from './model';
import { firstsOf, isFirst, tenantsOf, type PlannedTenant } from './plannedTenants';
import { describeHistoryFailure, Templates, type FilledTemplate } from './templates';
import { tenantSchemaOf } from './tenantSchema';

/**
 * A schema for each tenant, all in one database with the schemas that they share. A migration of a tenant folder runs
 * for one tenant at a time, with that tenant's schema first in `search_path`, as the framework's runner would; a
 * migration of a shared folder runs once, before one tenant's schema and before all of them. Copies of tenants are there
 * for that one run, and for the rollout of a tenant folder's migration.
 *
 * @throws RehearsalError when there is no tenant folder, or the history cannot be replayed.
 */
export async function prepareSchemaFixtures(request: FixtureRequest): Promise<FixtureSet> {
  const schemas = new TenantSchemas(request);
  const shapes = shapeNames.filter((shape) => request.shapes.includes(shape));
  const { copies } = request.policy.fixtures;
  if (request.scope === 'tenant') {
    const all = await schemas.filled(shapes);
    return {
      alone: shapes.map((shape) => schemas.runFor(shape, all)),
      together: undefined,
      fleet: copies > 1 ? schemas.fleet(await schemas.withCopies(shapes, all)) : undefined,
      hash: schemas.hash,
    };
  }
  const alone: Fixture[] = [];
  for (const shape of shapes) alone.push(schemas.runOnce(shape, await schemas.filled([shape])));
  const together =
    shapes.length * copies > 1
      ? schemas.runOnce('*', await schemas.withCopies(shapes, await schemas.filled(shapes)))
      : undefined;
  return { alone, together, fleet: undefined, hash: schemas.hash };
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

  /** A database with further schemas for copies of each of the shapes; the same one where there are none. */
  async withCopies(shapes: readonly ShapeName[], firsts: FilledTemplate): Promise<FilledTemplate> {
    const { copies } = this.#request.policy.fixtures;
    const planned = tenantsOf(shapes, copies).filter((tenant) => !isFirst(tenant));
    if (planned.length === 0) return firsts;
    return this.#templates.filled(
      `${shapes.join()} with ${copies} schemas each`,
      `Copying each tenant's schema ${copies - 1} times`,
      () =>
        Promise.resolve({
          source: firsts.template,
          build: async (database) => {
            const made: FixtureTenant[] = [];
            const texts = await this.#templates.textsOf(database, this.#legacy.history);
            for (const copy of planned) {
              const first = firsts.tenants.find(({ shape }) => shape === copy.shape);
              if (first !== undefined) made.push(await this.#copyTenant(database, first, copy, texts));
            }
            return [...firsts.tenants, ...made];
          },
        }),
    );
  }

  /** All tenants of a template, for a rollout to them. */
  fleet({ tenants, template, data }: FilledTemplate): FleetFixture {
    const members = tenants.map((tenant) => ({
      tenant,
      template,
      searchPath: this.#searchPath(tenant.schema ?? ''),
      data,
    }));
    return { model: 'schema', members };
  }

  /** The fixture on which a tenant folder's migration runs for one tenant, beside all others. */
  runFor(shape: ShapeName, all: FilledTemplate): Fixture {
    const schema = this.#schemaOf(shape);
    return {
      ...all,
      name: shape,
      copies: [],
      tenants: all.tenants.filter((tenant) => tenant.shape === shape),
      bystanders: all.tenants.filter((tenant) => tenant.shape !== shape),
      model: 'schema',
      searchPath: this.#searchPath(schema),
    };
  }

  /** The fixture on which a shared folder's migration runs once. */
  runOnce(name: string, filled: FilledTemplate): Fixture {
    const { prelude } = this.#request;
    return {
      ...filled,
      name,
      tenants: filled.tenants.filter(isFirst),
      copies: filled.tenants.filter((tenant) => !isFirst(tenant)),
      model: 'schema',
      bystanders: [],
      searchPath: prelude?.searchPath,
    };
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
      const planned = firstsOf([shape]);
      if (shape !== 'legacy') return this.#templates.fill(database, planned, extent);
      const { since } = this.#legacy;
      const filling = await this.#templates.fillOnTheWay(database, planned, since, extent, path);
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

  /** The tables come from the history, as a new tenant's would; the rows and what drifted are the first tenant's. */
  async #copyTenant(
    database: string,
    first: FixtureTenant,
    copy: PlannedTenant,
    texts: readonly string[] | undefined,
  ): Promise<FixtureTenant> {
    const { server, policy } = this.#request;
    const [from, to] = [first.schema ?? '', this.#schemaOf(copy.name)];
    const path = this.#searchPath(to);
    await this.#createSchema(database, to);
    if (texts === undefined || !(await this.#templates.runTexts(database, texts, path))) {
      // Statement by statement a failure has its place.
      await this.#createSchema(database, to);
      const failure = await this.#templates.replay(database, this.#legacy.history, path);
      if (failure !== undefined) throw new RehearsalError(describeHistoryFailure(failure));
    }
    const admin = await server.connect(database);
    try {
      await copyRows(admin, from, to);
    } finally {
      await admin.end();
    }
    if (copy.shape === 'legacy' && policy.fixtures.tenants.legacy.drift) {
      await this.#templates.drift(database, this.#extent(to));
    }
    const tables = first.tables.map((table) => ({
      ...table,
      relation: table.relation.startsWith(`${from}.`)
        ? `${to}${table.relation.slice(from.length)}`
        : table.relation,
    }));
    return { ...first, name: copy.name, schema: to, tables };
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

  #schemaOf(tenant: string): string {
    return tenantSchemaOf(tenant, this.#request.policy.tenancy);
  }

  #extent(schema: string): Extent {
    return { kind: 'schema', own: schema, shared: this.#request.policy.tenancy.sharedSchemas };
  }

  #searchPath(schema: string): readonly string[] {
    const { policy, prelude } = this.#request;
    return [...new Set([schema, ...policy.tenancy.sharedSchemas, ...(prelude?.searchPath ?? [])])];
  }
}
