import type { Check, Column, ForeignKey, Table, UniqueKey } from './model';
import type { Ownership } from './ownership';
import type { UniqueScope } from './valueContext';

/** How the rows of one table are made; the same for all tenants. */
export interface TablePlan {
  readonly table: Table;
  readonly ownership: Ownership;
  /** Columns that get a value, in the table's order; those left to the server are not here. */
  readonly columns: readonly PlannedColumn[];
  readonly references: readonly Reference[];
  /** References on a cycle, set when all tables have rows. */
  readonly later: readonly Reference[];
  readonly components: readonly Component[];
  /** Keys that are kept unique by counting through the values of their members. */
  readonly countedKeys: readonly CountedKey[];
  /** How many tenants share what a key across all tenants can hold. */
  readonly tenantCount: number;
  /** Partial unique indexes that are kept unique by taking rows out of their condition. */
  readonly partialKeys: readonly PartialKey[];
  /** A key that holds nothing but the tenant: one row for each tenant is all there can be. */
  readonly singleRow: boolean;
  /** What limits the rows of one tenant, besides the values that its parents have. */
  readonly capacity: Capacity | undefined;
  /** A column that nothing is known to put into, where no row can do without it. */
  readonly obstacle: string | undefined;
}

export interface Capacity {
  readonly rows: number;
  /** The constraint that allows no more. */
  readonly because: string;
}

export interface PlannedColumn {
  readonly column: Column;
  readonly source: Source;
}

/** Where a column's value comes from. */
export type Source =
  | { readonly kind: 'tenant' }
  | { readonly kind: 'reference'; readonly reference: Reference; readonly targetColumn: string }
  /** An expression of the row; `unique` values tell rows apart, within a tenant or across all, and are never replaced. */
  | { readonly kind: 'value'; readonly sql: string; readonly unique: UniqueScope | undefined }
  /** One of few values, counted through so that a key stays unique. */
  | { readonly kind: 'counted'; readonly key: CountedKey; readonly choices: readonly string[] }
  /** The value of another column of the row: a reference of a row to itself. */
  | { readonly kind: 'same'; readonly as: string }
  /** NULL for now: set when the other tables have rows. */
  | { readonly kind: 'later' };

/** A foreign key whose columns are taken from a row of the parent. */
export interface Reference {
  readonly foreignKey: ForeignKey;
  readonly parent: Table;
  /** Columns that take their value from the parent's row. */
  readonly taken: readonly ColumnPair[];
  /** Columns that other references have set already: the parent's row has to agree. */
  readonly matched: readonly ColumnPair[];
  /** Columns to leave NULL where there is no parent's row; empty where there must be one. */
  readonly optional: readonly string[];
  /** The parent is the table itself. */
  readonly self: boolean;
}

export interface ColumnPair {
  readonly column: string;
  readonly target: string;
}

/** Columns that checks tie together, with what has to hold for them. */
export interface Component {
  readonly columns: readonly string[];
  /** SQL conditions over the row's columns, by the name of their constraint. */
  readonly conditions: readonly Check[];
  /** The ordinary values of its columns satisfy the conditions in every row that was tried. */
  readonly ordinarySuffices: boolean;
  /** Values that satisfy them. */
  readonly fallback: Fallback | undefined;
}

/** Rows of values, as SQL literals, to put into columns whose ordinary values do not fit together. */
export interface Fallback {
  readonly replaced: readonly { readonly column: string; readonly type: string }[];
  /** Optional references that the fallback keeps or sets to NULL: `true` or `false` in its rows. */
  readonly kept: readonly Reference[];
  /** For each row one literal per replaced column, then one per reference. */
  readonly rows: readonly (readonly string[])[];
  /** Whether each row satisfies the conditions whatever the other columns hold. */
  readonly selfContained: boolean;
}

export interface CountedKey {
  readonly key: UniqueKey;
  /** Across all tenants, each takes its turn; within one, its row numbers are enough. */
  readonly scope: UniqueScope;
  readonly references: readonly Reference[];
  readonly columns: readonly string[];
}

export interface PartialKey {
  readonly key: UniqueKey;
  readonly predicate: string;
  /** Values that take a row out of the predicate. */
  readonly fallback: Fallback;
  readonly conditions: readonly Check[];
}
