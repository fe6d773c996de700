import type {
  Constraint as ConstraintNode,
  CreateFunctionStmt,
  CreateTrigStmt,
  Node,
  ObjectType,
} from '@pgsql/types';
import type { Map as ImmutableMap } from 'immutable';
import type { Span } from '../sql';
import type { FiledMap } from './filedMap';

/**
 * The schema as the history so far has made it. A catalog is a value: each statement gives a new one that shares all
 * that did not change, so the catalog before any statement can be kept at no cost.
 */
export interface Catalog {
  readonly schemas: ImmutableMap<string, Schema>;
  /** Tables, partitioned tables, foreign tables, views and materialized views, by qualified name (`schema.name`). */
  readonly relations: FiledMap<Relation>;
  readonly indexes: FiledMap<Index>;
  readonly sequences: ImmutableMap<QualifiedName, Sequence>;
  readonly types: ImmutableMap<QualifiedName, UserType>;
  /** Functions and procedures of one name together, as a migration may name them without arguments. */
  readonly routines: ImmutableMap<QualifiedName, readonly Routine[]>;
  readonly extensions: ImmutableMap<string, Origin>;
  /** Publications, statistics objects and others of which only the definition is kept, by kind and name: `PUBLICATION p`. */
  readonly definitions: ImmutableMap<string, Definition>;
  readonly roles: ImmutableMap<string, Role>;
  /** By kind and qualified name: `TABLE public.accounts`, `COLUMN public.accounts.id`. */
  readonly comments: ImmutableMap<string, string>;
  readonly defaultGrants: readonly DefaultGrant[];
  /** The session's search path in force, outermost first; `public` where nothing set it. */
  readonly searchPath: readonly string[];
  readonly session: Session;
  /** Statements that changed something the model does not follow, such as dynamic SQL, or that the server would refuse. */
  readonly notUnderstood: readonly NotUnderstood[];
}

/** What the connection remembers between statements of one script. */
export interface Session {
  /** The search path that holds again when the transaction ends: SET LOCAL changes only `Catalog.searchPath`. */
  readonly searchPath: readonly string[];
  /** The search path with which the connection began: RESET goes back to it. */
  readonly startPath: readonly string[];
  /** Set by SET ROLE and SET SESSION AUTHORIZATION; undefined for the role that runs the migrations. */
  readonly role: string | undefined;
  /** An open explicit transaction block. */
  readonly transaction: Transaction | undefined;
}

/** The catalogs that ROLLBACK and ROLLBACK TO go back to. */
export interface Transaction {
  readonly before: Catalog;
  readonly savepoints: readonly { readonly name: string; readonly catalog: Catalog }[];
}

/** `schema.name`, both folded as the server folds them, unquoted. */
export type QualifiedName = string;

/** Where the history made or last changed something. */
export interface Origin {
  readonly path: string;
  readonly span: Span;
}

export interface NotUnderstood {
  readonly origin: Origin;
  /**
   * `dynamic`: changes that nobody can read off the text; `refused`: by what the catalog knows, the server would answer
   * with an error; `unread`: a script that was not replayed at all.
   */
  readonly kind: 'syntax error' | 'unknown statement' | 'dynamic' | 'refused' | 'unread';
  readonly what: string;
  /** The relations it may have changed; empty where nobody can tell. */
  readonly relations: readonly QualifiedName[];
}

/** What every object in a schema has. */
export interface Named {
  readonly schema: string;
  readonly name: string;
  readonly origin: Origin;
}

/** An object with an owner, undefined where it is the role that runs the migrations, and grants beyond the owner's own. */
export interface Owned extends Named {
  readonly owner: string | undefined;
  readonly grants: readonly Grant[];
}

export interface Schema {
  readonly name: string;
  readonly owner: string | undefined;
  readonly grants: readonly Grant[];
  readonly origin: Origin;
}

export type Relation = Table | View;

export interface Table extends Owned {
  readonly kind: 'table' | 'partitioned' | 'foreign';
  readonly persistence: 'permanent' | 'unlogged' | 'temporary';
  readonly columns: readonly Column[];
  readonly constraints: readonly Constraint[];
  readonly triggers: readonly Trigger[];
  readonly policies: readonly RowPolicy[];
  readonly rules: readonly RewriteRule[];
  readonly rowSecurity: { readonly enabled: boolean; readonly forced: boolean };
  readonly options: Readonly<Record<string, string>>;
  readonly accessMethod: string | undefined;
  readonly tablespace: string | undefined;
  readonly replicaIdentity: string;
  /** Tables whose columns it inherits, a partition's parent not among them. */
  readonly inherits: readonly QualifiedName[];
  readonly partitionOf: { readonly parent: QualifiedName; readonly bound: Node | 'default' } | undefined;
  readonly partitionKey:
    | {
        readonly strategy: string;
        readonly columns: readonly string[];
        /** Its elements as PARTITION BY lists them, expressions and operator classes among them. */
        readonly elements: readonly Node[];
      }
    | undefined;
  /** Set where a statement that the model does not follow may have changed the relation. */
  readonly uncertain: NotUnderstood | undefined;
}

export interface View extends Owned {
  readonly kind: 'view' | 'materialized view';
  readonly query: Node | undefined;
  /** Output columns as far as the query names them. */
  readonly columns: readonly Column[];
  /** Relations that the query reads, directly. */
  readonly reads: readonly QualifiedName[];
  /** Columns that the query reads, those that a `*` stood for when the view was made among them. */
  readonly readsColumns: readonly { readonly relation: QualifiedName; readonly column: string }[];
  readonly options: Readonly<Record<string, string>>;
  readonly triggers: readonly Trigger[];
  readonly uncertain: NotUnderstood | undefined;
}

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly notNull: boolean;
  readonly default: Node | undefined;
  readonly identity: 'always' | 'by default' | undefined;
  readonly generated: { readonly expression: Node; readonly storage: 'stored' | 'virtual' } | undefined;
  readonly collation: string | undefined;
  readonly storage: string | undefined;
  readonly statistics: number | undefined;
  readonly options: Readonly<Record<string, string>>;
  readonly grants: readonly Grant[];
  /** Declared by the relation itself; false where it only comes from a parent. */
  readonly local: boolean;
  readonly origin: Origin;
}

/** A column's type with serial types already resolved to the integer behind them. */
export interface ColumnType {
  /** Undefined for the types of `pg_catalog` and for those that no statement of the history made. */
  readonly schema: string | undefined;
  /** The name in the system catalog: `int4`, `varchar`, `timestamptz`. */
  readonly name: string;
  readonly modifiers: readonly (number | string)[];
  readonly arrayDimensions: number;
}

export type Constraint =
  | (ConstraintCommon & { readonly kind: 'check'; readonly expression: Node; readonly noInherit: boolean })
  | (ConstraintCommon & { readonly kind: 'not null'; readonly columns: readonly [string] })
  | (ConstraintCommon & {
      readonly kind: 'primary key' | 'unique';
      readonly index: QualifiedName;
      readonly nullsNotDistinct: boolean;
      /** Columns that the index carries and the constraint does not compare. */
      readonly include: readonly string[];
    })
  | (ConstraintCommon & {
      readonly kind: 'exclusion';
      readonly index: QualifiedName;
      /** As written: its operators are in no other place. */
      readonly definition: ConstraintNode;
    })
  | (ConstraintCommon & {
      readonly kind: 'foreign key';
      readonly references: QualifiedName;
      /** The referenced columns; the parent's primary key where the statement named none. */
      readonly referencedColumns: readonly string[];
      readonly match: 'simple' | 'full';
      readonly onUpdate: ReferentialAction;
      readonly onDelete: ReferentialAction;
      readonly onDeleteColumns: readonly string[];
    });

/** What every constraint has. */
export interface ConstraintCommon {
  readonly name: string;
  /** The columns it constrains, in key order; for a check the columns its expression names. */
  readonly columns: readonly string[];
  readonly validated: boolean;
  readonly enforced: boolean;
  readonly deferrable: boolean;
  readonly initiallyDeferred: boolean;
  /** Declared by the relation itself; false where it only comes from a parent. */
  readonly local: boolean;
  readonly origin: Origin;
}

export type ReferentialAction = 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default';

export interface Index extends Named {
  readonly table: QualifiedName;
  readonly method: string;
  readonly unique: boolean;
  readonly nullsNotDistinct: boolean;
  readonly keys: readonly IndexKey[];
  readonly include: readonly string[];
  readonly predicate: Node | undefined;
  /** False for an index on a partitioned table made with ON ONLY until all partitions have theirs attached. */
  readonly valid: boolean;
  /** The constraint that owns it. */
  readonly constraint: string | undefined;
  readonly attachedTo: QualifiedName | undefined;
  readonly options: Readonly<Record<string, string>>;
  readonly tablespace: string | undefined;
}

/** A column, or an expression. */
export type IndexKey = IndexKeyCommon &
  (
    | { readonly column: string; readonly expression?: undefined }
    | { readonly column?: undefined; readonly expression: Node }
  );

interface IndexKeyCommon {
  readonly descending: boolean;
  readonly nulls: 'first' | 'last';
  readonly operatorClass: string | undefined;
  readonly collation: string | undefined;
}

export interface Sequence extends Owned {
  readonly ownedBy: { readonly table: QualifiedName; readonly column: string } | undefined;
  /** Made for an identity column: it goes with the identity. */
  readonly identity: boolean;
  readonly dataType: string;
  readonly options: Readonly<Record<string, string>>;
}

export type UserType =
  | (Owned & { readonly kind: 'enum'; readonly labels: readonly string[] })
  | (Owned & {
      readonly kind: 'domain';
      readonly base: ColumnType;
      readonly notNull: boolean;
      readonly default: Node | undefined;
      readonly checks: readonly DomainCheck[];
    })
  | (Owned & { readonly kind: 'composite'; readonly attributes: readonly Column[] })
  | (Owned & { readonly kind: 'range'; readonly subtype: ColumnType | undefined })
  | (Owned & { readonly kind: 'base' });

export interface DomainCheck {
  readonly name: string;
  readonly expression: Node;
  readonly validated: boolean;
}

export interface Routine extends Owned {
  readonly kind: 'function' | 'procedure' | 'aggregate';
  readonly parameters: readonly {
    readonly name: string | undefined;
    readonly type: ColumnType;
    readonly mode: string;
  }[];
  readonly returns: ColumnType | undefined;
  readonly language: string;
  readonly body: string | undefined;
  readonly volatility: 'volatile' | 'stable' | 'immutable';
  readonly securityDefiner: boolean;
  readonly leakproof: boolean;
  readonly strict: boolean;
  /** `SET name = value` clauses. */
  readonly settings: Readonly<Record<string, string>>;
  /** The statement that would make it as it is now, by its first name; undefined for an aggregate. */
  readonly definition: CreateFunctionStmt | undefined;
}

export interface Trigger {
  readonly name: string;
  /** The trigger function. */
  readonly routine: QualifiedName;
  readonly timing: 'before' | 'after' | 'instead of';
  readonly events: readonly ('insert' | 'update' | 'delete' | 'truncate')[];
  readonly level: 'row' | 'statement';
  /** Columns of UPDATE OF; empty for an update of any column. */
  readonly columns: readonly string[];
  readonly when: Node | undefined;
  readonly enabled: 'origin' | 'disabled' | 'replica' | 'always';
  readonly constraint: boolean;
  readonly deferrable: boolean;
  readonly initiallyDeferred: boolean;
  /** The statement that made it: arguments and transition tables are in no other place. */
  readonly definition: CreateTrigStmt;
  readonly origin: Origin;
}

/** A rule that rewrites queries; what it does is not followed. */
export interface RewriteRule {
  readonly name: string;
  /** The CREATE RULE statement. */
  readonly definition: Node;
}

/** An object that the model keeps without looking inside. */
export interface Definition {
  readonly kind: ObjectType;
  /** The object as a DROP names it. */
  readonly object: Node;
  /** The CREATE statement; that of a publication names the tables and schemas that ALTERs have given it. */
  readonly statement: Node;
  /** ALTER statements since then, of whose options the definition says nothing. */
  readonly altered: number;
  readonly origin: Origin;
}

/** A row-level security policy. */
export interface RowPolicy {
  readonly name: string;
  readonly permissive: boolean;
  readonly command: 'all' | 'select' | 'insert' | 'update' | 'delete';
  /** Role names; `public` for everybody, undefined for the role that runs the migrations. */
  readonly roles: readonly (string | undefined)[];
  readonly using: Node | undefined;
  readonly withCheck: Node | undefined;
  readonly origin: Origin;
}

export interface Role {
  readonly name: string;
  readonly attributes: readonly string[];
  readonly memberOf: readonly string[];
  readonly origin: Origin;
}

export interface Grant {
  readonly grantee: string;
  readonly privilege: string;
  readonly withGrantOption: boolean;
}

/**
 * One privilege that ALTER DEFAULT PRIVILEGES gives, or takes from PUBLIC, on objects made later.
 */
export interface DefaultGrant extends Grant {
  readonly effect: 'grant' | 'revoke';
  readonly objects: 'tables' | 'sequences' | 'functions' | 'types' | 'schemas';
  /** Undefined where it holds in every schema. */
  readonly schema: string | undefined;
  /** The role whose new objects it concerns; undefined for the role that runs the migrations. */
  readonly forRole: string | undefined;
}
