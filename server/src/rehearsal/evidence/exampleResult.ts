import type { CheckResult, RehearsalResult, StatementResult, TenantResult } from '../result';

/** A tenant of a result for the tests of this room. */
export function tenantOf(name: TenantResult['shape'], checks: readonly CheckResult[]): TenantResult {
  return {
    name,
    shape: name,
    verdict: checks.some(({ verdict }) => verdict === 'failed') ? 'failed' : 'passed',
    rows: 12_345,
    upMs: 812,
    downMs: null,
    checksum: 'abc',
    tables: [
      { relation: 'public.accounts', rows: 10, seeded: true, reason: null },
      { relation: 'public.odd', rows: 0, seeded: false, reason: 'its type has no generator' },
    ],
    checks,
  };
}

/** A result for the tests of this room. */
export function resultOf(
  tenants: readonly TenantResult[],
  more: Partial<RehearsalResult> = {},
): RehearsalResult {
  return {
    formatVersion: 1,
    migration: 'V2__x.sql',
    rollback: 'U2__x.sql',
    model: 'row',
    server: '18.4',
    verdict: 'failed',
    startedAt: '2026-01-02T03:04:05.000Z',
    finishedAt: '2026-01-02T03:04:09.500Z',
    inputs: {
      migration: 'sha256:1',
      rollback: null,
      history: 'sha256:2',
      policy: null,
      fixtures: 'sha256:3',
    },
    tenants,
    statements: [],
    scorecard: {
      tenantMsP50: 12,
      tenantMsP95: 812,
      blockedWriterMsMax: 790,
      blockedReaderMsMax: null,
      lockQueueMs: null,
      walBytes: 11_650_000,
      rollbackRehearsal: 'passed',
      driftedTenants: null,
      failedTenants: 1,
      cohortFailureRate: 0.2,
    },
    projection: null,
    notChecked: [],
    ...more,
  };
}

/** A statement of the run with all tenants. */
export function statementOf(more: Partial<StatementResult>): StatementResult {
  return {
    tenant: '*',
    index: 0,
    direction: 'up',
    ms: 800,
    heldMs: [780, 801],
    walBytes: 2048,
    rowsTouched: 300_000,
    locks: [{ relation: 'public.accounts', mode: 'SHARE' }],
    rewrites: [],
    scans: ['public.accounts'],
    blockedReadsMs: null,
    blockedWritesMs: 790,
    predicted: { agrees: false, differences: ['held longer than predicted'] },
    ...more,
  };
}
