import { escapeIdentifier, escapeLiteral, type Client } from 'pg';
import { rowsWithPlaces, type DrawnColumn } from './drawnKeys';

/** Fingerprints of the rows of every table, and the positions of sequences. */
export interface DataSnapshot {
  /** By `schema.table`; partitioned tables stand for their partitions. */
  readonly tables: ReadonlyMap<string, TableFingerprint>;
}

export interface TableFingerprint {
  readonly rows: number;
  /** Order-free hash over whole rows, columns taken by name, so that neither row nor column order matters. */
  readonly hash: string;
  readonly columns: readonly string[];
  /** What the server counts of writes to the table and its partitions in this database, and their file nodes. */
  readonly mark: string;
}

/** A table whose rows are not the same. */
export interface TableDifference {
  readonly relation: string;
  readonly before: TableFingerprint | undefined;
  readonly after: TableFingerprint | undefined;
}

/** Settings that make the text of a value the same on every connection. */
const canonicalSettings = `
  set datestyle = 'ISO, YMD'; set timezone = 'UTC'; set intervalstyle = 'postgres'; set extra_float_digits = 1;
  set bytea_output = 'hex'; set search_path = ''; set row_security = off`;

/**
 * Reads the fingerprint of every table of the schema under test, as a superuser. A table without a write since `known`
 * was read in the same database, by the server's own count, keeps its fingerprint; sessions that wrote must have flushed
 * their counters or ended. With `schema` only the tables of that one are read.
 */
export async function snapshotData(
  client: Client,
  known?: DataSnapshot,
  schema?: string,
): Promise<DataSnapshot> {
  await client.query(canonicalSettings);
  const fingerprints = new Map<string, TableFingerprint>();
  const tables = await tablesWithColumns(client);
  for (const table of tables.filter((each) => schema === undefined || each.schema === schema)) {
    const columns = table.columns.map((column) => column.name);
    const { mark } = table;
    const old = known?.tables.get(table.name);
    const unchanged = old?.mark === mark && old.columns.join('\0') === columns.join('\0');
    const fingerprint = unchanged ? old : { ...(await hashRows(client, table)), columns, mark };
    fingerprints.set(table.name, fingerprint);
  }
  return { tables: fingerprints };
}

/** The snapshot of a template, as that of a fresh clone of it: the rows are the same, the counters begin anew. */
export async function snapshotOfClone(client: Client, template: DataSnapshot): Promise<DataSnapshot> {
  const marks = new Map((await tablesWithColumns(client)).map(({ name, mark }) => [name, mark]));
  return {
    tables: new Map(
      [...template.tables].map(([name, fingerprint]) => [
        name,
        { ...fingerprint, mark: marks.get(name) ?? '' },
      ]),
    ),
  };
}

async function hashRows(
  client: Client,
  table: TableColumns,
): Promise<Pick<TableFingerprint, 'rows' | 'hash'>> {
  const { rows } = await client.query<{ rows: string; hash: string | null }>(
    `select count(*) as rows, sum(pg_catalog.hash_record_extended(${rowOf(table)}, 0)::numeric)::text as hash from ${table.sqlName} t`,
  );
  return { rows: Number(rows[0]?.rows ?? 0), hash: rows[0]?.hash ?? '0' };
}

/** Tables that exist on one side only, or whose rows or columns differ. */
export function compareData(before: DataSnapshot, after: DataSnapshot): readonly TableDifference[] {
  const names = new Set([...before.tables.keys(), ...after.tables.keys()]);
  return [...names].toSorted().flatMap((relation) => {
    const was = before.tables.get(relation);
    const is = after.tables.get(relation);
    const same = was?.hash === is?.hash && was?.rows === is?.rows && sameColumns(was, is);
    return same ? [] : [{ relation, before: was, after: is }];
  });
}

/** Tables of both sides, with the same columns, whose rows are not the same. */
export function tablesWithOtherRows(before: DataSnapshot, after: DataSnapshot): readonly string[] {
  return compareData(before, after)
    .filter(({ before: was, after: is }) => was !== undefined && is !== undefined && sameColumns(was, is))
    .map(({ relation }) => relation);
}

export interface RowDifferences {
  /** Columns whose values differ in at least one compared row. */
  readonly columns: readonly string[];
  /** Those of them whose every new value is a time since the run began, such as an `updated_at` that a trigger sets. */
  readonly stampedColumns: readonly string[];
  readonly changedRows: number;
  readonly missingRows: number;
  readonly surplusRows: number;
  /** Up to `sampleSize` lines such as `id 7: full_name "Ada L." → ""`. */
  readonly sample: readonly string[];
}

export const sampleSize = 20;

export interface RowComparison {
  /** Columns that are left out. */
  readonly ignored: ReadonlySet<string>;
  /** When the run began. */
  readonly since: Date;
  /** Keys that are compared by the rows that they stand for. */
  readonly drawnKeys?: DrawnKeys;
}

export interface DrawnKeys {
  readonly columns: readonly DrawnColumn[];
  /** By table: columns that tell nothing of a row, because they differ on every run. */
  readonly unstable: ReadonlyMap<string, ReadonlySet<string>>;
}

/** How many differing rows are compared value by value; the rest are only counted. */
const comparedRows = 2000;

/**
 * Finds the rows of one table that differ between two databases, by primary key where there is one, and what differs in
 * them.
 */
export async function compareRows(
  before: Client,
  after: Client,
  relation: string,
  options: RowComparison,
): Promise<RowDifferences> {
  await Promise.all([before.query(canonicalSettings), after.query(canonicalSettings)]);
  const [was, is] = await Promise.all([
    tableNamed(before, relation, options.drawnKeys),
    tableNamed(after, relation, options.drawnKeys),
  ]);
  if (was === undefined || is === undefined) return noDifferences;
  const shared = was.columns.filter(
    ({ name }) => !options.ignored.has(name) && is.columns.some((column) => column.name === name),
  );
  const key =
    was.key.length > 0 && was.key.every((name) => shared.some((column) => column.name === name))
      ? was.key
      : undefined;
  const [oldHashes, newHashes] = await Promise.all([
    rowHashes(before, was, shared, key),
    rowHashes(after, is, shared, key),
  ]);
  const missing = [...oldHashes].filter(([id]) => !newHashes.has(id)).map(([id]) => id);
  const surplus = [...newHashes].filter(([id]) => !oldHashes.has(id)).map(([id]) => id);
  const changed = [...oldHashes]
    .filter(([id, hash]) => newHashes.has(id) && newHashes.get(id) !== hash)
    .map(([id]) => id);
  const ids = [...changed, ...missing, ...surplus].slice(0, comparedRows);
  const [oldRows, newRows] = await Promise.all([
    rowsById(before, was, shared, key, ids),
    rowsById(after, is, shared, key, ids),
  ]);
  const lines = ids.map((id) => describeRow(id, oldRows.get(id), newRows.get(id)));
  const columns = [...new Set(lines.flatMap((line) => line.columns))].toSorted();
  return {
    columns,
    stampedColumns: columns.filter((column) => isStamped(column, lines, options.since)),
    changedRows: changed.length,
    missingRows: missing.length,
    surplusRows: surplus.length,
    sample: lines.slice(0, sampleSize).map((line) => line.text),
  };
}

/** Columns of a table whose values, taken together and whatever row they are in, are not the same in two databases. */
export async function columnsWithOtherValues(
  one: Client,
  other: Client,
  relation: string,
): Promise<readonly string[]> {
  const [left, right] = await Promise.all([valueHashes(one, relation), valueHashes(other, relation)]);
  return [...left].filter(([column, hash]) => right.get(column) !== hash).map(([column]) => column);
}

async function valueHashes(client: Client, relation: string): Promise<ReadonlyMap<string, string>> {
  const table = await tableNamed(client, relation);
  if (table === undefined || table.columns.length === 0) return new Map();
  await client.query(canonicalSettings);
  const sums = table.columns.map((column) => {
    const value = rowOf({ ...table, columns: [column] });
    return `sum(pg_catalog.hash_record_extended(${value}, 0)::numeric)::text`;
  });
  const { rows } = await client.query<(string | null)[]>({
    text: `select ${sums.join(', ')} from ${table.sqlName} t`,
    rowMode: 'array',
  });
  return new Map(table.columns.map(({ name }, place) => [name, rows[0]?.[place] ?? '0']));
}

interface TableColumns {
  readonly schema: string;
  readonly name: string;
  /** What to read its rows from. */
  readonly sqlName: string;
  readonly columns: readonly { readonly name: string; readonly hashable: boolean }[];
  readonly key: readonly string[];
  readonly mark: string;
}

const noDifferences: RowDifferences = {
  columns: [],
  stampedColumns: [],
  changedRows: 0,
  missingRows: 0,
  surplusRows: 0,
  sample: [],
};

/** Types without a hash function (json, xml, geometric types) are hashed by their text. */
async function tablesWithColumns(client: Client): Promise<readonly TableColumns[]> {
  const { rows } = await client.query<{
    schema: string;
    table: string;
    columns: TableColumns['columns'];
    key: string[] | null;
    mark: string | null;
  }>(`
    select n.nspname as schema, c.relname as table,
      coalesce((select json_agg(json_build_object('name', a.attname, 'hashable', exists (
          select from pg_catalog.pg_opclass o join pg_catalog.pg_am m on m.oid = o.opcmethod
          where m.amname = 'hash' and o.opcdefault and o.opcintype = coalesce(nullif(t.typbasetype, 0), t.oid)
        ) or t.typtype = 'e') order by a.attname)
        from pg_catalog.pg_attribute a join pg_catalog.pg_type t on t.oid = a.atttypid
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated <> 'v'), '[]') as columns,
      (select array_agg(a.attname::text order by k.place) from pg_catalog.pg_constraint p
        cross join unnest(p.conkey) with ordinality as k (number, place)
        join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = k.number
        where p.conrelid = c.oid and p.contype = 'p') as key,
      (select string_agg(concat_ws('/', l.relid::oid, pg_catalog.pg_relation_filenode(l.relid), pg_catalog.pg_stat_get_tuples_inserted(l.relid),
          pg_catalog.pg_stat_get_tuples_updated(l.relid), pg_catalog.pg_stat_get_tuples_deleted(l.relid)), ' ' order by l.relid::oid)
        from (select c.oid::pg_catalog.regclass as relid union select t.relid from pg_catalog.pg_partition_tree(c.oid) t) l) as mark
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
      and not exists (select from pg_catalog.pg_depend e
        where e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and e.objid = c.oid and e.deptype = 'e')
    order by 1, 2`);
  return rows.map(({ schema, table, columns, key, mark }) => ({
    schema,
    name: `${schema}.${table}`,
    sqlName: `${escapeIdentifier(schema)}.${escapeIdentifier(table)}`,
    columns,
    key: key ?? [],
    mark: mark ?? '',
  }));
}

async function tableNamed(
  client: Client,
  relation: string,
  drawnKeys: DrawnKeys = { columns: [], unstable: new Map() },
): Promise<TableColumns | undefined> {
  const tables = await tablesWithColumns(client);
  const table = tables.find(({ name }) => name === relation);
  const drawn = drawnKeys.columns.filter((each) => each.relation === relation);
  if (table === undefined || drawn.length === 0) return table;
  const content = ({ relation: name }: { readonly relation: string }) => {
    const source = tables.find((each) => each.name === name);
    const left = drawnKeys.columns.filter((each) => each.relation === name).map(({ column }) => column);
    const told = namesOf(source).filter(
      (column) => !left.includes(column) && drawnKeys.unstable.get(name)?.has(column) !== true,
    );
    return { sqlName: source?.sqlName ?? '', columns: told };
  };
  const rows = { relation, sqlName: table.sqlName, columns: namesOf(table) };
  const replaced = new Set(drawn.map(({ column }) => column));
  return {
    ...table,
    sqlName: rowsWithPlaces(rows, drawn, content),
    columns: table.columns.map(({ name, hashable }) => ({ name, hashable: hashable || replaced.has(name) })),
  };
}

function namesOf(table: TableColumns | undefined): readonly string[] {
  return table?.columns.map(({ name }) => name) ?? [];
}

function rowOf(table: Pick<TableColumns, 'columns'>): string {
  const values = table.columns.map(
    ({ name, hashable }) => `t.${escapeIdentifier(name)}${hashable ? '' : '::text'}`,
  );
  return `row(${values.join(', ')})`;
}

/** Identity and hash of every row; without a primary key a row is its own identity, numbered among its equals. */
async function rowHashes(
  client: Client,
  table: TableColumns,
  columns: TableColumns['columns'],
  key: readonly string[] | undefined,
): Promise<ReadonlyMap<string, string>> {
  const hash = `pg_catalog.hash_record_extended(${rowOf({ columns })}, 0)::text`;
  const { rows } = await client.query<{ id: string; hash: string }>(
    `select ${identityOf(columns, key)} as id, ${hash} as hash from ${table.sqlName} t`,
  );
  return new Map(rows.map(({ id, hash: value }) => [id, value]));
}

async function rowsById(
  client: Client,
  table: TableColumns,
  columns: TableColumns['columns'],
  key: readonly string[] | undefined,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Readonly<Record<string, string | null>>>> {
  if (ids.length === 0) return new Map();
  const names = columns.map(({ name }) => escapeLiteral(name)).join(', ');
  const { rows } = await client.query<{ id: string; row: Record<string, string | null> }>(
    `select id, (select pg_catalog.json_object_agg(e.key, e.value) from pg_catalog.jsonb_each_text(whole) e
         where e.key in (${names})) as row
     from (select ${identityOf(columns, key)} as id, pg_catalog.to_jsonb(t) as whole from ${table.sqlName} t) r
     where id = any ($1)`,
    [ids],
  );
  return new Map(rows.map(({ id, row }) => [id, row]));
}

function identityOf(columns: TableColumns['columns'], key: readonly string[] | undefined): string {
  if (key !== undefined) {
    const parts = key.map(
      (name) => `${escapeLiteral(`${name} `)} || coalesce(t.${escapeIdentifier(name)}::text, 'null')`,
    );
    return parts.join(` || ', ' || `);
  }
  const row = rowOf({ columns });
  return `'row ' || pg_catalog.md5(${row}::text) || ' ' || pg_catalog.row_number() over (partition by pg_catalog.md5(${row}::text))`;
}

function describeRow(
  id: string,
  before: Readonly<Record<string, string | null>> | undefined,
  after: Readonly<Record<string, string | null>> | undefined,
): RowLine {
  if (after === undefined) return { columns: [], text: `${id}: the row is gone`, after };
  if (before === undefined) return { columns: [], text: `${id}: the row was not there before`, after };
  const columns = Object.keys(before).filter((name) => before[name] !== after[name]);
  const changes = columns.map((name) => `${name} ${quoted(before[name])} → ${quoted(after[name])}`);
  return { columns, text: `${id}: ${changes.join(', ')}`, after };
}

interface RowLine {
  readonly columns: readonly string[];
  readonly text: string;
  readonly after: Readonly<Record<string, string | null>> | undefined;
}

/** A time as PostgreSQL prints it in JSON, such as `2026-01-31T12:00:00.5+00:00`. */
const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:[+-]\d\d:\d\d)?$/;

function isStamped(column: string, lines: readonly RowLine[], since: Date): boolean {
  const changed = lines.filter((line) => line.columns.includes(column));
  return changed.every(({ after }) => {
    const value = after?.[column];
    if (typeof value !== 'string' || !timestamp.test(value)) return false;
    return Date.parse(/[+-]\d\d:\d\d$/.test(value) ? value : `${value}Z`) >= since.getTime();
  });
}

function quoted(value: string | null | undefined): string {
  if (value === null || value === undefined) return 'null';
  return JSON.stringify(value.length > 80 ? `${value.slice(0, 77)}…` : value);
}

function sameColumns(left: TableFingerprint | undefined, right: TableFingerprint | undefined): boolean {
  return left?.columns.join('\0') === right?.columns.join('\0');
}
