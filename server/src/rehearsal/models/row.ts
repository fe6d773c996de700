import { shapeNames } from '../../project';
import type { Fixture } from '../fixture';
import type { FixtureRequest, FixtureSet } from './model';
import type { Prelude } from './prelude';
import { TenantDatabases } from './tenantDatabases';
import type { FilledTemplate } from './templates';

const extent = { kind: 'rows' } as const;

/** Tenants as rows of the same tables: each alone in a database, so that a failure is its own, and all together. */
export async function prepareRowFixtures(request: FixtureRequest): Promise<FixtureSet> {
  const databases = new TenantDatabases(request, request.history, extent);
  const alone: Fixture[] = [];
  for (const shape of shapeNames) {
    if (request.shapes.includes(shape)) {
      alone.push(fixtureOf(shape, await databases.alone(shape), request.prelude));
    }
  }
  const together = alone.length > 1 ? await allTogether(databases, alone, request.prelude) : undefined;
  // All together share one schema, which cannot drift for one of them alone.
  const { drift } = request.policy.fixtures.tenants.legacy;
  const drifted = alone.map(async (fixture) =>
    drift && fixture.name === 'legacy'
      ? fixtureOf('legacy', await databases.drifted(fixture), request.prelude)
      : fixture,
  );
  return { alone: await Promise.all(drifted), together, hash: databases.templates.hash };
}

/** The legacy tenant's database, whose rows are the oldest, with the others' rows added. */
async function allTogether(
  databases: TenantDatabases,
  alone: readonly Fixture[],
  prelude: Prelude | undefined,
): Promise<Fixture> {
  const { templates } = databases;
  const legacy = alone.find(({ name }) => name === 'legacy');
  const shapes = alone.flatMap(({ tenants }) => tenants.map(({ shape }) => shape));
  const others = shapes.filter((shape) => shape !== 'legacy');
  const key = `${shapes.join()} with rows from ${databases.legacyCount}`;
  const filled = await templates.filled(key, 'Filling all tenants together', async () => ({
    source: legacy?.template ?? (await databases.schema()),
    build: async (database) => [
      ...(await templates.fill(database, others, extent)),
      ...(legacy?.tenants ?? []),
    ],
  }));
  return fixtureOf('*', filled, prelude);
}

function fixtureOf(name: string, filled: FilledTemplate, prelude: Prelude | undefined): Fixture {
  return { name, ...filled, model: 'row', bystanders: [], searchPath: prelude?.searchPath };
}
