import type { ConstraintProblem } from '../observe/constraints';
import type { ProbeRecord } from '../observe/probes';
import type { ObservedRun } from '../run/observeScript';
import type { LeftSetting } from '../run/sessionSettings';
import type { DataSnapshot, RowDifferences } from '../snapshot/data';
import type { StatementPlan } from '../result';
import type { SchemaDifference, SchemaSnapshot } from '../snapshot/schema';
import type { Fixture } from '../fixture';
import type { ApplicationFacts } from './application';
import type { Interruption } from './interruptions';
import type { IsolationFacts } from './isolation';
import type { LockQueueFacts } from './lockQueue';
import type { RerunFacts } from './rerun';

/**
 * What one pass of the migration, its rollback and the migration again showed on one clone of a fixture. Facts only:
 * the checks judge them. Parts that come after a failure are undefined.
 */
export interface Trial {
  readonly fixture: Fixture;
  readonly before: DatabaseState;
  readonly up: DirectionFacts;
  /** After the migration; undefined where it did not run to its end. */
  readonly after: DatabaseState | undefined;
  /** Undefined where the experiment was not made, or the migration takes no lock that readers wait for. */
  readonly lockQueue: LockQueueFacts | undefined;
  /** The migration stopped at each boundary and run again; undefined where it did not run to its end. */
  readonly interruptions: readonly Interruption[] | undefined;
  /** The migration run on a tenant that has it; undefined where its framework never does that. */
  readonly rerun: RerunFacts | undefined;
  /** Undefined where the migration did not run to its end, or several tenants share the run. */
  readonly application: ApplicationFacts | undefined;
  /** Plans of statements that change rows, by index; empty where they were not looked at. */
  readonly plans: ReadonlyMap<number, StatementPlan>;
  readonly constraintProblems: readonly ConstraintProblem[];
  /** After the migration. */
  readonly isolation: IsolationFacts | undefined;
  readonly down: DirectionFacts | undefined;
  /** What the rollback left different from the state before; undefined where it did not run to its end. */
  readonly residue: Residue | undefined;
  /** After the rollback, against the state before the migration; undefined where it brought everything back. */
  readonly isolationAfterDown: IsolationFacts | undefined;
  readonly again: DirectionFacts | undefined;
  /** What migration, rollback and migration left different from the first migration. */
  readonly drift: Residue | undefined;
}

export interface DatabaseState {
  readonly schema: SchemaSnapshot;
  readonly data: DataSnapshot;
}

/** One run of a script, with the application that went on beside it. */
export interface DirectionFacts {
  readonly run: ObservedRun;
  readonly probes: ProbeRecord;
  /** Settings that the script changed for the rest of its session; none where it failed. */
  readonly leftSettings: readonly LeftSetting[];
}

/** Differences between two states of one database. */
export interface Residue {
  readonly schema: readonly SchemaDifference[];
  readonly data: readonly DataResidue[];
}

export interface DataResidue {
  readonly relation: string;
  readonly rows: RowDifferences;
  /** Columns that differ only because they hold the time of the run or a value made anew each time. */
  readonly excused: readonly string[];
}

export interface DisturbedTenant {
  readonly tenant: string;
  /** One line for each object or table that is not as it was. */
  readonly changes: readonly string[];
}
