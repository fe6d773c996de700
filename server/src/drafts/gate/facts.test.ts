import { expect, it } from 'vitest';
import type { GateResult } from '../gateResult';
import { factsOf } from './facts';
import { gateFinding } from './findings';

const rule = {
  rule: 'pg-index-not-concurrent',
  severity: 'warning',
  message:
    'CREATE INDEX takes a SHARE lock on payments. Writers wait until it is built. Build it CONCURRENTLY.',
  phase: 0,
  direction: 'up',
  statement: 1,
} as const;

const gate: GateResult = {
  formatVersion: 1,
  verdict: 'rejected',
  stages: [
    { stage: 'lint', verdict: 'passed', findings: [rule] },
    {
      stage: 'policy',
      verdict: 'failed',
      findings: [
        gateFinding(
          'draft-rollback-differs',
          { phase: 1, direction: 'down', statement: 0 },
          'After the rollback the column accounts.score stays: undo that as well.',
        ),
      ],
    },
  ],
};

it('tells a model what was seen and where, worst first, and not what to write', () => {
  expect(factsOf(gate)).toEqual([
    'policy error draft-rollback-differs at phases[1].rollback.statements[0]: After the rollback the column accounts.score stays.',
    'lint warning pg-index-not-concurrent at phases[0].statements[1]: CREATE INDEX takes a SHARE lock on payments.',
  ]);
});
