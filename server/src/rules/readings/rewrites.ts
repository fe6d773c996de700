import type { Effects } from '../../behaviour';
import type { QualifiedName } from '../../catalog';
import type { ReviewedStatement } from '../model';
import { blockingLocks, whoWaits } from './waiting';

/** Who waits while rows are written anew or read in full, as a sentence. */
export function whoWaitsMeanwhile(effects: Effects): string {
  return `For as long as that takes, and it grows with the table, ${whoWaits(blockingLocks(effects))}, for all tenants.`;
}

/** What the verdict hangs on that nobody can see here, as further sentences; empty where it is exact. */
export function whatItHangsOn({ dependsOn }: Effects): string {
  return dependsOn.length === 0 ? '' : ` ${dependsOn.join(' ')}`;
}

/**
 * Whether the statement writes the relation anew for another reason. The server makes all checks of an ALTER TABLE in that
 * same pass, so that a further check costs next to nothing there.
 */
export function isRewrittenAnyway(relation: QualifiedName, { behaviour }: ReviewedStatement): boolean {
  return behaviour.effects.rewrites.includes(relation);
}
