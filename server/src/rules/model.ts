import type { ActionKind, ExplainedStatement, LockMode } from '../behaviour';
import type { Catalog, Origin, QualifiedName } from '../catalog';
import type {
  FileEdit,
  Migration,
  Policy,
  Project,
  ProjectFiles,
  Script,
  Severity,
  TransactionMode,
} from '../project';
import type { Circumstance, Span, SqlFile, Statement } from '../sql';

export type RuleCategory =
  | 'lock'
  | 'rewrite'
  | 'transaction'
  | 'compatibility'
  | 'data-loss'
  | 'tenant-row'
  | 'tenant-schema'
  | 'tenant-database'
  | 'rls'
  | 'rollback';

/** A hazard that Tenantsafe knows. Its id is also setting key, diagnostic code, file name and doc page. */
export interface Rule {
  readonly id: string;
  readonly category: RuleCategory;
  /** `off` for a rule that a team has to ask for in its policy. */
  readonly severity: Severity | 'off';
  /** One line for lists: what it finds. */
  readonly summary: string;
  /**
   * The kinds of statements, and of actions of an ALTER TABLE, without which it has nothing to say of a migration: it is
   * asked only where one of them stands, also in a DO block. Names of the parse tree, such as `IndexStmt` or
   * `AT_AddColumn`; absent where it may speak of any migration.
   */
  readonly speaksOf?: readonly ActionKind[];
  check(migration: ReviewedMigration): Iterable<Finding>;
}

/** A migration under review, with all that a rule may look at. */
export interface ReviewedMigration {
  readonly migration: Migration;
  readonly direction: 'up' | 'down';
  /** The script under review; spans of findings, and of edits to its path, count from its first character. */
  readonly script: Script;
  readonly file: SqlFile;
  readonly statements: readonly ReviewedStatement[];
  /** The schema before the first and after the last statement. */
  readonly before: Catalog;
  readonly after: Catalog;
  /** How the runner wraps this script. */
  readonly transaction: TransactionMode;
  readonly policy: Policy;
  /** The whole ordered project, for rules that look ahead or back. */
  readonly project: Project;
  /** The texts that the project was read from, for fixes that touch a file beside the migration. */
  readonly files: ProjectFiles;
  /** Parsed statements of another script of the project. */
  parse(sql: string): SqlFile;
}

/**
 * A statement of the script, or one that a DO block of it runs or may run: those come right after their block, with
 * `within`, and are judged like any other. A rule need not know the difference; what a fix may not do to them is left
 * out of its edits afterwards.
 */
export interface ReviewedStatement {
  /**
   * For a statement of a DO block, `index` is that of the block: a place among the reviewed statements is found by the
   * reviewed statement itself. A constant text of EXECUTE is read like written SQL.
   */
  readonly statement: Statement;
  readonly before: Catalog;
  readonly after: Catalog;
  /** Of a DO block only what its statements do not say themselves: what EXECUTE puts together and nobody can read. */
  readonly behaviour: ExplainedStatement;
  /** The behaviour with that of all that a DO block runs; the same as `behaviour` for other statements. */
  readonly inFull: ExplainedStatement;
  /** Undefined for a statement that stands in the script itself. */
  readonly within: WithinBlock | undefined;
  /** Relations that earlier statements of the same script brought into being: nobody else can see or wait for them. */
  readonly createdHere: ReadonlySet<QualifiedName>;
  /** Locks on existing relations that earlier statements of the same transaction still hold. */
  readonly held: ReadonlyMap<QualifiedName, LockMode>;
  /** Whether the statement runs inside a transaction block, the runner's or the file's own. */
  readonly inTransaction: boolean;
  /** Session settings in force, by lower-case name, such as `lock_timeout`. */
  readonly settings: ReadonlyMap<string, string>;
}

/** Where a DO block runs a statement. */
export interface WithinBlock {
  readonly block: Statement;
  /** Conditions, loops and handlers around it, outermost first; empty where it runs once, whatever happens. */
  readonly circumstances: readonly Circumstance[];
}

/** What a rule says, in three parts: what happens, to whom, what to do. */
export interface Finding {
  readonly what: string;
  readonly who: string;
  readonly remedy: string;
  readonly span: Span;
  readonly relations: readonly QualifiedName[];
  /** Overrides the rule's severity where this schema makes it better or worse. */
  readonly severity?: Severity;
  readonly fixes?: readonly Fix[] | FixOnDemand;
  /** Second places that matter, such as the constraint in an earlier file. */
  readonly related?: readonly { readonly origin: Origin; readonly message: string }[];
}

/** A change of files that mends a finding; `preferred` only where it keeps the migration's meaning. */
export interface Fix {
  readonly title: string;
  readonly preferred: boolean;
  readonly edits: readonly Edit[];
}

/**
 * A fix that takes too long to work out with every key that is pressed. What there is to do may turn out to be nothing;
 * the fix may have a fuller title.
 */
export interface FixOnDemand {
  readonly title: string;
  readonly workOut: () => Fix | undefined;
}

export type Edit = FileEdit;
