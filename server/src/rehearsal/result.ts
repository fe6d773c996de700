import type { LockMode } from '../behaviour';
import type { ShapeName, TenancyModel } from '../project';

/** The result of one rehearsal: the `test` format of the command line, and `result.json` of the evidence. */
export interface RehearsalResult {
  readonly formatVersion: 1;
  /** File names of the scripts; `rollback` is null where the migration has none. */
  readonly migration: string;
  readonly rollback: string | null;
  readonly model: TenancyModel;
  /** Server version as the server says it, such as `18.4`. */
  readonly server: string;
  readonly verdict: 'passed' | 'failed' | 'errored';
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  /** `sha256:` hashes of what went in, so that a changed file makes the evidence stale. */
  readonly inputs: Readonly<
    Record<'migration' | 'rollback' | 'history' | 'policy' | 'fixtures', string | null>
  >;
  readonly tenants: readonly TenantResult[];
  readonly statements: readonly StatementResult[];
  /** Operations of the application that stood still; absent in evidence of earlier versions. */
  readonly stalls?: readonly Stall[];
  readonly scorecard: Scorecard;
  /** How the migration was rolled out to all tenants; absent where one run is for all, or no shape has copies. */
  readonly rollout?: Rollout;
  /** Locks of one transaction for the schemas of all tenants; absent where each tenant has a run of its own. */
  readonly transactionLocks?: TransactionLocks;
  readonly projection: Projection | null;
  readonly notChecked: readonly NotChecked[];
  /** What is other than in the last evidence of this migration; absent where there was none. */
  readonly comparison?: Comparison;
}

/** A read or write of the application that took far longer than it does by itself. */
export interface Stall {
  readonly tenant: string;
  readonly direction: 'up' | 'down';
  readonly side: 'read' | 'write';
  readonly relation: string;
  /** From the first statement of the run, in milliseconds. */
  readonly startMs: number;
  readonly ms: number;
}

export interface Comparison {
  /** When the run of the last evidence began; ISO 8601, UTC. */
  readonly lastRun: string;
  /** Names of `inputs` whose hashes are others now, and `server` where its version is. */
  readonly changedInputs: readonly string[];
  /** One sentence each; empty where nothing worth naming came out differently. */
  readonly changes: readonly string[];
}

export interface TenantResult {
  readonly name: string;
  readonly shape: ShapeName;
  readonly verdict: Verdict;
  /** All rows of all tables of the tenant before the migration. */
  readonly rows: number;
  readonly upMs: number | null;
  readonly downMs: number | null;
  /** Order-free hash over the tenant's rows before the migration. */
  readonly checksum: string;
  readonly tables: readonly SeededTable[];
  readonly checks: readonly CheckResult[];
}

/**
 * The tenant whose run is shown where only one is: all together where they had one run, else the one with the most rows.
 */
export function shownTenant({
  tenants,
  statements,
}: Pick<RehearsalResult, 'tenants' | 'statements'>): string | undefined {
  if (statements.some(({ tenant }) => tenant === '*')) return '*';
  const ran = new Set(statements.map(({ tenant }) => tenant));
  return tenants.filter(({ name }) => ran.has(name)).toSorted((left, right) => right.rows - left.rows)[0]
    ?.name;
}

export interface SeededTable {
  readonly relation: string;
  readonly rows: number;
  readonly seeded: boolean;
  /** Why it has no rows, where it should have some. */
  readonly reason: string | null;
}

export const checkIds = [
  'apply',
  'time-budget',
  'lock-budget',
  'wal-budget',
  'constraints',
  'app-queries',
  'isolation',
  'tenant-drift',
  'rollback-apply',
  'rollback-schema',
  'rollback-data',
  'reapply',
  'rerun',
  'interruption',
] as const;
export type CheckId = (typeof checkIds)[number];

/** `errored`: the check itself could not run. A check that was not made is never `passed`. */
export type Verdict = 'passed' | 'failed' | 'skipped' | 'errored';

export interface CheckResult {
  readonly id: CheckId;
  readonly verdict: Verdict;
  /** One sentence: what was found, or why it was skipped. */
  readonly message: string;
  /** Zero-based statement of the migration (or of the rollback, for its checks) where it went wrong. */
  readonly statement: number | null;
  readonly relations: readonly string[];
  /** Up to 20 lines that show the difference, fixture rows only. */
  readonly sample: readonly string[];
}

export interface StatementResult {
  /** `*` for the run with all tenants together, else the tenant whose rows were alone in the database. */
  readonly tenant: string;
  readonly index: number;
  readonly direction: 'up' | 'down';
  readonly ms: number;
  /** Lower and upper bound of how long its strongest lock was held until commit, in milliseconds; null without a lock. */
  readonly heldMs: readonly [number, number] | null;
  readonly walBytes: number;
  readonly rowsTouched: number;
  readonly locks: readonly { readonly relation: string; readonly mode: LockMode }[];
  readonly rewrites: readonly string[];
  readonly scans: readonly string[];
  /** Longest time that a read or write of the application stood still meanwhile; null where no probe ran. */
  readonly blockedReadsMs: number | null;
  readonly blockedWritesMs: number | null;
  readonly predicted: { readonly agrees: boolean; readonly differences: readonly string[] };
  /** When it began, in milliseconds from the first statement of its run; absent in evidence of earlier versions. */
  readonly startMs?: number;
  /** How the server ran a statement that changes rows, on a copy of the largest database; absent for all others. */
  readonly explain?: StatementPlan;
}

/** What EXPLAIN (ANALYZE, BUFFERS) said of a statement. */
export interface StatementPlan {
  readonly ms: number;
  /** Pages of tables and indexes that it read, from the cache or not. */
  readonly pages: number;
  /** The plan's nodes, indented. */
  readonly lines: readonly string[];
  /** Where most rows that were read were thrown away: the index that spares it, and how it went with it there. */
  readonly index: {
    readonly relation: string;
    readonly columns: readonly string[];
    readonly ms: number;
    /** Pages read to find the rows, with the index and without it. */
    readonly pages: number;
    readonly pagesWithout: number;
  } | null;
}

export interface Scorecard {
  readonly tenantMsP50: number | null;
  readonly tenantMsP95: number | null;
  readonly blockedWriterMsMax: number | null;
  readonly blockedReaderMsMax: number | null;
  readonly lockQueueMs: number | null;
  readonly walBytes: number | null;
  readonly rollbackRehearsal: Verdict;
  readonly driftedTenants: number | null;
  readonly failedTenants: number;
  /** Failed tenants by all tenants, 0 to 1. */
  readonly cohortFailureRate: number;
}

/** A run for each tenant, several at the same time, as a fleet's runner makes them. */
export interface Rollout {
  readonly tenants: number;
  /** Tenants that were migrated at the same time at most. */
  readonly parallelism: number;
  /** From the first tenant's begin to the last one's end. */
  readonly ms: number;
  readonly migrated: number;
  readonly failed: number;
  /** Tenants that the rollout did not come to, because more had failed than budgets.cohortFailureRate allows. */
  readonly notStarted: number;
  /** Attempts that another session or the network made fail, and that were made again. */
  readonly retries: number;
  /** Failed tenants that are not as they were. */
  readonly between: number;
}

/** What one transaction takes of the lock table that all sessions of a server share. */
export interface TransactionLocks {
  readonly tenants: number;
  readonly held: number;
  /** max_locks_per_transaction times the sessions that the fixture server allows. */
  readonly room: number;
  /** The locks for production.tenants; null where the policy does not say how many there are. */
  readonly inProduction: number | null;
}

export interface Projection {
  readonly tenants: number;
  readonly totalSeconds: number;
  /** The mean tenant's run; in the row model the only run. */
  readonly meanTenantSeconds: number;
  readonly largestTenantSeconds: number;
  /** How long the strongest lock of a run is held at most. */
  readonly longestLockSeconds: number;
  readonly walBytes: number;
  /** How far the line was off a measured run that it was drawn without; null with fewer than three sizes. */
  readonly errorSeconds: number | null;
  readonly method: string;
  readonly isEstimate: true;
}

/** Something that a reader might think was checked, and was not. */
export interface NotChecked {
  readonly what: string;
  readonly why: string;
}
