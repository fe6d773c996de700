import { escapeIdentifier, escapeLiteral, type Client } from 'pg';
import type { TenancyPolicy } from '../../project';
import type { Fixture, FixtureTenant } from '../fixture';
import {
  canaryMarks,
  introspect,
  ownerJoin,
  ownersOf,
  quotedName,
  relationName,
  type DataType,
  type Schema,
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
 * Looks for canaries of other tenants in the rows of each tenant that the fixture is for: in text, JSON, UUIDs, bytes
 * and whatever holds them. Reads each of the given relations once, as it is now; only those with a find are read again
 * for a sample.
 */
export async function findLeakedValues(
  admin: Client,
  tenancy: TenancyPolicy,
  fixture: Fixture,
  relations: ReadonlySet<string>,
): Promise<readonly LeakedValue[]> {
  const everyone = [...fixture.tenants, ...fixture.bystanders];
  if (everyone.length < 2) return [];
  const schema = await introspect(admin);
  const rowsOf = rowsWithOwner(schema, tenancy, fixture);
  const leaks: LeakedValue[] = [];
  for (const table of schema.tables.filter((each) => relations.has(relationName(each)))) {
    const rows = rowsOf(table);
    if (rows === undefined) continue;
    for (const column of await columnsWithForeignCanaries(admin, table, rows)) {
      leaks.push(...(await leaksIn(admin, table, column, rows, everyone)));
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
  rowsFrom: string,
): Promise<readonly string[]> {
  const columns = table.columns.filter(({ type }) => canHoldText(type)).map(({ name }) => name);
  if (columns.length === 0) return [];
  const found = columns.map(
    (column) => `bool_or(${textOf(table, column)} like any (tenant.foreign_canaries))`,
  );
  const { rows } = await admin.query<{ found: readonly (boolean | null)[] }>(
    `select array[${found.join(', ')}] as found ${rowsFrom}`,
  );
  return columns.filter((_, place) => rows[0]?.found[place] === true);
}

async function leaksIn(
  admin: Client,
  table: Table,
  column: string,
  rowsFrom: string,
  everyone: readonly FixtureTenant[],
): Promise<readonly LeakedValue[]> {
  const value = textOf(table, column);
  const { rows } = await admin.query<{ tenant: string; from: string; rows: string; sample: string[] }>(
    `select tenant.name as tenant, origin.name as "from", count(*) as rows, (array_agg(left(${value}, 80)))[1:3] as sample
     ${rowsFrom}
     join (values ${valuesOf(everyone, everyone)}) origin (key, name, canaries, foreign_canaries)
       on origin.name <> tenant.name and ${value} like any (origin.canaries)
     group by 1, 2 order by 1, 2`,
  );
  return rows.map((row) => ({ ...row, rows: Number(row.rows), relation: relationName(table), column }));
}

/** `from` a table's rows, each with the tenant that it belongs to; undefined for a table of none of these tenants. */
function rowsWithOwner(
  schema: Schema,
  tenancy: TenancyPolicy,
  { model, tenants, bystanders }: Fixture,
): (table: Table) => string | undefined {
  const everyone = [...tenants, ...bystanders];
  const joined = (owners: readonly FixtureTenant[], condition: string) =>
    owners.length === 0
      ? undefined
      : `join (values ${valuesOf(owners, everyone)}) tenant (key, name, canaries, foreign_canaries) on ${condition}`;
  const wholly = (table: Table, owners: readonly FixtureTenant[]) => {
    const join = joined(owners, 'true');
    return join === undefined ? undefined : `from ${quotedName(table)} t ${join}`;
  };
  switch (model) {
    case 'database':
      return (table) => wholly(table, tenants);
    case 'schema':
      return (table) =>
        wholly(
          table,
          tenants.filter((tenant) => tenant.schema === table.schema),
        );
    case 'row': {
      const owners = ownersOf(schema, tenancy, { kind: 'rows' });
      const keyed = tenants.filter(({ key }) => key !== undefined);
      return (table) => {
        const { from, key } = ownerJoin(owners, table);
        const join = key === undefined ? undefined : joined(keyed, `tenant.key = (${key})::text`);
        return join === undefined ? undefined : `from ${from} ${join}`;
      };
    }
  }
}

function valuesOf(tenants: readonly FixtureTenant[], everyone: readonly FixtureTenant[]): string {
  const rows = tenants.map((tenant) => {
    const others = everyone.filter((other) => other !== tenant);
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
