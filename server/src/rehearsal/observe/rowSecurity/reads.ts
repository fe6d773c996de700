import { DatabaseError, type Client } from 'pg';
import type { FixtureTenant } from '../../fixture';
import { isRefusal } from './refusals';
import type { Actor, Application } from './application';
import { belongsTo } from './relations';
import type { RelationContent } from './samples';

/** What the application sees of one relation. */
export interface Sight {
  readonly content: RelationContent;
  /** Rows of other tenants. */
  readonly foreign: number;
  /** Any row of the tenant's own. */
  readonly seesOwn: boolean;
}

/** Reads all relations in one query; where that fails, each on its own, and one that is refused shows nothing. */
export async function readAs(
  application: Application,
  actor: Actor,
  contents: readonly RelationContent[],
  tenants: readonly FixtureTenant[],
): Promise<readonly Sight[]> {
  const readable = contents.filter(({ relation }) => relation.privileges.has('select'));
  const own = actor.kind === 'tenant' ? actor.tenant : undefined;
  const read = (some: readonly RelationContent[]) =>
    application.act(actor, (client) => sightsOf(client, some, own, tenants));
  try {
    return await read(readable);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
  }
  const sights: Sight[] = [];
  for (const content of readable) {
    try {
      sights.push(...(await read([content])));
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
  }
  return sights;
}

/** Counts foreign rows in some relations with one query, as whoever the client is. */
export async function sightsOf(
  client: Client,
  contents: readonly RelationContent[],
  own: FixtureTenant | undefined,
  tenants: readonly FixtureTenant[],
): Promise<readonly Sight[]> {
  if (contents.length === 0) return [];
  const others = tenants.filter((tenant) => tenant !== own);
  const query = contents.map((content, place) => {
    const [foreign, seesOwn] = countersOf(content, own, others);
    return `select ${place} as place, (${foreign}) as "foreign", (${seesOwn}) as "seesOwn"`;
  });
  const { rows } = await client.query<{ place: number; foreign: string; seesOwn: boolean }>(
    query.join(' union all '),
  );
  return rows.flatMap(({ place, foreign, seesOwn }) => {
    const content = contents[place];
    return content === undefined ? [] : [{ content, foreign: Math.max(0, Number(foreign)), seesOwn }];
  });
}

function countersOf(
  { relation: { sqlName, whose }, counts }: RelationContent,
  own: FixtureTenant | undefined,
  others: readonly FixtureTenant[],
): readonly [foreign: string, seesOwn: string] {
  if (counts !== undefined) {
    // Row security may hide the rows on the way to the tenant, so all that is seen is counted, and what may be seen taken off.
    const foreign = others.reduce((sum, { key = '' }) => sum + (counts.of.get(key) ?? 0), 0);
    const seen = `select count(*) from ${sqlName} t`;
    return [`(${seen}) - ${counts.all - foreign}`, `select exists (select from ${sqlName} t)`];
  }
  const seesOwn =
    own === undefined
      ? 'select false'
      : `select exists (select from ${sqlName} t where ${belongsTo(whose, [own])})`;
  return [`select count(*) from ${sqlName} t where ${belongsTo(whose, others)}`, seesOwn];
}
