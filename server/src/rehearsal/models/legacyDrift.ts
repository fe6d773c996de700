import { escapeIdentifier, type Client } from 'pg';
import type { Extent } from '../generate';

/**
 * Makes a tenant's schema differ from its history as schemas do that were mended by hand: an index is missing, a table
 * has a column more, and a constraint that its rows satisfy. The same schema always drifts the same way; what it has no
 * place for is left as it is. `client` must be the steward's.
 */
export async function driftApart(client: Client, extent: Extent): Promise<void> {
  const find = async (query: string): Promise<Place | undefined> => {
    const { rows } = await client.query<Place>(query, [extent.kind === 'schema' ? extent.own : null]);
    return rows[0];
  };
  const index = await find(plainIndex);
  if (index !== undefined) await client.query(`drop index ${quoted(index)}`);
  const table = await find(largestTable);
  if (table !== undefined) await client.query(`alter table ${quoted(table)} add column legacy_note text`);
  const text = await find(textColumn);
  if (text !== undefined) await addLengthLimit(client, text);
}

interface Place {
  readonly schema: string;
  readonly relation: string;
  readonly column?: string;
}

function quoted({ schema, relation }: Place): string {
  return `${escapeIdentifier(schema)}.${escapeIdentifier(relation)}`;
}

/** A limit that somebody put on after an incident: what the tenant has fits, and what a migration makes longer does not. */
async function addLengthLimit(client: Client, place: Place): Promise<void> {
  const length = `char_length(${escapeIdentifier(place.column ?? '')})`;
  const { rows } = await client.query<{ longest: number | null }>(
    `select max(${length}) as longest from ${quoted(place)}`,
  );
  const limit = Math.max(shortestLimit, rows[0]?.longest ?? 0);
  await client.query(
    `alter table ${quoted(place)} add constraint legacy_hotfix check (${length} <= ${limit})`,
  );
}

/** No row may be cut off by less, whatever the table holds. */
const shortestLimit = 40;

/** The project's own tables; `$1` is the schema of a tenant that has one. */
const ownTables = `
  pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and not c.relispartition
    and c.relowner = (select datdba from pg_catalog.pg_database where datname = current_database())
    and (n.nspname = $1 or $1 is null and n.nspname !~ '^pg_' and n.nspname <> 'information_schema')
    and not exists (select from pg_catalog.pg_depend e where e.objid = c.oid and e.deptype = 'e')`;

/** Hotfixes are made where the most rows are. */
const largestFirst = `order by c.reltuples desc, n.nspname, c.relname`;

const plainIndex = `
  select n.nspname as schema, i.relname as relation
  from pg_catalog.pg_index x join pg_catalog.pg_class i on i.oid = x.indexrelid, ${ownTables}
    and x.indrelid = c.oid and not x.indisunique and not x.indisexclusion and not x.indisreplident
  ${largestFirst}, i.relname limit 1`;

const largestTable = `
  select n.nspname as schema, c.relname as relation from ${ownTables} ${largestFirst} limit 1`;

const textColumn = `
  select n.nspname as schema, c.relname as relation, a.attname as column
  from pg_catalog.pg_attribute a, ${ownTables}
    and a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    and a.atttypid in ('text'::regtype, 'varchar'::regtype) and a.attname <> 'legacy_note'
  ${largestFirst}, a.attnum limit 1`;
