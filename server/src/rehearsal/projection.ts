import type { Policy } from '../project';
import type { Projection } from './result';
import type { Trial } from './trial/trial';

/**
 * What the runs of a rehearsal say of the production fleet. Rows are those of the tables that the migration reads in
 * full, rewrites or changes rows of: they decide how long it takes.
 */
export function projectionOf({
  policy,
  trials,
}: {
  readonly policy: Policy;
  readonly trials: { readonly alone: readonly Trial[]; readonly together: Trial | undefined };
}): Projection | null {
  const finished = [...trials.alone, ...(trials.together === undefined ? [] : [trials.together])].filter(
    ({ up }) => up.run.failure === undefined,
  );
  const named = Object.entries(policy.production.rows);
  const measurements = finished.map((trial): Measurement & { readonly tables: readonly string[] } => {
    const tables = tablesThatTakeTime(trial);
    const { statements } = trial.up.run;
    return {
      tables,
      rows: sum(tables.map((table) => trial.before.data.tables.get(table)?.rows ?? 0)),
      ms: trial.up.run.ms,
      heldMs: Math.max(0, ...statements.map(({ heldMs }) => heldMs?.[1] ?? 0)),
      walBytes: sum(statements.map(({ observation }) => observation.walBytes)),
    };
  });
  const touched = new Set(measurements.flatMap(({ tables }) => tables.map(bareName)));
  const known = named.filter(([name]) => touched.has(bareName(name))).map(([, rows]) => rows);
  // A migration that reads no table in full takes as long on any fleet, however many rows it has.
  const rows = known.length < touched.size ? undefined : sum(known);
  return projectFleet(measurements, rows, policy);
}

function tablesThatTakeTime({ up }: Trial): readonly string[] {
  return [
    ...new Set(
      up.run.statements.flatMap(({ observation }) => [...observation.scans, ...observation.rewrites]),
    ),
  ];
}

/** Tenants have the same table in schemas of their own, and the policy may leave the schema out. */
function bareName(relation: string): string {
  return relation.slice(relation.indexOf('.') + 1);
}

/** One measured run: how many rows the touched tables had, how long it took, how much log it wrote. */
interface Measurement {
  readonly rows: number;
  readonly ms: number;
  /** How long its strongest lock was held at most, in milliseconds. */
  readonly heldMs: number;
  readonly walBytes: number;
}

/** The production fleet as the policy states it. */
type Fleet = Pick<Policy, 'production' | 'tenancy'>;

/**
 * Carries the measured runs over to the production fleet: a straight line through rows and time, `a + b · rows`, found
 * by least squares; the run with the second most rows is left out once to see how far off such a line is. Null where the
 * policy does not say how many tenants or rows there are, or there are not two sizes to draw a line through.
 *
 * @param rows production rows of the touched tables, all tenants together.
 */
function projectFleet(
  measurements: readonly Measurement[],
  rows: number | undefined,
  { production, tenancy }: Fleet,
): Projection | null {
  const { tenants, parallelism } = production;
  const sizes = new Set(measurements.map((each) => each.rows));
  if (tenants === undefined || rows === undefined || (rows > 0 && sizes.size < 2)) return null;
  const time = lineThrough(measurements, ({ ms }) => ms);
  const held = lineThrough(measurements, ({ heldMs }) => heldMs);
  const wal = lineThrough(measurements, ({ walBytes }) => walBytes);
  const runs = tenancy.model === 'row' ? 1 : tenants;
  const meanMs = time(rows / runs);
  return {
    tenants,
    totalSeconds: seconds((meanMs * runs) / Math.min(parallelism, runs)),
    meanTenantSeconds: seconds(meanMs),
    largestTenantSeconds: seconds(runs === 1 ? meanMs : time((rows / runs) * largestByMean)),
    longestLockSeconds: seconds(held(runs === 1 ? rows : (rows / runs) * largestByMean)),
    walBytes: Math.round(wal(rows / runs) * runs),
    errorSeconds: errorOnHeldOut(measurements),
    method:
      runs === 1
        ? `a line through ${measurements.length} measured runs, carried to ${rows.toLocaleString('en')} rows`
        : `a line through ${measurements.length} measured runs; rows spread evenly, the largest tenant with ${largestByMean} times the mean`,
    isEstimate: true,
  };
}

/** How many times the mean the largest tenant is taken to have, where the policy has totals only. */
const largestByMean = 20;

/** The least-squares line, never falling and never below zero: more rows take no less time. */
function lineThrough(
  measurements: readonly Measurement[],
  value: (measurement: Measurement) => number,
): (rows: number) => number {
  const meanRows = mean(measurements.map(({ rows }) => rows));
  const meanValue = mean(measurements.map(value));
  const spread = sum(measurements.map(({ rows }) => (rows - meanRows) ** 2));
  const together = sum(measurements.map((each) => (each.rows - meanRows) * (value(each) - meanValue)));
  const slope = spread === 0 ? 0 : Math.max(0, together / spread);
  const start = meanValue - slope * meanRows;
  return (rows) => Math.max(0, start + slope * rows);
}

/** Seconds between the run with the second most rows and a line through the others; null where fewer than three sizes are there. */
function errorOnHeldOut(measurements: readonly Measurement[]): number | null {
  const sizes = new Set(measurements.map(({ rows }) => rows));
  const heldOut = measurements.toSorted((left, right) => right.rows - left.rows)[1];
  if (sizes.size < 3 || heldOut === undefined) return null;
  const line = lineThrough(
    measurements.filter((each) => each !== heldOut),
    ({ ms }) => ms,
  );
  return seconds(Math.abs(line(heldOut.rows) - heldOut.ms));
}

function seconds(ms: number): number {
  return Math.round(ms) / 1000;
}

function mean(values: readonly number[]): number {
  return sum(values) / Math.max(1, values.length);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
