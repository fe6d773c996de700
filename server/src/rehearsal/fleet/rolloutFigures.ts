import type { Rollout } from '../result';
import type { FleetFacts } from './rehearseFleet';

/** The figures of a rollout. */
export function rolloutFigures({ members, parallelism, ms }: FleetFacts): Rollout {
  const count = (kind: 'migrated' | 'failed' | 'not started') =>
    members.filter(({ end }) => end.kind === kind).length;
  return {
    tenants: members.length,
    parallelism,
    ms: Math.round(ms),
    migrated: count('migrated'),
    failed: count('failed'),
    notStarted: count('not started'),
    retries: members.reduce((sum, { retried }) => sum + retried.length, 0),
    between: members.filter(({ leftBehind }) => leftBehind.length > 0).length,
  };
}
