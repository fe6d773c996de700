import type { Node } from '@pgsql/types';
import type { ExplainedStatement } from '../../behaviour';
import type { Catalog, QualifiedName } from '../../catalog';
import type { TransactionMode } from '../../project';
import type { Statement } from '../../sql';

/** A migration to be undone: its statements with the schema around each, as a review of it has them. */
export interface RollbackRequest {
  /** The migration's file, for the first line of the rollback. */
  readonly path: string;
  readonly version: string;
  readonly steps: readonly RollbackStep[];
  readonly before: Catalog;
  readonly after: Catalog;
  /** Major version of the oldest server in the fleet. */
  readonly serverVersion: number;
  /** Whether the runner's role sees all rows, row security or not. */
  readonly bypassesRls: boolean;
  /** The statement that bounds how long a rollback in a transaction waits for locks; undefined where the runner does. */
  readonly lockTimeout: string | undefined;
  /** Columns that name the tenant, carried along where rows are kept. */
  readonly tenantColumns: readonly string[];
  /** Whether the framework can keep a file of several statements out of a transaction. */
  readonly outsideTransactions: 'possible' | 'one statement only';
  /** `kept` puts what the migration would destroy into tables of its own first. */
  readonly data: 'kept' | 'lost';
}

/** One statement of the migration. */
export interface RollbackStep {
  readonly statement: Statement;
  readonly before: Catalog;
  readonly after: Catalog;
  readonly behaviour: ExplainedStatement;
}

export interface Rollback {
  /** The rollback's file. */
  readonly text: string;
  /** Its statements alone, each below its comment. */
  readonly statements: readonly string[];
  readonly transaction: TransactionMode;
  /** What stays different after it, in words; nothing where the schema comes back exactly. */
  readonly remaining: readonly string[];
  /** What the migration destroys or changes in the rows, which the rollback does not bring back. */
  readonly losses: readonly string[];
  /** Why it may not be exact: what of the schema cannot be known. */
  readonly doubts: readonly string[];
  /** Statements that the migration needs before some of its own, so that rows are kept. */
  readonly keeping: readonly { readonly before: Statement; readonly statements: readonly string[] }[];
  /** Statements of the migration that another takes the place of, for the same reason. */
  readonly replacing: readonly { readonly statement: Statement; readonly statements: readonly string[] }[];
}

/** One statement of a rollback. */
export interface Undo {
  readonly tree: Node;
  /** A comment above it. */
  readonly remark?: string;
  /** Set where the statement works on rows or on kept tables, which the schema before does not know. */
  readonly isAboutRows?: true;
}

/** What a restoration has to know beyond the two schemas. */
export interface Scope {
  readonly serverVersion: number;
  /** Relations that go as a whole, so that nothing of them needs to be undone. */
  isPassing(relation: QualifiedName): boolean;
  /** Columns that go with all that was set on them. */
  isPassingColumn(relation: QualifiedName, column: string): boolean;
  /** Whether indexes are made and dropped without blocking writers. */
  readonly indexes: 'concurrently' | 'in the transaction';
  /** Statements that fill a column which has just come back, before anything holds of it. */
  refill(relation: QualifiedName, column: string): readonly Undo[];
}

/** One kind of difference between two schemas, and the statements that take the first to the second. */
export type Phase = (from: Catalog, to: Catalog, scope: Scope) => readonly Undo[];
