import { describe, expect, it } from 'vitest';
import type { Draft } from './draft';
import { readDraft } from './readDraft';

const draft: Draft = {
  title: 'add account score',
  intent: 'Sales sorts accounts by a score.',
  tenancy: 'row',
  phases: [
    {
      phase: 'expand',
      transactional: true,
      statements: ['ALTER TABLE accounts ADD COLUMN score integer'],
      verify: [],
      rollback: {
        kind: 'exact',
        statements: ['ALTER TABLE accounts DROP COLUMN score'],
        dataLossReason: null,
      },
      compatibility: 'old code and new code',
    },
  ],
  assumptions: [],
  questions: [],
  tablesTouched: ['public.accounts'],
  estimates: [],
};

const [phase] = draft.phases;
if (phase === undefined) throw new Error('the sample has a phase');
const changedPhase = (change: object) => ({ ...draft, phases: [{ ...phase, ...change }] });
const changedRollback = (change: object) => changedPhase({ rollback: { ...phase.rollback, ...change } });

describe('reading a draft', () => {
  it('takes a draft as it is', () => {
    expect(readDraft(draft)).toEqual({ draft });
  });

  it('takes questions without phases for an answer', () => {
    const asking = { ...draft, phases: [], questions: ['Which accounts count as active?'] };
    expect(readDraft(asking)).toEqual({ draft: asking });
  });

  const faulty: readonly (readonly [behaviour: string, value: unknown, message: RegExp])[] = [
    [
      'refuses what is no object',
      'DROP TABLE accounts',
      /^The draft is "DROP TABLE accounts": write object\.$/,
    ],
    ['names a missing key', { ...draft, phases: undefined }, /lacks the key "phases": add it\.$/],
    ['names a key that no draft has', { ...draft, path: '/etc' }, /has a key "path" that no draft has/],
    [
      'names the place of a wrong word',
      changedRollback({ kind: 'perfect' }),
      /^phases\[0\]\.rollback\.kind is "perfect": write one of exact, lossy, forward-only\.$/,
    ],
    [
      'names the place of a wrong type',
      changedPhase({ statements: [1] }),
      /^phases\[0\]\.statements\[0\] is 1: write string\.$/,
    ],
    ['wants a phase or a question', { ...draft, phases: [] }, /propose a phase, or ask/],
    ['wants statements', changedPhase({ statements: [] }), /^phases\[0\]\.statements is empty/],
    [
      'wants the phases in order',
      { ...draft, phases: [{ ...phase, phase: 'contract' }, phase] },
      /^phases\[1\]\.phase is expand after contract/,
    ],
    ['wants a reason for loss', changedRollback({ kind: 'lossy' }), /lossy without a dataLossReason/],
    ['wants an exact rollback to do something', changedRollback({ statements: [] }), /is exact and empty/],
    [
      'wants nothing lost by an exact rollback',
      changedRollback({ dataLossReason: 'scores' }),
      /is exact and gives a reason for loss/,
    ],
    [
      'wants no statement where there is no way back',
      changedRollback({ kind: 'forward-only' }),
      /is forward-only and has statements/,
    ],
    [
      'bounds a text',
      { ...draft, intent: 'x'.repeat(5000) },
      /^intent has 5000 characters: 2000 is the most\.$/,
    ],
    [
      'bounds a statement',
      changedPhase({ statements: [`SELECT '${'x'.repeat(200_000)}'`] }),
      /^phases\[0\]\.statements\[0\] has 200009 characters/,
    ],
    ['keeps a title on one line', { ...draft, title: 'add\nscore' }, /^title is longer than a name/],
  ];
  it.each(faulty)('%s', (_behaviour, value, message) => {
    const { faults } = readDraft(value);
    expect(faults?.map((fault) => fault.message)).toEqual([expect.stringMatching(message)]);
  });

  it.each([undefined, null, 7, [], () => 0, { phases: { length: 1 } }])('never throws (%s)', (value) => {
    expect(readDraft(value).faults).not.toEqual([]);
  });
});
