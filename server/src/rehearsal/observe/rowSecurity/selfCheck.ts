import { escapeIdentifier, type Client } from 'pg';
import type { FixtureTenant } from '../../fixture';
import { sightsOf } from './reads';
import type { RelationContent } from './samples';

/**
 * Tables whose foreign rows the probe does not find even where nothing guards them, so that it proves nothing of them.
 * Row security is taken off in a transaction that is rolled back; no policy's function runs in it.
 */
export async function blindSpots(
  admin: Client,
  appRole: string,
  contents: readonly RelationContent[],
  tenants: readonly FixtureTenant[],
): Promise<readonly string[]> {
  const [own] = tenants;
  const guarded = contents.filter(
    ({ relation, samples }) =>
      relation.guardHolds &&
      relation.privileges.has('select') &&
      samples.some(({ tenant }) => tenant !== own),
  );
  if (guarded.length === 0) return [];
  await admin.query('begin');
  try {
    for (const { relation } of guarded) {
      await admin.query(`alter table ${relation.sqlName} disable row level security`);
    }
    await admin.query(`set local role ${escapeIdentifier(appRole)}`);
    const sights = await sightsOf(admin, guarded, own, tenants);
    return sights.filter(({ foreign }) => foreign === 0).map(({ content }) => content.relation.name);
  } finally {
    await admin.query('rollback');
  }
}
