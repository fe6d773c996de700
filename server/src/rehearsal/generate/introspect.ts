import type { ClientBase } from 'pg';
import * as queries from './catalogQueries';
import { readTypes, type TypeReader } from './introspectTypes';
import type { Check, Column, Exclusion, ForeignKey, Partitioning, Schema, Table, UniqueKey } from './model';

/**
 * Reads the schema of the connected database from `pg_catalog`.
 *
 * Expressions come back with every name qualified, because they are read with an empty `search_path`.
 */
export async function introspect(client: ClientBase): Promise<Schema> {
  const before = await client.query<{ search_path: string }>(
    `SELECT current_setting('search_path') AS search_path`,
  );
  await client.query(`SELECT set_config('search_path', 'pg_catalog', false)`);
  try {
    return await readSchema(client);
  } finally {
    await client.query(`SELECT set_config('search_path', $1, false)`, [before.rows[0]?.search_path ?? '']);
  }
}

interface TableRow {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly has_insert_hooks: boolean;
}

interface ColumnRow {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly modifier: number;
  readonly type_sql: string;
  readonly not_null: boolean;
  readonly generated: boolean;
  readonly identity: string;
  readonly default_sql: string | null;
  readonly sequence: string | null;
}

interface KeyRow {
  readonly table: string;
  readonly name: string;
  readonly primary: boolean;
  readonly deferrable: boolean;
  readonly predicate: string | null;
  readonly columns: readonly string[] | null;
  readonly predicate_columns: readonly string[] | null;
}

interface ConstraintRow {
  readonly table: string;
  readonly name: string;
  readonly kind: 'c' | 'f' | 'x';
  readonly deferrable: boolean;
  readonly target: string;
  readonly sql: string | null;
  readonly columns: readonly string[] | null;
  readonly target_columns: readonly string[] | null;
  readonly excluded_columns: readonly string[] | null;
}

interface PartitionRow {
  readonly table: string;
  readonly has_default: boolean;
  readonly columns: readonly string[] | null;
  readonly partitions: readonly string[] | null;
}

async function readSchema(client: ClientBase): Promise<Schema> {
  const version = await client.query<{ version: number }>(
    `SELECT current_setting('server_version_num')::int AS version`,
  );
  const types = await readTypes(client);
  const tables = await client.query<TableRow>(queries.tablesQuery);
  const columns = byTable((await client.query<ColumnRow>(queries.columnsQuery)).rows);
  const keys = byTable((await client.query<KeyRow>(queries.keysQuery)).rows);
  const constraints = byTable((await client.query<ConstraintRow>(queries.constraintsQuery)).rows);
  const partitions = byTable((await client.query<PartitionRow>(queries.partitionsQuery)).rows);
  return {
    serverVersion: version.rows[0]?.version ?? 0,
    tables: tables.rows.map((table) => ({
      oid: Number(table.oid),
      schema: table.schema,
      name: table.name,
      columns: (columns.get(table.oid) ?? []).map((row) => columnOf(row, types)),
      ...constraintsOf(constraints.get(table.oid) ?? [], keys.get(table.oid) ?? []),
      hasInsertHooks: table.has_insert_hooks,
      partitioning: partitioningOf(partitions.get(table.oid)?.[0]),
    })),
  };
}

function byTable<Row extends { readonly table: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const grouped = new Map<string, Row[]>();
  for (const row of rows) {
    const group = grouped.get(row.table);
    if (group === undefined) grouped.set(row.table, [row]);
    else group.push(row);
  }
  return grouped;
}

function columnOf(row: ColumnRow, types: TypeReader): Column {
  const { type, notNull } = types.read(row.type, row.modifier, row.type_sql);
  return {
    name: row.name,
    type,
    notNull: row.not_null || notNull,
    defaultSql: row.generated ? undefined : (row.default_sql ?? undefined),
    generated: row.generated,
    identity: row.identity === 'a' ? 'always' : row.identity === 'd' ? 'default' : undefined,
    sequence: row.sequence ?? undefined,
  };
}

function constraintsOf(
  rows: readonly ConstraintRow[],
  keyRows: readonly KeyRow[],
): Pick<Table, 'keys' | 'exclusions' | 'foreignKeys' | 'checks'> {
  const keys: UniqueKey[] = keyRows.map((row) => ({
    name: row.name,
    columns: row.columns ?? [],
    primary: row.primary,
    predicate: row.predicate ?? undefined,
    predicateColumns: row.predicate_columns ?? [],
    deferrable: row.deferrable,
  }));
  const exclusions: Exclusion[] = [];
  const foreignKeys: ForeignKey[] = [];
  const checks: Check[] = [];
  for (const row of rows) {
    switch (row.kind) {
      case 'c':
        checks.push({ name: row.name, columns: row.columns ?? [], sql: row.sql ?? 'true' });
        break;
      case 'f':
        foreignKeys.push({
          name: row.name,
          columns: row.columns ?? [],
          target: Number(row.target),
          targetColumns: row.target_columns ?? [],
          deferrable: row.deferrable,
        });
        break;
      case 'x':
        exclusions.push({
          name: row.name,
          columns: row.excluded_columns ?? [],
          deferrable: row.deferrable,
        });
        break;
    }
  }
  return { keys, exclusions, foreignKeys, checks };
}

function partitioningOf(row: PartitionRow | undefined): Partitioning | undefined {
  if (row === undefined) return undefined;
  return { columns: row.columns ?? [], hasDefault: row.has_default, partitions: row.partitions ?? [] };
}
