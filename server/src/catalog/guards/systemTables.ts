import type { Catalog, Column, Constraint, QualifiedName, Relation } from '../model';
import { partsOf } from '../objectNames';
import { isTable, nameOf, tablesOf, viewsOf } from '../query/relations';

/** What a column of a system table holds; undefined where the catalog cannot tell. */
export type SystemValue = string | number | boolean | null | undefined;

export type SystemRow = Readonly<Record<string, SystemValue>>;

/** A system table or view as the catalog would fill it. */
export interface SystemTable {
  readonly rows: readonly SystemRow[];
  /** `complete` where what has no row does not exist: roles and extensions may be there without the history's doing. */
  readonly absence: 'complete' | 'unknown';
}

/** Objects are told apart by words in the place of numbers. */
export type ObjectKind = 'relation' | 'schema' | 'type' | 'role';

export function objectId(kind: ObjectKind, name: string): string {
  return `${kind} ${name}`;
}

/** The rows of a table of `pg_catalog` or `information_schema`; undefined for those that nobody asks in a migration. */
export function systemTable(
  catalog: Catalog,
  schema: string | undefined,
  name: string,
): SystemTable | undefined {
  const tables =
    schema === 'information_schema'
      ? standardTables
      : schema === undefined || schema === 'pg_catalog'
        ? serverTables
        : {};
  const rowsOf = tables[name];
  if (rowsOf === undefined) return undefined;
  return { rows: rowsOf(catalog), absence: openEnded.has(name) ? 'unknown' : 'complete' };
}

/** The columns that hold a schema's name. */
export const schemaColumns: ReadonlySet<string> = new Set([
  'nspname',
  'schemaname',
  'schema_name',
  'table_schema',
  'constraint_schema',
  'trigger_schema',
  'routine_schema',
  'sequence_schema',
]);

type Rows = (catalog: Catalog) => readonly SystemRow[];

const openEnded: ReadonlySet<string> = new Set([
  'pg_roles',
  'pg_authid',
  'pg_user',
  'pg_extension',
  'pg_proc',
  'routines',
]);

const roles: Rows = (catalog) =>
  [...catalog.roles.keys()].map((name) => ({ oid: objectId('role', name), rolname: name, usename: name }));

const serverTables: Readonly<Record<string, Rows>> = {
  pg_namespace: (catalog) =>
    schemaNames(catalog).map((name) => ({ oid: objectId('schema', name), nspname: name })),
  pg_class: (catalog) => [
    ...relationsOf(catalog).map((relation) => ({
      ...classRow(relation, relationKind(relation)),
      relrowsecurity: isTable(relation) && relation.rowSecurity.enabled,
      relforcerowsecurity: isTable(relation) && relation.rowSecurity.forced,
    })),
    ...[...catalog.indexes.values()].map((index) => classRow(index, 'i')),
    ...[...catalog.sequences.values()].map((sequence) => classRow(sequence, 'S')),
  ],
  pg_type: (catalog) =>
    [...catalog.types.entries()].map(([name, type]) => ({
      oid: objectId('type', name),
      typname: type.name,
      typnamespace: objectId('schema', type.schema),
      typtype: typeKinds[type.kind],
    })),
  pg_enum: (catalog) =>
    [...catalog.types.entries()].flatMap(([name, type]) =>
      type.kind === 'enum'
        ? type.labels.map((label) => ({ enumtypid: objectId('type', name), enumlabel: label }))
        : [],
    ),
  pg_attribute: (catalog) =>
    columnRows(catalog, (relation, column, place) => ({
      attrelid: objectId('relation', nameOf(relation)),
      attname: column.name,
      attnotnull: column.notNull,
      attnum: place + 1,
      attisdropped: false,
    })),
  pg_constraint: (catalog) =>
    constraintRows(catalog, (relation, constraint) => ({
      conname: constraint.name,
      conrelid: objectId('relation', nameOf(relation)),
      connamespace: objectId('schema', relation.schema),
      contype: constraintKinds[constraint.kind],
      convalidated: constraint.validated,
    })),
  pg_indexes: (catalog) =>
    [...catalog.indexes.values()].map((index) => ({
      schemaname: index.schema,
      tablename: partsOf(index.table).name,
      indexname: index.name,
    })),
  pg_tables: (catalog) =>
    tablesOf(catalog).map(({ schema, name, rowSecurity }) => ({
      schemaname: schema,
      tablename: name,
      rowsecurity: rowSecurity.enabled,
    })),
  pg_views: (catalog) => viewRows(catalog, 'view', 'viewname'),
  pg_matviews: (catalog) => viewRows(catalog, 'materialized view', 'matviewname'),
  pg_sequences: (catalog) =>
    [...catalog.sequences.values()].map(({ schema, name }) => ({ schemaname: schema, sequencename: name })),
  pg_policies: (catalog) =>
    tablesOf(catalog).flatMap(({ schema, name, policies }) =>
      policies.map((policy) => ({ schemaname: schema, tablename: name, policyname: policy.name })),
    ),
  pg_policy: (catalog) =>
    tablesOf(catalog).flatMap((table) =>
      table.policies.map((policy) => ({
        polname: policy.name,
        polrelid: objectId('relation', nameOf(table)),
      })),
    ),
  pg_trigger: (catalog) =>
    relationsOf(catalog).flatMap((relation) =>
      relation.triggers.map((trigger) => ({
        tgname: trigger.name,
        tgrelid: objectId('relation', nameOf(relation)),
        tgisinternal: false,
      })),
    ),
  pg_proc: (catalog) =>
    routineNames(catalog).map(({ schema, name }) => ({
      proname: name,
      pronamespace: objectId('schema', schema),
    })),
  pg_extension: (catalog) => [...catalog.extensions.keys()].map((name) => ({ extname: name })),
  pg_roles: roles,
  pg_authid: roles,
  pg_user: roles,
};

const standardTables: Readonly<Record<string, Rows>> = {
  schemata: (catalog) => schemaNames(catalog).map((name) => ({ schema_name: name })),
  tables: (catalog) =>
    relationsOf(catalog)
      .filter(({ kind }) => kind !== 'materialized view')
      .map((relation) => ({
        ...tableColumns(relation),
        table_type: isTable(relation) ? (relation.kind === 'foreign' ? 'FOREIGN' : 'BASE TABLE') : 'VIEW',
      })),
  views: (catalog) =>
    viewsOf(catalog)
      .filter(({ kind }) => kind === 'view')
      .map(tableColumns),
  columns: (catalog) =>
    columnRows(catalog, (relation, column, place) => ({
      ...tableColumns(relation),
      column_name: column.name,
      ordinal_position: place + 1,
      is_nullable: column.notNull ? 'NO' : 'YES',
    })),
  table_constraints: (catalog) =>
    constraintRows(catalog, (relation, constraint) => ({
      ...tableColumns(relation),
      constraint_schema: relation.schema,
      constraint_name: constraint.name,
      constraint_type: constraint.kind.toUpperCase(),
    })),
  triggers: (catalog) =>
    relationsOf(catalog).flatMap((relation) =>
      relation.triggers.map((trigger) => ({
        trigger_schema: relation.schema,
        trigger_name: trigger.name,
        event_object_schema: relation.schema,
        event_object_table: relation.name,
      })),
    ),
  routines: (catalog) =>
    routineNames(catalog).map(({ schema, name }) => ({ routine_schema: schema, routine_name: name })),
  sequences: (catalog) =>
    [...catalog.sequences.values()].map(({ schema, name }) => ({
      sequence_schema: schema,
      sequence_name: name,
    })),
};

const typeKinds = { enum: 'e', domain: 'd', composite: 'c', range: 'r', base: 'b' } as const;

const constraintKinds = {
  check: 'c',
  'not null': 'n',
  'primary key': 'p',
  unique: 'u',
  exclusion: 'x',
  'foreign key': 'f',
} as const;

function schemaNames(catalog: Catalog): readonly string[] {
  return [...catalog.schemas.keys(), 'pg_catalog', 'information_schema'];
}

function relationsOf(catalog: Catalog): readonly Relation[] {
  return [...catalog.relations.values()];
}

function routineNames(catalog: Catalog): readonly { readonly schema: string; readonly name: string }[] {
  return [...catalog.routines.keys()].map((name: QualifiedName) => partsOf(name));
}

function relationKind({ kind }: Relation): string {
  switch (kind) {
    case 'table':
      return 'r';
    case 'partitioned':
      return 'p';
    case 'foreign':
      return 'f';
    case 'view':
      return 'v';
    case 'materialized view':
      return 'm';
  }
}

function classRow(object: { readonly schema: string; readonly name: string }, kind: string): SystemRow {
  return {
    oid: objectId('relation', nameOf(object)),
    relname: object.name,
    relnamespace: objectId('schema', object.schema),
    relkind: kind,
  };
}

function tableColumns({ schema, name }: Relation): SystemRow {
  return { table_schema: schema, table_name: name };
}

function viewRows(
  catalog: Catalog,
  kind: 'view' | 'materialized view',
  column: string,
): readonly SystemRow[] {
  return viewsOf(catalog)
    .filter((view) => view.kind === kind)
    .map(({ schema, name }) => ({ schemaname: schema, [column]: name }));
}

function columnRows(
  catalog: Catalog,
  row: (relation: Relation, column: Column, place: number) => SystemRow,
): readonly SystemRow[] {
  return relationsOf(catalog).flatMap((relation) =>
    relation.columns.map((column, place) => row(relation, column, place)),
  );
}

function constraintRows(
  catalog: Catalog,
  row: (relation: Relation, constraint: Constraint) => SystemRow,
): readonly SystemRow[] {
  return tablesOf(catalog).flatMap((table) => table.constraints.map((constraint) => row(table, constraint)));
}
