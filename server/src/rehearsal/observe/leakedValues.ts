import { escapeIdentifier, escapeLiteral, type Client } from 'pg';
import type { TenancyPolicy } from '../../project';
import type { FixtureTenant } from '../fixture';
import {
  canaryMarks,
  introspect,
  ownerJoin,
  ownersOf,
  relationName,
  type DataType,
  type Owners,
  type Table,
} from '../generate';

/** A value of one tenant found in rows of another. */
export interface LeakedValue {
  /** The tenant whose rows hold it. */
  readonly tenant: string;
  /** The tenant whose value it is. */
  readonly from: string;
  readonly relation: string;
  readonly column: string;
  readonly rows: number;
  /** A few of the values. */
  readonly sample: readonly string[];
}

/**
 * Looks for canaries of other tenants in the rows of each tenant: in text, JSON, UUIDs, bytes and whatever holds them.
 * Reads each of the given relations once, as it is now; only those with a find are read again for a sample.
 */
export async function findLeakedValues(
  admin: Client,
  tenancy: TenancyPolicy,
  tenants: readonly FixtureTenant[],
  relations: ReadonlySet<string>,
): Promise<readonly LeakedValue[]> {
  const owned = tenants.filter((tenant) => tenant.key !== undefined);
  if (owned.length < 2) return [];
  const schema = await introspect(admin);
  const owners = ownersOf(schema, tenancy);
  const leaks: LeakedValue[] = [];
  for (const table of schema.tables.filter((each) => relations.has(relationName(each)))) {
    for (const column of await columnsWithForeignCanaries(admin, table, owners, owned)) {
      leaks.push(...(await leaksIn(admin, table, column, owners, owned)));
    }
  }
  return leaks;
}

/** Leaks that were not there, or in fewer rows, before. */
export function leaksSince(
  before: readonly LeakedValue[],
  after: readonly LeakedValue[],
): readonly LeakedValue[] {
  const identity = (leak: LeakedValue) => [leak.tenant, leak.from, leak.relation, leak.column].join('\0');
  const earlier = new Map(before.map((leak) => [identity(leak), leak.rows]));
  return after.filter((leak) => leak.rows > (earlier.get(identity(leak)) ?? 0));
}

async function columnsWithForeignCanaries(
  admin: Client,
  table: Table,
  owners: Owners,
  tenants: readonly FixtureTenant[],
): Promise<readonly string[]> {
  const source = rowsWithOwner(table, owners, tenants);
  const columns = table.columns.filter(({ type }) => canHoldText(type)).map(({ name }) => name);
  if (source === undefined || columns.length === 0) return [];
  const found = columns.map(
    (column) => `bool_or(${textOf(table, column)} like any (tenant.foreign_canaries))`,
  );
  const { rows } = await admin.query<{ found: readonly (boolean | null)[] }>(
    `select array[${found.join(', ')}] as found ${source}`,
  );
  return columns.filter((_, place) => rows[0]?.found[place] === true);
}

async function leaksIn(
  admin: Client,
  table: Table,
  column: string,
  owners: Owners,
  tenants: readonly FixtureTenant[],
): Promise<readonly LeakedValue[]> {
  const source = rowsWithOwner(table, owners, tenants) ?? '';
  const value = textOf(table, column);
  const { rows } = await admin.query<{ tenant: string; from: string; rows: string; sample: string[] }>(
    `select tenant.name as tenant, origin.name as "from", count(*) as rows, (array_agg(left(${value}, 80)))[1:3] as sample
     ${source}
     join (values ${valuesOf(tenants)}) origin (key, name, canaries, foreign_canaries)
       on origin.name <> tenant.name and ${value} like any (origin.canaries)
     group by 1, 2 order by 1, 2`,
  );
  return rows.map((row) => ({ ...row, rows: Number(row.rows), relation: relationName(table), column }));
}

/** `from` the table's rows, each with the tenant that it belongs to; undefined for a table of no tenant. */
function rowsWithOwner(table: Table, owners: Owners, tenants: readonly FixtureTenant[]): string | undefined {
  const { from, key } = ownerJoin(owners, table);
  if (key === undefined) return undefined;
  return `from ${from} join (values ${valuesOf(tenants)}) tenant (key, name, canaries, foreign_canaries) on tenant.key = (${key})::text`;
}

function valuesOf(tenants: readonly FixtureTenant[]): string {
  const rows = tenants.map((tenant) => {
    const others = tenants.filter((other) => other !== tenant);
    const key = escapeLiteral(tenant.key ?? '');
    return `(${key}, ${escapeLiteral(tenant.name)}, ${patternsOf([tenant])}, ${patternsOf(others)})`;
  });
  return rows.join(', ');
}

/** LIKE patterns rather than a regular expression, which takes several times as long on a big table. */
function patternsOf(tenants: readonly FixtureTenant[]): string {
  const marks = tenants.flatMap(({ ordinal }) => canaryMarks(ordinal));
  return `array[${marks.map((mark) => escapeLiteral(`%${mark}%`)).join(', ')}]`;
}

/** Numbers, times and the like have no room for a canary; an enum has its own words only. */
function canHoldText(type: DataType): boolean {
  switch (type.kind) {
    case 'base':
      return !typesWithoutText.has(type.name);
    case 'array':
      return canHoldText(type.element);
    case 'composite':
      return type.attributes.some((attribute) => canHoldText(attribute.type));
    case 'range':
    case 'multirange':
      return canHoldText(type.subtype);
    case 'enum':
      return false;
  }
}

const typesWithoutText: ReadonlySet<string> = new Set([
  ...['int2', 'int4', 'int8', 'float4', 'float8', 'numeric', 'money', 'oid', 'bool', 'bit', 'varbit'],
  ...['date', 'time', 'timetz', 'timestamp', 'timestamptz', 'interval'],
  ...['inet', 'cidr', 'macaddr', 'macaddr8', 'point', 'line', 'lseg', 'box', 'path', 'polygon', 'circle'],
]);

/** Bytes are shown so that what they spell can be read; canaries are in lower case, values perhaps not. */
function textOf(table: Table, column: string): string {
  const reference = `t.${escapeIdentifier(column)}`;
  const type = table.columns.find(({ name }) => name === column)?.type;
  const isBytes = type?.kind === 'base' && type.name === 'bytea';
  return `lower(${isBytes ? `pg_catalog.encode(${reference}, 'escape')` : `${reference}::text`})`;
}
