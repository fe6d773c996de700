import type { CheckDraftResult, WireDraftPrompt } from '@tenantsafe/server/protocol';
import { describe, expect, it } from 'vitest';
import type { ModelAnswer, ModelTurn } from '../models/model';
import { recordedModel, requestSha256 } from '../models/recorded';
import { draftInRounds, requestOf, type DraftingPorts } from './draftInRounds';
import { gatePage, promptPage } from './pages';
import { pricesOf, usageText } from './usageText';

const prompt: WireDraftPrompt = {
  snippet: { id: 'add-column', version: 1, sha256: 's' },
  inputs: {},
  instructions: 'Rules.',
  schema: '{"tables":["```"]}',
  request: 'Add a column.',
  answerSchema: { type: 'object' },
  model: 'm',
  repairs: 2,
  sha256: 'p',
  schemaSha256: 'c',
  policySha256: 'y',
};

const usage = { inputTokens: 100, outputTokens: 20, cacheReadTokens: 1000, cacheWriteTokens: 0 };
const answer = (value: object): ModelAnswer => ({
  text: JSON.stringify(value),
  value,
  requestId: 'req_1',
  stopReason: 'end_turn',
  usage,
});

function verdict(kind: 'accepted' | 'rejected', more: Partial<CheckDraftResult> = {}): CheckDraftResult {
  const files = [{ uri: 'file:///w/V2__x.sql', text: 'SELECT 1;', phase: 0, direction: 'up' as const }];
  const gate = { formatVersion: 1 as const, verdict: kind, stages: [] };
  return { gate, files, questions: [], facts: [], ...more };
}

/** Plays answers of a model, recorded for the turns in which they are expected, and verdicts of the gate. */
function played(
  answers: readonly { readonly after: readonly ModelTurn[]; readonly value: object }[],
  verdicts: readonly CheckDraftResult[],
  replies?: readonly string[],
) {
  const recordings = new Map(
    answers.map(({ after, value }) => [requestSha256('m', requestOf(prompt, after)), answer(value)]),
  );
  const checked: { draft: unknown; repairs: unknown }[] = [];
  const ports: DraftingPorts = {
    model: recordedModel('m', recordings),
    check: (draft, repairs) => {
      const given = verdicts[checked.length];
      checked.push({ draft, repairs });
      return given === undefined ? Promise.reject(new Error('Checked too often.')) : Promise.resolve(given);
    },
    answer: () => Promise.resolve(replies),
    say: () => undefined,
    signal: new AbortController().signal,
  };
  return { checked, drafted: draftInRounds(prompt, ports) };
}

const asked: ModelTurn = { from: 'person', text: 'Add a column.' };
const wrote = (value: object): ModelTurn => ({ from: 'model', text: JSON.stringify(value) });
const found = (fact: string): ModelTurn => ({
  from: 'person',
  text: `The draft was checked and rejected. This was found:\n- ${fact}\n\nAnswer with the whole draft, repaired.`,
});

describe('drafting', () => {
  it('ends with the first draft that the gate accepts', async () => {
    const { drafted, checked } = played([{ after: [asked], value: { title: 'a' } }], [verdict('accepted')]);
    expect(await drafted).toMatchObject({
      kind: 'judged',
      draft: { title: 'a' },
      rounds: [{ requestId: 'req_1' }],
    });
    expect(checked).toEqual([{ draft: { title: 'a' }, repairs: undefined }]);
  });

  it('gives findings back as facts, and the gate what is repaired', async () => {
    const { drafted, checked } = played(
      [
        { after: [asked], value: { title: 'a' } },
        { after: [asked, wrote({ title: 'a' }), found('column x is not there')], value: { title: 'b' } },
      ],
      [verdict('rejected', { facts: ['column x is not there'] }), verdict('accepted')],
    );
    expect(await drafted).toMatchObject({ kind: 'judged', draft: { title: 'b' } });
    expect(checked[1]).toEqual({ draft: { title: 'b' }, repairs: { title: 'a' } });
  });

  it('hands over a draft that is still rejected when the repairs are used up', async () => {
    const first = [asked, wrote({ n: 1 }), found('one')];
    const second = [...first, wrote({ n: 2 }), found('two')];
    const { drafted } = played(
      [
        { after: [asked], value: { n: 1 } },
        { after: first, value: { n: 2 } },
        { after: second, value: { n: 3 } },
      ],
      ['one', 'two', 'three'].map((fact) => verdict('rejected', { facts: [fact] })),
    );
    const end = await drafted;
    expect(end).toMatchObject({ kind: 'judged', check: { gate: { verdict: 'rejected' } } });
    expect(end.rounds).toHaveLength(3);
  });

  const asks = verdict('accepted', { questions: ['Which plan?'], files: [] });

  it('lets the person answer, which is no repair', async () => {
    const reply: ModelTurn = {
      from: 'person',
      text: 'Question: Which plan?\nAnswer: basic\n\nAnswer with the whole draft.',
    };
    const { drafted, checked } = played(
      [
        { after: [asked], value: { q: 1 } },
        { after: [asked, wrote({ q: 1 }), reply], value: { title: 'b' } },
      ],
      [asks, verdict('accepted')],
      ['basic'],
    );
    expect(await drafted).toMatchObject({ kind: 'judged', draft: { title: 'b' } });
    expect(checked[1]?.repairs).toBeUndefined();
  });

  it('ends without a draft where the person does not answer', async () => {
    const { drafted } = played([{ after: [asked], value: { q: 1 } }], [asks]);
    expect(await drafted).toMatchObject({ kind: 'unanswered', questions: ['Which plan?'] });
  });

  it('shows questions beside phases to who reviews them, and asks nothing', async () => {
    const both = verdict('accepted', { questions: ['Is it right?'] });
    const { drafted } = played([{ after: [asked], value: { title: 'a' } }], [both]);
    expect(await drafted).toMatchObject({ kind: 'judged' });
  });
});

describe('what was used', () => {
  it('is counted over all rounds, without a price that nobody gave', () => {
    expect(usageText([usage, usage, null], undefined)).toBe('2,200 tokens read, 40 written.');
    expect(usageText([null], undefined)).toBe('The provider does not count tokens.');
  });

  it('costs what the prices of the model say', () => {
    const prices = pricesOf({ m: { input: 3, output: 15, cacheRead: 0.3 } }, 'm');
    expect(usageText([usage], prices)).toBe(
      '1,100 tokens read, 20 written: 0.0009 at the prices in your settings.',
    );
  });

  it.each([null, 7, {}, { m: 3 }, { m: { input: '3', output: 15 } }, { m: { input: -1, output: 1 } }])(
    'has no price in %j',
    (settings) => expect(pricesOf(settings, 'm')).toBeUndefined(),
  );
});

describe('pages', () => {
  it('show all of a prompt, whose data cannot leave its fence', () => {
    const page = promptPage(prompt, 'm');
    expect(page).toContain('````json\n{"tables":["```"]}\n````');
    for (const part of ['Rules.', 'Add a column.', '"type": "object"', '`p`']) expect(page).toContain(part);
    expect(promptPage({ ...prompt, schema: null }, 'm')).toContain(
      'None: the policy keeps the schema at home.',
    );
  });

  it('say of each stage what was found and where, and escape what a model wrote', () => {
    const finding = {
      rule: 'draft-unknown-column',
      severity: 'error' as const,
      message: 'No column <b>x</b>.',
      phase: 0,
      direction: 'up' as const,
      statement: 1,
    };
    const stages = [{ stage: 'parse' as const, verdict: 'failed' as const, findings: [finding] }];
    const gate = { formatVersion: 1 as const, verdict: 'rejected' as const, stages };
    const page = gatePage(verdict('rejected', { gate }), { title: '[x](y)', assumptions: ['a', 3] }, 'Used.');
    expect(page).toContain('# \\[x\\](y): rejected by the gate');
    expect(page).toContain(
      '- error `draft-unknown-column` (phase 1, migration, statement 2): No column \\<b\\>x\\</b\\>.',
    );
    expect(page).toContain('## Assumptions\n\n- a\n\n');
    expect(page).not.toContain('writes the files');
  });
});
