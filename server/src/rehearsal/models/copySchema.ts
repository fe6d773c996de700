import { escapeIdentifier, type Client } from 'pg';

/**
 * Gives one schema the rows of another that was made by the same migrations, and its sequences their positions. Rows that
 * the migrations themselves put there make room. Triggers and foreign keys keep still: what they would do they have done
 * in the other schema. `client` must be a superuser's.
 */
export async function copyRows(client: Client, from: string, to: string): Promise<void> {
  const { rows: tables } = await client.query<SharedTable>(sharedTables, [from, to]);
  const { rows: sequences } = await client.query<{ name: string }>(sharedSequences, [from, to]);
  const emptied = tables.map(({ name }) => `delete from ${qualified(to, name)}`);
  const filled = tables.flatMap((table) => (table.columns === null ? [] : [copyOf(table, from, to)]));
  const positioned = sequences.map(
    ({ name }) =>
      `select pg_catalog.setval('${qualified(to, name).replaceAll("'", "''")}', last_value, is_called) from ${qualified(from, name)}`,
  );
  const analysed = tables.map(({ name }) => `analyze ${qualified(to, name)}`);
  const statements = ['set local session_replication_role = replica', ...emptied, ...filled, ...positioned];
  // Statements that are sent as one text are one transaction.
  await client.query([...statements, ...analysed].join(';\n'));
}

/** A table that both schemas have, with the columns of both that take a value. */
interface SharedTable {
  readonly name: string;
  readonly partitioned: boolean;
  /** `cast` names the type of the new schema where it is none of the old one, such as an enum of the schema's own. */
  readonly columns: readonly { readonly name: string; readonly cast: string | null }[] | null;
}

function copyOf({ name, partitioned, columns }: SharedTable, from: string, to: string): string {
  const names = (columns ?? []).map((column) => escapeIdentifier(column.name));
  const values = (columns ?? []).map(
    ({ cast }, place) => `${names[place] ?? ''}${cast === null ? '' : `::text::${cast}`}`,
  );
  return `insert into ${qualified(to, name)} (${names.join(', ')}) overriding system value
    select ${values.join(', ')} from ${partitioned ? '' : 'only '}${qualified(from, name)}`;
}

function qualified(schema: string, name: string): string {
  return `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`;
}

const both = (kinds: string) => `
  pg_catalog.pg_class old join pg_catalog.pg_class new on new.relname = old.relname and new.relkind = old.relkind
  where old.relnamespace = (select n.oid from pg_catalog.pg_namespace n where n.nspname = $1)
    and new.relnamespace = (select n.oid from pg_catalog.pg_namespace n where n.nspname = $2)
    and old.relkind in (${kinds}) and not old.relispartition and not new.relispartition`;

const sharedTables = `
  select old.relname as name, old.relkind = 'p' as partitioned,
    (select json_agg(json_build_object('name', a.attname,
         'cast', case when a.atttypid <> b.atttypid then pg_catalog.format_type(b.atttypid, b.atttypmod) end) order by a.attnum)
       from pg_catalog.pg_attribute a
       join pg_catalog.pg_attribute b on b.attrelid = new.oid and b.attname = a.attname and not b.attisdropped
       where a.attrelid = old.oid and a.attnum > 0 and not a.attisdropped and b.attgenerated = '') as columns
  from ${both("'r', 'p'")} order by 1`;

const sharedSequences = `select old.relname as name from ${both("'S'")} order by 1`;
