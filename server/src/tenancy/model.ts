import type { Node } from '@pgsql/types';
import type { Column, ColumnType, ForeignKey, QualifiedName, RowPolicy, Table } from '../catalog';

/** A table as tenants see it: whose rows it holds, and what keeps the rows of one from another. */
export interface TableTenancy {
  readonly name: QualifiedName;
  readonly table: Table;
  readonly standing: Standing;
  /** The column with the tenant's id, with its type, nullability and default; undefined where the table carries none. */
  readonly tenantColumn: Column | undefined;
  /** Primary key, unique constraints and unique indexes. */
  readonly keys: readonly TenantKey[];
  /** As the server would ask them: whether they are in force is in `table.rowSecurity`. */
  readonly policies: readonly PolicyReading[];
  /** What the application's role may do; undefined where the policy names no such role. */
  readonly appAccess: AppAccess | undefined;
}

/** Whether a table's rows belong to tenants, and why. */
export type Standing =
  | { readonly side: 'tenant'; readonly because: TenantReason }
  | { readonly side: 'shared'; readonly because: SharedReason }
  | { readonly side: 'unknown'; readonly because: UnknownReason };

export type TenantReason =
  | {
      readonly by: 'column';
      readonly column: string;
      /** The foreign key of that column alone to the root table. */
      readonly toRoot: ForeignKey | undefined;
    }
  /** The root table: each of its rows is a tenant. */
  | { readonly by: 'being a tenant'; readonly column: string }
  /** Foreign keys that no row can leave empty, one after the other, to a table that knows its tenant by `column`. */
  | { readonly by: 'path'; readonly foreignKeys: readonly ForeignKey[]; readonly column: string }
  | { readonly by: 'schema'; readonly pattern: string }
  /** A migration that runs once for each tenant made it in the schema of that tenant. */
  | { readonly by: 'run'; readonly patterns: readonly string[] }
  /** The migration folder that made it runs once for each tenant. */
  | { readonly by: 'folder'; readonly folder: string };

export type SharedReason =
  | { readonly by: 'policy'; readonly entry: string }
  | { readonly by: 'schema'; readonly schema: string }
  | { readonly by: 'folder'; readonly folder: string };

export type UnknownReason =
  /** Neither the policy nor the history says what a tenant is. */
  | { readonly by: 'no model' }
  /** It refers to tenants' rows, by keys that a row may leave empty. */
  | { readonly by: 'optional path'; readonly foreignKeys: readonly ForeignKey[] }
  | { readonly by: 'nothing' };

export interface TenantKey {
  readonly name: string;
  readonly kind: 'primary key' | 'unique constraint' | 'unique index';
  /** Undefined for an expression. */
  readonly columns: readonly (string | undefined)[];
  readonly includesTenant: boolean;
}

export interface AppAccess {
  readonly role: string;
  /** `SELECT`, `INSERT`. Grants to PUBLIC and to roles that it is a member of count. */
  readonly privileges: readonly string[];
  /** The owner, and every member of it, passes row-level security that is not forced. */
  readonly owns: boolean;
}

/** A row-level security policy, with what its expressions really test. */
export interface PolicyReading {
  readonly policy: RowPolicy;
  readonly using: ExpressionReading | undefined;
  /** What new rows have to satisfy: `WITH CHECK`, or `USING` where that is what the server takes instead. */
  readonly check: ExpressionReading | undefined;
}

export interface ExpressionReading {
  readonly node: Node;
  readonly condition: Condition;
  /** Each setting that it reads, also through functions. */
  readonly settings: readonly SettingValue[];
  /** Functions that it calls, those of `pg_catalog` not among them. */
  readonly routines: readonly QualifiedName[];
  /** Columns of the policy's own row. */
  readonly columns: readonly string[];
  /** Whether it asks for the role in force, as `current_user` does. */
  readonly readsRole: boolean;
  /** Other relations, and its own table where a sub-select reads it again. */
  readonly relations: readonly QualifiedName[];
  /** Every row that it lets through is tied to a tenant: by equality, membership or a function of the tenant column. */
  readonly confines: boolean;
  readonly alwaysTrue: boolean;
  /** It lets every row through when a setting is not set. */
  readonly openWhenUnset: boolean;
  /** It lets rows without a tenant through, whoever asks. */
  readonly openForNullTenant: boolean;
}

/** A policy's expression, as far as it is about whose a row is. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'constant'; readonly value: boolean }
  | {
      readonly kind: 'equality';
      readonly column: string;
      /** A cast around the column, which keeps its indexes from being used. */
      readonly columnCast: ColumnType | undefined;
      readonly value: PolicyValue;
    }
  /** `IS NULL`, or equal to the empty string. */
  | { readonly kind: 'unset'; readonly value: PolicyValue }
  | { readonly kind: 'null column'; readonly column: string }
  | Membership
  | { readonly kind: 'other'; readonly columns: readonly string[] };

/** Columns of the row are looked up in other relations, by a sub-select or a function. */
export interface Membership {
  readonly kind: 'membership';
  readonly columns: readonly string[];
  readonly relations: readonly QualifiedName[];
  readonly routine: QualifiedName | undefined;
}

export type PolicyValue =
  | SettingValue
  | { readonly kind: 'call'; readonly routine: QualifiedName }
  | { readonly kind: 'column'; readonly column: string }
  /** `current_user` and its like. */
  | { readonly kind: 'role' }
  | { readonly kind: 'constant' }
  | { readonly kind: 'other' };

export interface SettingValue {
  readonly kind: 'setting';
  /** As written; the server does not tell upper from lower case. */
  readonly name: string;
  /** `current_setting(…, true)`: NULL instead of an error where nothing ever set it. */
  readonly missingOk: boolean;
  /** `NULLIF(…, '')`: the setting is empty, not NULL, in a session where an earlier transaction had set it. */
  readonly emptyIsNull: boolean;
  readonly cast: ColumnType | undefined;
  /** The member of a JSON value, such as a claim of a token. */
  readonly part: string | undefined;
  /** What COALESCE takes where it is not set. */
  readonly fallback: SettingFallback | undefined;
  /** The function that reads it for the policy. */
  readonly through: QualifiedName | undefined;
}

export type SettingFallback =
  | { readonly kind: 'constant'; readonly value: string | number }
  /** The row is then compared with itself. */
  | { readonly kind: 'own column' };
