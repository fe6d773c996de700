/** What the generator needs to know of a schema, read from the catalogs of a real server (`introspect.ts`). */
export interface Schema {
  readonly tables: readonly Table[];
  /** Server version as `server_version_num` gives it, such as 180004. */
  readonly serverVersion: number;
}

/** A table that rows are inserted into: ordinary tables and the roots of partitioned ones, never a partition. */
export interface Table {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  /** Columns that take a value, in their order; dropped columns are left out. */
  readonly columns: readonly Column[];
  readonly keys: readonly UniqueKey[];
  readonly exclusions: readonly Exclusion[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly Check[];
  readonly partitioning: Partitioning | undefined;
  /** Triggers or rules of the schema see the rows that are inserted; those that check foreign keys are none of them. */
  readonly hasInsertHooks: boolean;
}

export interface Column {
  readonly name: string;
  readonly type: DataType;
  /** By the column itself or by its domain. */
  readonly notNull: boolean;
  /** SQL text of the default; undefined where there is none. */
  readonly defaultSql: string | undefined;
  /** `GENERATED ALWAYS AS (…)`: the server fills it, stored or virtual. */
  readonly generated: boolean;
  readonly identity: 'always' | 'default' | undefined;
  /** The sequence that an identity or serial column draws from, quoted and qualified. */
  readonly sequence: string | undefined;
}

/** A type with domains resolved to what they rest on. */
export type DataType = BaseType | EnumType | CompositeType | ArrayType | RangeType;

interface TypeHead {
  /** SQL name to cast to, qualified and with modifiers: `numeric(12,2)`, `billing.status`; a domain's base. */
  readonly sql: string;
  /** Checks of the domains on the way, with `VALUE` for the value. */
  readonly domainChecks: readonly string[];
}

export interface BaseType extends TypeHead {
  readonly kind: 'base';
  /** Name in `pg_type` without schema: `int4`, `varchar`, `citext`. */
  readonly name: string;
  /** `atttypmod`: what stands in parentheses, in the type's own encoding; -1 without. */
  readonly modifier: number;
}

export interface EnumType extends TypeHead {
  readonly kind: 'enum';
  readonly labels: readonly string[];
}

export interface CompositeType extends TypeHead {
  readonly kind: 'composite';
  readonly attributes: readonly { readonly name: string; readonly type: DataType }[];
}

export interface ArrayType extends TypeHead {
  readonly kind: 'array';
  readonly element: DataType;
}

export interface RangeType extends TypeHead {
  readonly kind: 'range' | 'multirange';
  /** The range type whose constructor makes one range; for a multirange, the type of its ranges. */
  readonly rangeSql: string;
  readonly subtype: DataType;
}

/** A primary key, unique constraint or unique index. */
export interface UniqueKey {
  readonly name: string;
  /** Columns it is made of, those inside expressions included. */
  readonly columns: readonly string[];
  readonly primary: boolean;
  /** The `WHERE` of a partial index. */
  readonly predicate: string | undefined;
  readonly predicateColumns: readonly string[];
  /** Checked only at the end of the statement or transaction. */
  readonly deferrable: boolean;
}

/** An exclusion constraint. */
export interface Exclusion {
  readonly name: string;
  readonly columns: readonly string[];
  readonly deferrable: boolean;
}

export interface ForeignKey {
  readonly name: string;
  readonly columns: readonly string[];
  /** `oid` of the table it refers to. */
  readonly target: number;
  /** Referenced columns, one for each of `columns`. */
  readonly targetColumns: readonly string[];
  readonly deferrable: boolean;
}

export interface Check {
  readonly name: string;
  readonly columns: readonly string[];
  /** SQL text that is not false for a good row. */
  readonly sql: string;
}

export interface Partitioning {
  readonly columns: readonly string[];
  readonly hasDefault: boolean;
  /** What rows of each range or list partition satisfy; empty where the partitions hash. */
  readonly partitions: readonly string[];
}

/** Schema-qualified name as people write it, quoted nowhere: `public.accounts`. */
export function relationName(table: Pick<Table, 'schema' | 'name'>): string {
  return `${table.schema}.${table.name}`;
}

export function columnNamed(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name);
}
