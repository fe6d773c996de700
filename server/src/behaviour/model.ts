import type { AlterTableType, Node } from '@pgsql/types';
import type { Catalog, QualifiedName } from '../catalog';
import type { NodeKind, Span } from '../sql';

/** Table-level lock modes of PostgreSQL, weakest first (manual, section 13.3.1). */
export const lockModes = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const;
export type LockMode = (typeof lockModes)[number];

export interface LockClaim {
  readonly relation: QualifiedName;
  readonly mode: LockMode;
}

/**
 * What the server does for a statement. Locks name every relation that existed before the file and is locked more
 * strongly than ACCESS SHARE, once, with the strongest mode; indexes and sequences are not listed.
 */
export interface Effects {
  readonly locks: readonly LockClaim[];
  /** Relations whose storage is written anew. */
  readonly rewrites: readonly QualifiedName[];
  /** Existing relations that are read in full. */
  readonly scans: readonly QualifiedName[];
  /** Indexes built anew although their table's storage stays. */
  readonly rebuildsIndexes: readonly QualifiedName[];
  readonly transactional: boolean;
  readonly reversible: boolean;
  readonly dataLoss: boolean;
  readonly phase: 'expand' | 'backfill' | 'contract' | undefined;
  /** Relations that come into being. */
  readonly creates: readonly QualifiedName[];
  /** One sentence each: what the server does and why, for hovers and `explain`. */
  readonly notes: readonly string[];
  /** What the verdict hangs on that nobody can see here; empty where it is exact. */
  readonly dependsOn: readonly string[];
}

/**
 * The smallest thing the server does in one go: a whole statement, or one action of an ALTER TABLE. `content` is the
 * tree of the action, `statement` that of the statement it belongs to.
 */
export interface Action {
  readonly statement: Node;
  readonly content: Node;
  /** UTF-16 span in the file. */
  readonly span: Span;
  /** The target relation where the action has one, resolved by the search path. */
  readonly relation: QualifiedName | undefined;
  /** What is around a part: the AlterTableCmd or CreateStmt of an inline constraint, the query of a WITH that writes. */
  readonly within: Node | undefined;
}

/** What a row may look at to judge an action. */
export interface BehaviourContext {
  readonly catalog: Catalog;
  /** Major version of the oldest server in the fleet. */
  readonly version: number;
}

/** The kind of an action's tree; an action of an ALTER TABLE goes by its sub-command. */
export type ActionKind = Exclude<NodeKind, 'AlterTableCmd'> | AlterTableType;

/** The effects that a row speaks of; what it leaves out is as in `noEffects`. */
export type Claims = Partial<Effects>;

/**
 * One row of the behaviour table: which actions it speaks of, what the server does for them, and examples that
 * `npm run test:truth` replays on real servers to prove it.
 */
export interface BehaviourRow {
  /** Kebab-case, unique, also the anchor on the reference page: `add-column-volatile-default`. */
  readonly id: string;
  /** The form as a reader of the manual knows it: `ALTER TABLE … ADD COLUMN … DEFAULT volatile()`. */
  readonly form: string;
  /** Vendor manual page or section. */
  readonly docs: string;
  /** The kinds of actions that the row is asked about; no other ever meets it. */
  readonly speaksOf: readonly ActionKind[];
  /** Which actions of these kinds the row speaks of; all where it is absent. */
  readonly applies?: (action: Action, context: BehaviourContext) => boolean;
  effects(action: Action, context: BehaviourContext): Claims;
  readonly examples: readonly Example[];
}

/** A proof: the effects claimed for `sql` after `setup` must be what a real server shows. */
export interface Example {
  readonly title?: string;
  /** Run and replayed first, on top of the table's common setup. */
  readonly setup?: string;
  readonly sql: string;
  /** Major versions for which the example is valid SQL with this outcome; all supported where absent. */
  readonly since?: number;
  readonly until?: number;
  /** SQLSTATE where the server refuses the statement; nothing else is compared then. */
  readonly refusedWith?: string;
}

/** An action with the row that speaks of it and its effects; `row` is undefined where no row does. */
export interface ExplainedAction {
  readonly action: Action;
  readonly row: BehaviourRow | undefined;
  readonly effects: Effects;
}

/** A statement's behaviour: its actions, and their effects together. */
export interface ExplainedStatement {
  /** The statement's form, such as `ALTER TABLE … ADD COLUMN`. */
  readonly kind: string;
  readonly actions: readonly ExplainedAction[];
  readonly effects: Effects;
  readonly confidence: 'exact' | 'depends';
}
