import { shapeNames } from '../../project';
import type { Fixture } from '../fixture';
import type { FixtureRequest, FixtureSet } from './model';
import { TenantDatabases } from './tenantDatabases';

const extent = { kind: 'database' } as const;

/**
 * A database for each tenant. A shared folder changes a database that no tenant's migrations ever see; its migrations
 * are tried on that database with the rows of each shape.
 */
export async function prepareDatabaseFixtures(request: FixtureRequest): Promise<FixtureSet> {
  const history = request.history.filter(({ scope }) => scope === request.scope);
  const databases = new TenantDatabases(request, history, extent);
  const filled: Omit<Fixture, 'bystanders'>[] = [];
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
    bystanders: tenants.filter((tenant) => !fixture.tenants.includes(tenant)),
  }));
  return { alone, together: undefined, hash: databases.templates.hash };
}
