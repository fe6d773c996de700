import type { Action } from '../../behaviour';
import type { Catalog, QualifiedName, Table } from '../../catalog';
import type { TransactionMode } from '../../project';
import type { Statement } from '../../sql';
import type { MigrationPlace } from '../steps/migrationPlace';

/** A change that is to be spread over several migrations: one action of a statement, with the schema before it. */
export interface Splitting {
  readonly place: MigrationPlace & { readonly before: Catalog };
  readonly statement: Statement;
  readonly action: Action;
  readonly catalog: Catalog;
}

/** A change of a table that the history has made. */
export interface TableSplitting extends Splitting {
  readonly table: Table;
  readonly name: QualifiedName;
}

/** One migration of a change in phases. */
export interface PhaseScript {
  readonly phase: 'expand' | 'backfill' | 'contract';
  /** What it does, in words; the framework makes a file name of it. */
  readonly title: string;
  readonly transaction: TransactionMode;
  /** What application code may run once it is through. */
  readonly code: string;
  readonly up: readonly string[];
  /** What takes it back, or why nothing has to; worked out from the schema where a planner says nothing. */
  readonly down?: readonly string[] | string;
  /** `kept` puts what the phase would destroy into a table of its own first, from which its rollback takes it back. */
  readonly data?: 'kept' | 'lost';
}

/** A change in phases: what the action's own migration does in its place, and the migrations after it. */
export interface PhasedChange {
  readonly kind: 'phased';
  readonly here: Pick<PhaseScript, 'phase' | 'code' | 'up'> & {
    /** Why it cannot be taken back. */
    readonly down?: string;
  };
  readonly later: readonly PhaseScript[];
}

/** Why the change cannot be split by a tool, in one sentence. */
export interface Refusal {
  readonly kind: 'refused';
  readonly reason: string;
}

/** Undefined where the action is not what the planner is about. */
export type Planner = (splitting: Splitting) => PhasedChange | Refusal | undefined;
export type TablePlanner = (splitting: TableSplitting) => PhasedChange | Refusal | undefined;

export function refused(reason: string): Refusal {
  return { kind: 'refused', reason };
}
