import { escapeIdentifier, escapeLiteral, type Client } from 'pg';
import type { TenancyPolicy } from '../../../project';
import type { FixtureTenant } from '../../fixture';
import {
  canaryMarks,
  introspect,
  ownerJoin,
  ownersOf,
  ownershipOf,
  type Owners,
  type Schema,
  type Table,
} from '../../generate';

/** A table, a partition, a view, a materialized view or a function with its owner's rights, as the application may use it. */
export interface ProbedRelation {
  readonly id: number;
  readonly name: string;
  /** What stands after FROM: a quoted name, or a call. */
  readonly sqlName: string;
  readonly privileges: ReadonlySet<string>;
  /** Row security is enabled on it. */
  readonly guarded: boolean;
  /** Row security holds for the application role, which it does not for the table's owner and for BYPASSRLS. */
  readonly guardHolds: boolean;
  /** Has a policy for one command only, so that not every command is held by the same. */
  readonly tellsCommandsApart: boolean;
  /** Triggers that may change or refuse a row before it is written. */
  readonly triggersBefore: ReadonlySet<string>;
  readonly whose: Whose;
}

/** How rows are told to be a tenant's: by a column, by the rows that they belong to, or by canaries in their values. */
export type Whose =
  | {
      readonly kind: 'column';
      readonly column: string;
      readonly type: string;
      readonly isRoot: boolean;
      readonly table: Table | undefined;
    }
  | { readonly kind: 'path'; readonly from: string; readonly key: string; readonly table: Table }
  | { readonly kind: 'canaries' };

/** What holds rows of tenants and the role may use; what all tenants share is left out. */
export async function probedRelations(
  admin: Client,
  appRole: string,
  tenancy: TenancyPolicy,
): Promise<readonly ProbedRelation[]> {
  const schema = await introspect(admin);
  const owners = ownersOf(schema, tenancy, { kind: 'rows' });
  const relations = await admin.query<RelationRow>(relationsQuery, [appRole]);
  const functions = await admin.query<FunctionRow>(functionsQuery, [appRole]);
  return [
    ...relations.rows.flatMap((row) => {
      const whose = whoseRows(row, schema, owners, tenancy);
      if (whose === undefined) return [];
      const { privileges, triggersBefore, ...rest } = row;
      return [{ ...rest, privileges: new Set(privileges), triggersBefore: new Set(triggersBefore), whose }];
    }),
    ...functions.rows.map((row) => ({
      ...row,
      privileges: new Set(['select']),
      guarded: false,
      guardHolds: true,
      tellsCommandsApart: false,
      triggersBefore: new Set<string>(),
      whose: { kind: 'canaries' } as const,
    })),
  ];
}

/** SQL condition that a row, under the alias `t`, belongs to one of the tenants; for `path`, in its own FROM. */
export function belongsTo(whose: Whose, tenants: readonly FixtureTenant[]): string {
  const keys = tenants.flatMap(({ key }) => (key === undefined ? [] : [escapeLiteral(key)]));
  switch (whose.kind) {
    case 'column': {
      const column = `t.${escapeIdentifier(whose.column)}`;
      return `${column} in (${keys.map((key) => `${key}::${whose.type}`).join(', ')})`;
    }
    case 'path':
      return `(${whose.key})::text in (${keys.join(', ')})`;
    case 'canaries': {
      const marks = tenants.flatMap(({ ordinal }) => canaryMarks(ordinal));
      return `lower(t::text) like any (array[${marks.map((mark) => escapeLiteral(`%${mark}%`)).join(', ')}])`;
    }
  }
}

interface RelationRow {
  readonly id: number;
  readonly name: string;
  readonly sqlName: string;
  readonly isQuery: boolean;
  readonly isPartition: boolean;
  /** The table that a partition is a part of, however far down; else the relation itself. */
  readonly root: number;
  readonly columns: Readonly<Record<string, string>>;
  readonly privileges: readonly string[];
  readonly triggersBefore: readonly string[];
  readonly guarded: boolean;
  readonly guardHolds: boolean;
  readonly tellsCommandsApart: boolean;
}

interface FunctionRow {
  readonly id: number;
  readonly name: string;
  readonly sqlName: string;
}

function whoseRows(
  row: RelationRow,
  schema: Schema,
  owners: Owners,
  tenancy: TenancyPolicy,
): Whose | undefined {
  if (row.isQuery) {
    const column = tenancy.tenantColumns.find((name) => row.columns[name] !== undefined);
    const type = column === undefined ? undefined : row.columns[column];
    return column === undefined || type === undefined
      ? { kind: 'canaries' }
      : { kind: 'column', column, type, isRoot: false, table: undefined };
  }
  const table = schema.tables.find(({ oid }) => oid === row.root);
  if (table === undefined) return undefined;
  const ownership = ownershipOf(owners, table);
  switch (ownership.kind) {
    case 'root':
    case 'column': {
      const { column } = ownership;
      const type = row.columns[column];
      return type === undefined
        ? undefined
        : { kind: 'column', column, type, isRoot: ownership.kind === 'root', table };
    }
    case 'path': {
      if (row.isPartition) return { kind: 'canaries' };
      const { from, key } = ownerJoin(owners, table);
      return key === undefined ? undefined : { kind: 'path', from, key, table };
    }
    case 'whole':
    case 'shared':
      return undefined;
  }
}

const notOfAnExtension = (catalog: string, id: string) =>
  `not exists (select from pg_catalog.pg_depend d where d.classid = '${catalog}'::pg_catalog.regclass and d.objid = ${id} and d.deptype = 'e')`;

const relationsQuery = `
  select c.oid::int8::int as id, n.nspname || '.' || c.relname as name,
    pg_catalog.format('%I.%I', n.nspname, c.relname) as "sqlName",
    c.relkind in ('v', 'm') as "isQuery", c.relispartition as "isPartition",
    coalesce(pg_catalog.pg_partition_root(c.oid), c.oid)::oid::int8::int as root,
    (select pg_catalog.json_object_agg(a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod))
      from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    p.privileges,
    array(select e.event from (values ('insert', 4), ('update', 16)) e (event, bit)
      where exists (select from pg_catalog.pg_trigger g where g.tgrelid = c.oid and not g.tgisinternal
        and g.tgenabled <> 'D' and g.tgtype & 3 = 3 and g.tgtype & e.bit <> 0)) as "triggersBefore",
    c.relrowsecurity as guarded,
    exists (select from pg_catalog.pg_policy y where y.polrelid = c.oid and y.polcmd <> '*') as "tellsCommandsApart",
    c.relrowsecurity and not r.rolbypassrls and not r.rolsuper
      and (c.relforcerowsecurity or not pg_catalog.pg_has_role(r.oid, c.relowner, 'usage')) as "guardHolds"
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join pg_catalog.pg_roles r on r.rolname = $1
  cross join lateral (
    select array(select name from unnest(array['select', 'insert', 'update', 'delete']) name
      where pg_catalog.has_table_privilege(r.oid, c.oid, name)) as privileges) p
  where c.relkind in ('r', 'p', 'v', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and pg_catalog.has_schema_privilege(r.oid, n.oid, 'usage') and p.privileges <> '{}'
    and (c.relkind <> 'm' or c.relispopulated)
    and ${notOfAnExtension('pg_catalog.pg_class', 'c.oid')}
  order by 2`;

/** Functions that give rows with their owner's rights and that can be called without an argument. */
const functionsQuery = `
  select f.oid::int8::int as id, n.nspname || '.' || f.proname || '()' as name,
    pg_catalog.format('%I.%I()', n.nspname, f.proname) as "sqlName"
  from pg_catalog.pg_proc f join pg_catalog.pg_namespace n on n.oid = f.pronamespace
  where f.prosecdef and f.proretset and f.prokind = 'f' and f.pronargs = f.pronargdefaults
    and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and pg_catalog.has_schema_privilege($1, n.oid, 'usage') and pg_catalog.has_function_privilege($1, f.oid, 'execute')
    and f.prorettype <> 'pg_catalog.record'::pg_catalog.regtype
    and ${notOfAnExtension('pg_catalog.pg_proc', 'f.oid')}
  order by 2`;
