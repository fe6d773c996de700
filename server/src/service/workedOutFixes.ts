import type { Finding, Fix, FixOnDemand } from '../rules';
import type { LintFix } from './model';

/** The fixes of a finding, or in one sentence why nobody could work them out. */
export interface WorkedOutFixes {
  readonly fixes: readonly LintFix[];
  readonly problem: string | undefined;
}

/** The fix as `ready` makes it for its reader. A rewrite that fails on the file costs its own button and nothing else. */
export function workedOut(
  { title, workOut }: FixOnDemand,
  ready: (fixes: readonly Fix[]) => readonly LintFix[],
): WorkedOutFixes {
  try {
    const fix = workOut();
    return { fixes: fix === undefined ? [] : ready([fix]), problem: undefined };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const problem = `“${title}” failed on this file, so there is no edit for it (${reason}); please report it.`;
    return { fixes: [], problem };
  }
}

export function isOnDemand(fixes: Finding['fixes']): fixes is FixOnDemand {
  return fixes !== undefined && 'workOut' in fixes;
}
