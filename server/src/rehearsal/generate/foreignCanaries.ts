import type { ClientBase } from 'pg';
import { escapeIdentifier, escapeLiteral } from 'pg';
import type { TenancyPolicy } from '../../project';
import { foreignCanaryPattern } from './canary';
import { introspect } from './introspect';
import { relationName, type Column, type DataType, type Table } from './model';
import { ownerJoin, ownersOf, type Owners } from './ownership';

/** A tenant whose rows are looked through. */
export interface KnownTenant {
  readonly ordinal: number;
  /** The value of its tenant columns, as text. */
  readonly key: string;
}

/** A column of one tenant's rows that holds another tenant's canaries. */
export interface ForeignCanaries {
  readonly relation: string;
  readonly column: string;
  /** Whose rows they are. */
  readonly ordinal: number;
  readonly rows: number;
  /** Up to three of the values, cut to 80 characters. */
  readonly sample: readonly string[];
}

/**
 * Looks for values of one tenant in rows of another: one pass over each table that belongs to tenants, over every
 * column that can hold text, JSON, XML, bytes or a UUID. Reads the schema anew, so it also works after a migration.
 */
export async function foreignCanaries(
  client: ClientBase,
  tenancy: TenancyPolicy,
  tenants: readonly KnownTenant[],
): Promise<readonly ForeignCanaries[]> {
  const schema = await introspect(client);
  const owners = ownersOf(schema, tenancy);
  const found: ForeignCanaries[] = [];
  for (const table of schema.tables) found.push(...(await inTable(client, owners, table, tenants)));
  return found;
}

async function inTable(
  client: ClientBase,
  owners: Owners,
  table: Table,
  tenants: readonly KnownTenant[],
): Promise<readonly ForeignCanaries[]> {
  const { from, key } = ownerJoin(owners, table);
  const columns = table.columns.filter((column) => holdsCanaries(column.type));
  if (key === undefined || columns.length === 0 || tenants.length === 0) return [];
  const known = tenants
    .map(
      ({ ordinal, key: value }) =>
        `(${ordinal}, ${escapeLiteral(value)}, ${escapeLiteral(foreignCanaryPattern(ordinal))})`,
    )
    .join(', ');
  const counts = columns.map((column, index) => {
    const isForeign = `${textOf(column)} ~* tenant.pattern`;
    return `count(*) FILTER (WHERE ${isForeign})::int AS "rows ${index}",
      (array_agg(left(${textOf(column)}, 80)) FILTER (WHERE ${isForeign}))[1:3] AS "sample ${index}"`;
  });
  const { rows } = await client.query<Record<string, unknown>>(
    `SELECT tenant.ordinal, ${counts.join(', ')}
     FROM ${from} JOIN (VALUES ${known}) AS tenant (ordinal, key, pattern) ON tenant.key = ${key}::text
     GROUP BY tenant.ordinal ORDER BY tenant.ordinal`,
  );
  return rows.flatMap((row) =>
    columns.flatMap((column, index) => {
      const count = Number(row[`rows ${index}`]);
      if (count === 0) return [];
      return [
        {
          relation: relationName(table),
          column: column.name,
          ordinal: Number(row['ordinal']),
          rows: count,
          sample: textsOf(row[`sample ${index}`]),
        },
      ];
    }),
  );
}

/** Bytes are read as far as they are text. */
function textOf(column: Column): string {
  const name = `t.${escapeIdentifier(column.name)}`;
  const isBytes = column.type.kind === 'base' && column.type.name === 'bytea';
  return isBytes ? `encode(${name}, 'escape')` : `${name}::text`;
}

/** Types whose text cannot hold a token or a UUID need not be read. */
const withoutCanaries = new Set(
  `bool int2 int4 int8 float4 float8 numeric money oid date time timetz timestamp timestamptz interval
   inet cidr macaddr macaddr8 bit varbit point line lseg box path polygon circle pg_lsn tid xid xid8`.split(
    /\s+/,
  ),
);

function holdsCanaries(type: DataType): boolean {
  switch (type.kind) {
    case 'base':
      return !withoutCanaries.has(type.name);
    case 'enum':
      return false;
    case 'array':
      return holdsCanaries(type.element);
    case 'composite':
      return type.attributes.some((attribute) => holdsCanaries(attribute.type));
    case 'range':
    case 'multirange':
      return holdsCanaries(type.subtype);
  }
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
