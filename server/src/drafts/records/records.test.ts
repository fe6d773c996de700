import { describe, expect, it } from 'vitest';
import type { GateResult } from '../gateResult';
import {
  draftStats,
  humanEdits,
  logLine,
  migrationRecord,
  readDraftEvidence,
  readDraftLog,
  statsText,
  type DraftEvidence,
  type RecordSources,
} from './index';

const at = '2026-03-01T10:20:30.000Z';

function gate(...rules: readonly string[]): GateResult {
  const findings = rules.map((rule) => ({
    rule,
    severity: 'error' as const,
    message: 'Not so.',
    phase: 0,
    direction: 'up' as const,
    statement: 0,
  }));
  const failed = rules.length > 0;
  return {
    formatVersion: 1,
    verdict: failed ? 'rejected' : 'accepted',
    stages: [{ stage: 'policy', verdict: failed ? 'failed' : 'passed', findings }],
  };
}

const round = (result: GateResult | null) => ({
  requestId: 'req_1',
  answerSha256: 'abc',
  stopReason: 'end_turn',
  usage: { inputTokens: 100, outputTokens: 20, cacheReadTokens: 0, cacheWriteTokens: 0 },
  gate: result,
});

const snippet = { id: 'add-column', version: 2, sha256: 's' };
const logged = { snippet, provider: 'anthropic', model: 'm', decision: 'accepted' as const };
const files = [
  { path: 'db/V2__x.sql', direction: 'up' as const, text: 'SELECT 1;\nSELECT 2;\n' },
  { path: 'db/U2__x.sql', direction: 'down' as const, text: 'SELECT 0;\n' },
];

const evidence: DraftEvidence = {
  formatVersion: 1,
  draftedAt: at,
  decision: 'accepted',
  prompt: {
    snippet,
    inputs: { table: 'users' },
    instructions: 'Rules.',
    schema: null,
    request: 'Add a column.\n```sql\nSELECT 1\n```',
    sha256: 'p',
    schemaSha256: 'c',
    policySha256: 'y',
  },
  provider: 'anthropic',
  model: 'm',
  rounds: [round(gate('draft-no-rls')), round(gate())],
  draft: {
    title: 'Add a column',
    intent: 'To have it.',
    tenancy: 'row',
    phases: [
      {
        phase: 'expand',
        transactional: true,
        statements: ['SELECT 1'],
        verify: [],
        rollback: { kind: 'lossy', statements: ['SELECT 0'], dataLossReason: 'The values | of it.' },
        compatibility: 'Old code may run.',
      },
    ],
    assumptions: [],
    questions: [],
    tablesTouched: [],
    estimates: [],
  },
  phase: 0,
  files,
  humanEdits: { comparedAt: at, diff: '', addedLines: 0, removedLines: 0, missing: [] },
};

describe('the edits of people', () => {
  const edits = (now: Readonly<Record<string, string>>) => humanEdits(files, (path) => now[path], at);

  it('are none where the files are as they were generated', () => {
    expect(edits({ 'db/V2__x.sql': files[0]?.text ?? '', 'db/U2__x.sql': files[1]?.text ?? '' })).toEqual(
      evidence.humanEdits,
    );
  });

  it('are a unified diff with its counts, and files that are not there', () => {
    const { diff, addedLines, removedLines, missing } = edits({
      'db/V2__x.sql': 'SELECT 1;\nSELECT 3;\nSELECT 4;\n',
    });
    expect(diff).toContain('--- a/db/V2__x.sql\n+++ b/db/V2__x.sql\n');
    expect(diff).toContain('-SELECT 2;\n+SELECT 3;\n+SELECT 4;\n');
    expect({ addedLines, removedLines, missing }).toEqual({
      addedLines: 2,
      removedLines: 1,
      missing: ['db/U2__x.sql'],
    });
  });
});

describe('the log', () => {
  const rounds = [round(gate('draft-b', 'draft-a', 'draft-a')), round(null), round(gate())];
  const line = logLine({ ...logged, rounds }, at);

  it('counts repairs and tokens, and names what failed each answer', () => {
    expect(readDraftLog(line)).toEqual({
      unread: 0,
      entries: [
        {
          formatVersion: 1,
          at,
          snippet: 'add-column@2',
          provider: 'anthropic',
          model: 'm',
          decision: 'accepted',
          repairs: 1,
          findings: [['draft-a', 'draft-b'], []],
          inputTokens: 300,
          outputTokens: 60,
        },
      ],
    });
  });

  it('loses no line to a broken one', () => {
    const { entries, unread } = readDraftLog(`${line}{"formatVersion":1,"snip\n\n${line}[1]\n`);
    expect([entries.length, unread]).toEqual([2, 2]);
  });
});

describe('the statistics', () => {
  const log = [
    logLine({ ...logged, rounds: [round(gate('draft-a')), round(gate('draft-a')), round(gate())] }, at),
    logLine({ ...logged, decision: 'rejected', rounds: [round(gate('draft-b', 'draft-a'))] }, at),
    logLine({ ...logged, snippet: { id: 'other', version: 1 }, rounds: [round(gate())] }, at),
  ].join('');
  const stats = draftStats(readDraftLog(log), [evidence], () => 'SELECT 1;\n');

  it('put the snippet first whose drafts needed most correction', () => {
    expect(stats.snippets.map((each) => each.snippet)).toEqual(['add-column@2', 'other@1']);
    expect(stats.snippets[0]).toMatchObject({
      drafts: 2,
      accepted: 1,
      rejected: 1,
      repairs: 2,
      repairsPerDraft: 1,
    });
  });

  it('count a finding once for each draft, and the edits of people', () => {
    expect(stats.snippets[0]?.findings).toEqual([
      { rule: 'draft-a', drafts: 2 },
      { rule: 'draft-b', drafts: 1 },
    ]);
    expect(stats.snippets[0]).toMatchObject({ migrations: 1, addedLines: 1, removedLines: 2 });
  });

  it('say it in words', () => {
    expect(statsText(stats)).toBe(
      [
        'add-column@2: 2 drafts, 1 accepted, 1 rejected',
        '  2 repairs, 1 a draft',
        '  draft-a stopped 2 drafts',
        '  draft-b stopped 1 draft',
        '  people have changed 1 migration by +1 −2 lines',
        '',
        'other@1: 1 draft, 1 accepted',
        '  0 repairs, 0 a draft',
        '',
      ].join('\n'),
    );
    expect(statsText({ formatVersion: 1, snippets: [], unreadLines: 0 })).toBe(
      'No draft has been made in this project.\n',
    );
  });
});

describe('a migration record', () => {
  const migration = { path: 'db/V2__x.sql', text: 'SELECT 1;\n', sha256: 'sha256:up' };
  const rollback = { path: 'db/U2__x.sql', text: 'SELECT 0;\n', sha256: 'sha256:down' };
  const rehearsal: NonNullable<RecordSources['rehearsal']> = {
    server: '18.4',
    model: 'row',
    verdict: 'failed',
    finishedAt: at,
    inputs: { migration: 'sha256:up', rollback: 'sha256:down' },
    tenants: [
      {
        name: 'large',
        verdict: 'failed',
        rows: 300_000,
        upMs: 812.4,
        downMs: null,
        checks: [
          { id: 'isolation', verdict: 'failed', message: 'Rows of `b` | seen.' },
          { id: 'app-queries', verdict: 'passed', message: 'All give the same.' },
        ],
      },
    ],
    scorecard: { rollbackRehearsal: 'passed', blockedWriterMsMax: 790, blockedReaderMsMax: null },
    projection: {
      tenants: 500,
      totalSeconds: 41,
      meanTenantSeconds: 0.8,
      largestTenantSeconds: 8,
      longestLockSeconds: 2,
      errorSeconds: null,
      method: 'linear fit',
    },
    notChecked: [{ what: 'replicas', why: 'there are none' }],
  };

  it('tells what was asked, changed, measured and rehearsed', () => {
    const record = migrationRecord({ migration, rollback, draft: evidence, rehearsal });
    for (const told of [
      'All of it is there, and it is about the files as they are now.',
      'Drafted 2026-03-01 10:20 UTC by `m` (anthropic) from the prompt snippet `add-column@2`',
      'after one repair, and accepted as it was.',
      '````text\nAdd a column.\n```sql\nSELECT 1\n```\n````',
      '| 1 | rejected | policy failed (1) | 100 in, 20 out | `req_1` |',
      'Nothing, as of 2026-03-01 10:20 UTC.',
      '| large | failed | 300,000 | 812 ms | not run | 1 passed, 1 failed |',
      '- `isolation` on large: Rows of \\`b\\` \\| seen.',
      '| 500 | 0.8 s | 8 s | 41 s | 2 s |',
      'Writers stood still for at most 790 ms on the fixtures.',
      'It was drafted as `lossy`.',
      'What it does not bring back: The values \\| of it.',
      'Rehearsed on the fixture tenants: passed.',
      'Old code may run.',
      '| large | passed | All give the same. |',
      '- replicas: there are none',
    ])
      expect(record).toContain(told);
  });

  it('names the evidence that is stale', () => {
    const changed = { ...migration, sha256: 'sha256:other' };
    const record = migrationRecord({ migration: changed, rollback: undefined, draft: evidence, rehearsal });
    expect(record).toContain('**Stale:** the migration has changed');
    expect(record).toContain('**Stale:** the rollback has changed');
    expect(record).toContain('There is no rollback script.');
  });

  it('names the evidence that is missing, and makes nothing up', () => {
    const record = migrationRecord({ migration, rollback, draft: undefined, rehearsal: undefined });
    expect(record).toContain('**Missing:** the migration was not tested on fixture tenants.');
    expect(record).toContain('There is no `draft.json`');
    for (const absent of ['What was asked', 'Results', 'Expected time', 'application code'])
      expect(record).not.toContain(absent);
  });
});

it('evidence is read again, and anything else is none', () => {
  expect(readDraftEvidence(JSON.stringify(evidence))).toEqual(evidence);
  for (const other of ['', 'null', '{"formatVersion":2}', '[]'])
    expect(readDraftEvidence(other)).toBeUndefined();
});
