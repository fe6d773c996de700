import { shapeNames } from '../../project';
import type { Fixture } from '../fixture';
import type { FixtureRequest, FixtureSet } from './model';
import { isFirst, tenantsOf } from './plannedTenants';
import type { Prelude } from './prelude';
import { TenantDatabases } from './tenantDatabases';
import type { FilledTemplate } from './templates';

const extent = { kind: 'rows' } as const;

/**
 * Tenants as rows of the same tables: the first of each shape alone in a database, so that a failure is its own, and all
 * together with their copies.
 */
export async function prepareRowFixtures(request: FixtureRequest): Promise<FixtureSet> {
  const databases = new TenantDatabases(request, request.history, extent);
  const alone: Fixture[] = [];
  for (const shape of shapeNames) {
    if (request.shapes.includes(shape)) {
      alone.push(fixtureOf(shape, await databases.alone(shape), request.prelude));
    }
  }
  const { tenants, copies } = request.policy.fixtures;
  const together =
    alone.length * copies > 1 ? await allTogether(databases, alone, copies, request.prelude) : undefined;
  // All together share one schema, which cannot drift for one of them alone.
  const { drift } = tenants.legacy;
  const drifted = alone.map(async (fixture) =>
    drift && fixture.name === 'legacy'
      ? fixtureOf('legacy', await databases.drifted(fixture), request.prelude)
      : fixture,
  );
  return { alone: await Promise.all(drifted), together, fleet: undefined, hash: databases.templates.hash };
}

/** The legacy tenants' database, whose rows are the oldest, with the others' rows added. */
async function allTogether(
  databases: TenantDatabases,
  alone: readonly Fixture[],
  copies: number,
  prelude: Prelude | undefined,
): Promise<Fixture> {
  const { templates } = databases;
  const shapes = alone.flatMap(({ tenants }) => tenants.map(({ shape }) => shape));
  const all = tenantsOf(shapes, copies);
  const others = all.filter(({ shape }) => shape !== 'legacy');
  const legacies = all.filter(({ shape }) => shape === 'legacy');
  const legacy = legacies.length === 0 ? undefined : await databases.legacies(legacies);
  const key = `${shapes.join()} with rows from ${databases.legacyCount}`;
  const filled = await templates.filled(key, 'Filling all tenants together', async () => ({
    source: legacy?.template ?? (await databases.schema()),
    build: async (database) => {
      const added = await templates.fill(database, others, extent);
      return [...added, ...(legacy?.tenants ?? [])].toSorted((one, other) => one.ordinal - other.ordinal);
    },
  }));
  return fixtureOf('*', filled, prelude);
}

function fixtureOf(name: string, filled: FilledTemplate, prelude: Prelude | undefined): Fixture {
  return {
    ...filled,
    name,
    tenants: filled.tenants.filter(isFirst),
    copies: filled.tenants.filter((tenant) => !isFirst(tenant)),
    model: 'row',
    bystanders: [],
    searchPath: prelude?.searchPath,
  };
}
