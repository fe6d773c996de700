import { shapeNames } from '../../project';
import type { Fixture, FleetFixture } from '../fixture';
import type { FixtureRequest, FixtureSet } from './model';
import { tenantsOf } from './plannedTenants';
import { TenantDatabases } from './tenantDatabases';

const extent = { kind: 'database' } as const;

/**
 * A database for each tenant. A shared folder changes a database that no tenant's migrations ever see; its migrations
 * are tried on that database with the rows of each shape.
 */
export async function prepareDatabaseFixtures(request: FixtureRequest): Promise<FixtureSet> {
  const history = request.history.filter(({ scope }) => scope === request.scope);
  const databases = new TenantDatabases(request, history, extent);
  const filled: Omit<Fixture, 'bystanders' | 'copies'>[] = [];
  for (const shape of shapeNames) {
    if (!request.shapes.includes(shape)) continue;
    const asItsHistorySays = await databases.alone(shape);
    const isDrifted = shape === 'legacy' && request.policy.fixtures.tenants.legacy.drift;
    const template = isDrifted ? await databases.drifted(asItsHistorySays) : asItsHistorySays;
    filled.push({ name: shape, ...template, model: 'database', searchPath: request.prelude?.searchPath });
  }
  const tenants = filled.flatMap((fixture) => fixture.tenants);
  const alone = filled.map((fixture) => ({
    ...fixture,
    copies: [],
    bystanders: tenants.filter((tenant) => !fixture.tenants.includes(tenant)),
  }));
  const { copies } = request.policy.fixtures;
  const isForTenants = request.scope === 'tenant';
  if (copies > 1 && !isForTenants) {
    request.onNotChecked({
      what: 'Copies of tenants (fixtures.copies)',
      why: 'The migration is for a database that no tenant shares; there is one of it, however many tenants there are.',
    });
  }
  return {
    alone,
    together: undefined,
    fleet: copies > 1 && isForTenants ? fleetOf(alone, copies) : undefined,
    hash: databases.templates.hash,
  };
}

/** Nobody can tell one tenant's database from a copy of it, so that each copy is a clone of the same template. */
function fleetOf(alone: readonly Fixture[], copies: number): FleetFixture {
  const planned = tenantsOf(
    alone.flatMap(({ tenants }) => tenants.map(({ shape }) => shape)),
    copies,
  );
  const members = planned.flatMap(({ name, shape }) =>
    alone
      .filter((fixture) => fixture.name === shape)
      .flatMap(({ tenants, template, searchPath, data }) =>
        tenants.map((tenant) => ({ tenant: { ...tenant, name }, template, searchPath, data })),
      ),
  );
  return { model: 'database', members };
}
