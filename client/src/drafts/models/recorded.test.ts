import { describe, expect, it } from 'vitest';
import { answerOf, type ModelAnswer, type ModelRequest } from './model';
import { recordedModel, requestSha256 } from './recorded';

const request: ModelRequest = {
  instructions: 'Rules.',
  data: null,
  turns: [{ from: 'person', text: 'Add a column.' }],
  answerSchema: { type: 'object', required: ['title'] },
};
const answer: ModelAnswer = { text: '{}', value: {}, requestId: null, stopReason: 'end_turn', usage: null };
const never = new AbortController().signal;

describe('a recorded model', () => {
  const model = recordedModel('m', new Map([[requestSha256('m', request), answer]]));

  it('answers what it was asked before, whatever the order of keys', async () => {
    const same = { ...request, answerSchema: { required: ['title'], type: 'object' } };
    expect(await answerOf(model, same, never)).toBe(answer);
  });

  it.each([
    ['another turn', { ...request, turns: [{ from: 'person' as const, text: 'Add two columns.' }] }],
    ['other rules', { ...request, instructions: 'Other rules.' }],
    ['data that was not there', { ...request, data: '{}' }],
  ])('fails for %s and names the hash to record', async (_, other) => {
    await expect(answerOf(model, other, never)).rejects.toThrow(requestSha256('m', other));
  });
});
