import type { RehearsalResult } from '@tenantsafe/server/protocol';
import { describe, expect, it } from 'vitest';
import { outcomesOf, summaryOf } from './outcomes';

type Tenant = RehearsalResult['tenants'][number];
type Check = Tenant['checks'][number];

function check(more: Partial<Check>): Check {
  return {
    id: 'apply',
    verdict: 'passed',
    message: 'Fine.',
    statement: null,
    relations: [],
    sample: [],
    ...more,
  };
}

function tenant(
  name: Tenant['shape'],
  verdict: Tenant['verdict'],
  checks: readonly Check[],
  more = {},
): Tenant {
  return {
    name,
    shape: name,
    verdict,
    rows: 1,
    upMs: 10,
    downMs: 5,
    checksum: '',
    tables: [],
    checks,
    ...more,
  };
}

function result(tenants: readonly Tenant[]): RehearsalResult {
  return {
    formatVersion: 1,
    migration: 'V2__x.sql',
    rollback: null,
    model: 'row',
    server: '18.4',
    verdict: 'failed',
    startedAt: '2026-01-02T03:04:05.000Z',
    finishedAt: '2026-01-02T03:04:06.000Z',
    inputs: { migration: null, rollback: null, history: null, policy: null, fixtures: null },
    tenants,
    statements: [],
    scorecard: {
      tenantMsP50: null,
      tenantMsP95: null,
      blockedWriterMsMax: null,
      blockedReaderMsMax: null,
      lockQueueMs: null,
      walBytes: null,
      rollbackRehearsal: 'passed',
      driftedTenants: null,
      failedTenants: 0,
      cohortFailureRate: 0,
    },
    projection: null,
    notChecked: [],
  };
}

describe('outcomesOf', () => {
  it('adds the times of migration and rollback, and knows none where neither ran', () => {
    const outcomes = outcomesOf(
      result([tenant('minimal', 'passed', []), tenant('edge', 'skipped', [], { upMs: null, downMs: null })]),
    );
    expect(outcomes.map(({ durationMs }) => durationMs)).toEqual([15, undefined]);
  });

  it('says what failed, with the sample, and leaves out what passed or was skipped', () => {
    const checks = [
      check({}),
      check({
        id: 'isolation',
        verdict: 'failed',
        message: 'Leaks.',
        sample: ['row 1', 'row 2'],
        statement: 1,
      }),
      check({ id: 'rerun', verdict: 'skipped', message: 'Not rerun.' }),
    ];
    const [outcome] = outcomesOf(result([tenant('large', 'failed', checks)]));
    expect(outcome?.messages).toEqual([
      {
        check: 'isolation',
        text: 'isolation: Leaks.\nrow 1\nrow 2',
        place: { direction: 'up', statement: 1 },
        diff: undefined,
      },
    ]);
  });

  it('looks for statements of rollback checks in the rollback, and of reapply in the migration', () => {
    const checks = [
      check({ id: 'rollback-apply', verdict: 'failed', statement: 0 }),
      check({ id: 'reapply', verdict: 'failed', statement: 2 }),
    ];
    const [outcome] = outcomesOf(result([tenant('edge', 'failed', checks)]));
    expect(outcome?.messages.map(({ place }) => place)).toEqual([
      { direction: 'down', statement: 0 },
      { direction: 'up', statement: 2 },
    ]);
  });

  it('shows the schema that a rollback leaves as a difference', () => {
    const checks = [
      check({ id: 'rollback-schema', verdict: 'failed', message: 'Differs.', sample: ['added type a'] }),
    ];
    const [outcome] = outcomesOf(result([tenant('edge', 'failed', checks)]));
    expect(outcome?.messages[0]).toMatchObject({
      text: 'rollback-schema: Differs.',
      diff: { expected: '', actual: 'type a' },
    });
  });

  it('says why a tenant was skipped', () => {
    const [outcome] = outcomesOf(
      result([tenant('edge', 'skipped', [check({ verdict: 'skipped', message: 'No rows.' })])]),
    );
    expect(outcome?.messages.map(({ text }) => text)).toEqual(['apply: No rows.']);
  });

  it('puts copies to the first tenant of their shape, with their failures by name', () => {
    const failed = [check({ id: 'apply', verdict: 'failed', message: 'Locked.' })];
    const outcomes = outcomesOf(
      result([
        tenant('large', 'passed', []),
        tenant('empty', 'passed', []),
        { ...tenant('large', 'failed', failed), name: 'large-2' },
        { ...tenant('empty', 'skipped', [check({ verdict: 'skipped' })]), name: 'empty-2' },
      ]),
    );
    expect(outcomes.map(({ tenant: name, verdict }) => [name, verdict])).toEqual([
      ['large', 'failed'],
      ['empty', 'passed'],
    ]);
    expect(outcomes.flatMap(({ messages }) => messages.map(({ text }) => text))).toEqual([
      'large-2: apply: Locked.',
    ]);
  });
});

describe('summaryOf', () => {
  const passed = tenant('minimal', 'passed', []);

  it.each([
    [[passed], 'V2__x.sql passed on 1 of 1 fixture tenants.'],
    [[passed, tenant('edge', 'failed', [])], 'V2__x.sql failed on 1 of 2 fixture tenants: edge.'],
    [
      [passed, tenant('edge', 'errored', [])],
      'V2__x.sql could not be judged on 1 of 2 fixture tenants: edge.',
    ],
  ])('%#', (tenants, summary) => {
    expect(summaryOf(result(tenants))).toBe(summary);
  });
});
