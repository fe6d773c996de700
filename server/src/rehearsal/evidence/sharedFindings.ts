import type { CheckResult, RehearsalResult, Verdict } from '../result';

/** What a check says, and the tenants for which it says the same. */
export interface SharedFinding {
  readonly check: CheckResult;
  readonly tenants: readonly string[];
}

/** The checks with one of `verdicts`, so that what holds for five tenants is read once; in the order of the result. */
export function sharedFindings(
  { tenants }: Pick<RehearsalResult, 'tenants'>,
  verdicts: readonly Verdict[],
): readonly SharedFinding[] {
  const findings = new Map<string, SharedFinding>();
  for (const { name, checks } of tenants) {
    for (const check of checks.filter(({ verdict }) => verdicts.includes(verdict))) {
      const key = JSON.stringify([check.id, check.verdict, check.message, check.statement, check.sample]);
      findings.set(key, { check, tenants: [...(findings.get(key)?.tenants ?? []), name] });
    }
  }
  return [...findings.values()];
}
