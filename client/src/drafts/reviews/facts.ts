import type { RehearsalResult } from '@tenantsafe/server/protocol';

/** A finding of the linter as far as a review needs it. */
export interface FoundFact {
  readonly rule: string;
  readonly severity: string;
  /** From one. */
  readonly line: number;
  readonly message: string;
}

/** Findings as facts, one sentence each. */
export function findingFacts(findings: readonly FoundFact[]): readonly string[] {
  return findings.map(
    ({ rule, severity, line, message }) => `${rule} (${severity}) in line ${line}: ${message}`,
  );
}

/** What a rehearsal has shown as facts: failed checks first, then figures. No row of a fixture is among them. */
export function rehearsalFacts({ tenants, scorecard, projection }: RehearsalResult): readonly string[] {
  const failed = tenants.flatMap(({ name, checks }) =>
    checks
      .filter(({ verdict }) => verdict === 'failed' || verdict === 'errored')
      .map(({ id, verdict, message }) => `Check ${id} ${verdict} on tenant ${name}: ${message}`),
  );
  const times = tenants.flatMap(({ name, rows, upMs }) =>
    upMs === null ? [] : [`Tenant ${name} with ${rows} rows was migrated in ${Math.round(upMs)} ms.`],
  );
  const stood = [
    ['Writers', scorecard.blockedWriterMsMax],
    ['Readers', scorecard.blockedReaderMsMax],
  ] as const;
  return [
    ...failed,
    ...times,
    ...stood.flatMap(([who, ms]) => (ms === null ? [] : [`${who} stood still for at most ${ms} ms.`])),
    `The rollback rehearsal: ${scorecard.rollbackRehearsal}.`,
    ...(projection === null
      ? []
      : [
          `Estimated for ${projection.tenants} tenants: ${projection.totalSeconds} s in all, ${projection.largestTenantSeconds} s for the largest.`,
        ]),
  ];
}
