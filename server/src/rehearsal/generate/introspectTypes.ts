import type { ClientBase } from 'pg';
import { typesQuery } from './catalogQueries';
import type { DataType } from './model';

/** Resolves a column's type, domains included. */
export interface TypeReader {
  /** The type with this oid and modifier; `sql` is its name with modifiers. */
  read(oid: string, modifier: number, sql: string): ReadType;
}

export interface ReadType {
  readonly type: DataType;
  /** A domain on the way forbids NULL. */
  readonly notNull: boolean;
}

interface TypeRow {
  readonly oid: string;
  readonly name: string;
  readonly kind: 'b' | 'c' | 'd' | 'e' | 'r' | 'm';
  readonly base: string;
  readonly modifier: number;
  readonly not_null: boolean;
  readonly sql: string;
  readonly base_sql: string | null;
  readonly element: string;
  readonly subtype: string | null;
  readonly subtype_sql: string | null;
  readonly range_sql: string | null;
  readonly labels: readonly string[] | null;
  readonly checks: readonly string[] | null;
  readonly attributes:
    | readonly {
        readonly name: string;
        readonly type: number;
        readonly modifier: number;
        readonly sql: string;
      }[]
    | null;
}

export async function readTypes(client: ClientBase): Promise<TypeReader> {
  const rows = new Map((await client.query<TypeRow>(typesQuery)).rows.map((row) => [row.oid, row]));
  const read = (oid: string, modifier: number, sql: string): ReadType => {
    const row = rows.get(oid);
    const head = { sql, domainChecks: [] };
    if (row === undefined) return { type: { kind: 'base', name: sql, modifier, ...head }, notNull: false };
    if (row.kind === 'd') {
      const base = read(row.base, row.modifier, row.base_sql ?? sql);
      const domainChecks = [...base.type.domainChecks, ...(row.checks ?? [])];
      return { type: { ...base.type, domainChecks }, notNull: base.notNull || row.not_null };
    }
    return { type: typeOfRow(row, modifier, head, read), notNull: false };
  };
  return { read };
}

function typeOfRow(
  row: TypeRow,
  modifier: number,
  head: { readonly sql: string; readonly domainChecks: readonly string[] },
  read: TypeReader['read'],
): DataType {
  if (row.labels !== null) return { kind: 'enum', labels: row.labels, ...head };
  if (row.attributes !== null) {
    const attributes = row.attributes.map((attribute) => ({
      name: attribute.name,
      type: read(String(attribute.type), attribute.modifier, attribute.sql).type,
    }));
    return { kind: 'composite', attributes, ...head };
  }
  if (row.element !== '0') {
    // The modifier of an array is that of its elements, and stands before the brackets in its name.
    const element = read(row.element, modifier, head.sql.replace(/\[\]$/, '')).type;
    return { kind: 'array', element, ...head };
  }
  if (row.subtype !== null) {
    const subtype = read(row.subtype, -1, row.subtype_sql ?? '').type;
    const kind = row.kind === 'm' ? 'multirange' : 'range';
    return { kind, subtype, rangeSql: row.range_sql ?? head.sql, ...head };
  }
  return { kind: 'base', name: row.name, modifier, ...head };
}
