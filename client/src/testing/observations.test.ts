import type { RehearsalResult, WireScript } from '@tenantsafe/server/protocol';
import { describe, expect, it } from 'vitest';
import { observationsOf } from './observations';

type Statement = RehearsalResult['statements'][number];
type Check = RehearsalResult['tenants'][number]['checks'][number];

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 9 } };
const script: WireScript = { uri: 'file:///V1.sql', statements: [range, range, range] };

function statement(more: Partial<Statement>): Statement {
  return {
    tenant: 'large',
    index: 0,
    direction: 'up',
    ms: 812.3,
    heldMs: [780, 801],
    walBytes: 0,
    rowsTouched: 0,
    locks: [{ relation: 'public.accounts', mode: 'SHARE' }],
    rewrites: [],
    scans: [],
    blockedReadsMs: 1,
    blockedWritesMs: 790,
    predicted: { agrees: true, differences: [] },
    ...more,
  };
}

function failed(id: Check['id'], at: number): Check {
  return { id, verdict: 'failed', message: 'No.', statement: at, relations: [], sample: [] };
}

function result(statements: readonly Statement[], checks: readonly Check[] = []) {
  const tenant = { name: 'large', checks };
  // Only what the observations read.
  return { statements, tenants: [tenant] } as unknown as RehearsalResult;
}

describe('observationsOf', () => {
  it('shows the slowest run beside the statement, and every run on demand', () => {
    const [seen] = observationsOf(
      result([
        statement({ tenant: 'minimal', ms: 2, heldMs: null, locks: [], blockedWritesMs: null }),
        statement({}),
      ]),
      'up',
      script,
    );
    expect(seen?.label).toBe('812 ms, SHARE held 801 ms, writes stood still 790 ms');
    expect(seen?.details).toEqual([
      'Tenant minimal: 2.0 ms',
      'Tenant large: 812 ms, SHARE held 801 ms, writes stood still 790 ms',
    ]);
  });

  it('marks the statement that failed, and none that was never reached', () => {
    const seen = observationsOf(result([statement({})], [failed('apply', 1)]), 'up', script);
    expect(seen.map(({ statement: at, outcome }) => [at, outcome])).toEqual([
      [0, 'passed'],
      [1, 'failed'],
    ]);
    expect(seen[1]).toMatchObject({ label: undefined, details: ['apply failed on large: No.'] });
  });

  it('counts statements of the rollback for its own checks only', () => {
    const both = result([statement({}), statement({ direction: 'down' })], [failed('rollback-apply', 0)]);
    expect(observationsOf(both, 'up', script).map(({ outcome }) => outcome)).toEqual(['passed']);
    expect(observationsOf(both, 'down', script).map(({ outcome }) => outcome)).toEqual(['failed']);
  });
});
