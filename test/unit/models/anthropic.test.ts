import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { anthropicModel, anthropicModels } from '../../../client/src/drafts/models/anthropic';
import { answerOf, type ModelRequest } from '../../../client/src/drafts/models/model';
import { ModelFailure } from '../../../client/src/drafts/models/modelFailure';
import { startFakeAnthropic, type FakeAnthropic, type Scenario } from '../../models/fakeAnthropic';

const apiKey = 'sk-ant-secret-0123456789';
const partialSql = 'ALTER TABLE half_written';
const request: ModelRequest = {
  instructions: 'Draft migrations.',
  data: '{"tables":[]}',
  turns: [{ from: 'person', text: 'Add a column.' }],
  answerSchema: { type: 'object' },
};

/** Everything that was said while a test ran: warnings of the SDK, and what it prints. */
let said: string[];
let fake: FakeAnthropic;

beforeEach(async () => {
  said = [];
  fake = await startFakeAnthropic();
  const listen = (...words: unknown[]) => void said.push(words.map(String).join(' '));
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, level).mockImplementation(listen);
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await fake[Symbol.asyncDispose]();
  expect(said.join('\n')).not.toContain(apiKey);
});

const access = () => ({ apiKey, baseUrl: fake.url, warn: (message: string) => void said.push(message) });

const ask = (signal = new AbortController().signal, onProgress?: (characters: number) => void) =>
  answerOf(anthropicModel(access(), 'claude-sonnet-5-5'), request, signal, onProgress);

/** The failure of a request, after a look at all that it says. */
async function failureIn(...script: readonly Scenario[]): Promise<ModelFailure> {
  fake.play(...script);
  const failure = await ask().then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(failure instanceof ModelFailure)) throw new Error(`There was no failure but ${String(failure)}.`);
  const shown = [failure.message, failure.stack, JSON.stringify(failure)].join('\n');
  expect(shown).not.toContain(apiKey);
  expect(shown).not.toContain(partialSql);
  expect(failure.message).toMatch(/^[A-Z0-9][^\n]*[.]$/);
  return failure;
}

const attempts = () => fake.requests.length;

describe('an answer of the API', () => {
  it('is given whole, as data, with what it used', async () => {
    fake.play({ kind: 'answer', text: '{"title":"Füge Spalte hinzu"}' });
    const progress: number[] = [];
    const answer = await ask(undefined, (characters) => progress.push(characters));
    expect(answer).toEqual({
      text: '{"title":"Füge Spalte hinzu"}',
      value: { title: 'Füge Spalte hinzu' },
      requestId: 'req_1',
      stopReason: 'end_turn',
      usage: { inputTokens: 1200, outputTokens: 345, cacheReadTokens: 50, cacheWriteTokens: 300 },
    });
    expect(progress).toEqual([15, 29]);
  });

  it('survives bytes that arrive one by one, inside of characters too', async () => {
    fake.play({ kind: 'answerByteByByte', text: '{"title":"Straße – 数据库 🐘"}' });
    expect((await ask()).value).toEqual({ title: 'Straße – 数据库 🐘' });
  });

  it('is asked for with the key as a bearer, the schema, and rules and data marked for the cache', async () => {
    fake.play({ kind: 'answer', text: '{}' });
    await ask();
    const [received] = fake.requests;
    expect(received?.headers.authorization).toBe(`Bearer ${apiKey}`);
    const cached = { type: 'ephemeral' };
    expect(JSON.parse(received?.body ?? '')).toMatchObject({
      model: 'claude-sonnet-5-5',
      stream: true,
      system: [{ type: 'text', text: 'Draft migrations.', cache_control: cached }],
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: '{"tables":[]}', cache_control: cached },
            { type: 'text', text: 'Add a column.' },
          ],
        },
      ],
      output_config: { format: { type: 'json_schema', schema: { type: 'object' } } },
    });
  });

  it('goes to the address given, whatever the environment says', async () => {
    await using elsewhere = await startFakeAnthropic({ kind: 'answer', text: '{"from":"elsewhere"}' });
    vi.stubEnv('ANTHROPIC_BASE_URL', elsewhere.url);
    vi.stubEnv('ANTHROPIC_AUTH_TOKEN', 'another-token');
    vi.stubEnv('ANTHROPIC_LOG', 'debug');
    fake.play({ kind: 'answer', text: '{"from":"here"}' });
    expect((await ask()).value).toEqual({ from: 'here' });
    expect(elsewhere.requests).toEqual([]);
    expect(fake.requests[0]?.headers.authorization).toBe(`Bearer ${apiKey}`);
  });
});

describe('no answer', () => {
  const text = `{"phases":["${partialSql} and more"]}`;

  it('where the model refuses', async () => {
    const failure = await failureIn({ kind: 'refusal' });
    expect(failure).toMatchObject({ kind: 'refused', requestId: 'req_1' });
    expect(failure.message).toContain('in other words');
  });

  it('where it was cut off at its longest', async () => {
    const failure = await failureIn({ kind: 'answer', text, stopReason: 'max_tokens' });
    expect(failure.kind).toBe('truncated');
  });

  it('where prompt and answer are too long together', async () => {
    const failure = await failureIn({ kind: 'answer', text, stopReason: 'model_context_window_exceeded' });
    expect(failure.kind).toBe('tooLong');
  });

  it('where it is not the agreed JSON', async () => {
    expect((await failureIn({ kind: 'answer', text: `Sure! ${text}` })).kind).toBe('malformed');
  });

  it('where the key is not accepted, asked once', async () => {
    const message = `invalid key ${apiKey}`;
    const failure = await failureIn({ kind: 'status', status: 401, type: 'authentication_error', message });
    expect(failure).toMatchObject({ kind: 'notAuthorized', requestId: 'req_failed' });
    expect(failure.message).toContain('Set Anthropic API Key');
    expect(attempts()).toBe(1);
  });

  it('where the model is not known', async () => {
    const failure = await failureIn({
      kind: 'status',
      status: 404,
      type: 'not_found_error',
      message: 'model',
    });
    expect(failure.message).toContain('Choose Draft Model');
  });

  it('where the rate limit stays reached, after the waits that the API asks for', async () => {
    const headers = { 'retry-after-ms': '1', 'retry-after': '30' };
    const limited: Scenario = {
      kind: 'status',
      status: 429,
      type: 'rate_limit_error',
      message: 'slow',
      headers,
    };
    const failure = await failureIn(limited);
    expect(failure.kind).toBe('rateLimited');
    expect(failure.message).toContain('another 30 seconds');
    expect(attempts()).toBe(3);
  });

  it('where the API stays overloaded', async () => {
    const headers = { 'retry-after-ms': '1' };
    const overloaded: Scenario = {
      kind: 'status',
      status: 529,
      type: 'overloaded_error',
      message: 'busy',
      headers,
    };
    expect((await failureIn(overloaded)).kind).toBe('overloaded');
    expect(attempts()).toBe(3);
  });

  it('where the prompt is too long, asked once', async () => {
    const message = 'prompt is too long: 250000 tokens > 200000 maximum';
    const failure = await failureIn({ kind: 'status', status: 400, type: 'invalid_request_error', message });
    expect(failure.kind).toBe('tooLong');
    expect(attempts()).toBe(1);
  });

  it('where the request is not accepted, with the reason and without the key', async () => {
    const message = `max_tokens: too large for ${apiKey}`;
    const failure = await failureIn({ kind: 'status', status: 400, type: 'invalid_request_error', message });
    expect(failure.kind).toBe('rejected');
    expect(failure.message).toContain('max_tokens: too large');
  });

  it('where the API breaks the answer off in the middle', async () => {
    const failure = await failureIn({ kind: 'errorInMidStream', text, type: 'overloaded_error' });
    expect(failure.kind).toBe('overloaded');
    expect(attempts()).toBe(1);
  });

  it.each(['cut', 'endOfFile'] as const)('where the connection ends early (%s)', async (kind) => {
    const failure = await failureIn({ kind, text });
    expect(failure.kind).toBe('disconnected');
    expect(failure.message).toContain('nothing of it is used');
  });

  it('where nobody listens', async () => {
    const { url } = fake;
    await fake[Symbol.asyncDispose]();
    const model = anthropicModel({ apiKey, baseUrl: url, warn: () => undefined }, 'claude-sonnet-5-5');
    const failing = answerOf(model, request, new AbortController().signal);
    await expect(failing).rejects.toMatchObject({ kind: 'disconnected' });
    fake = await startFakeAnthropic();
  });
});

describe('a request that is cancelled', () => {
  it('ends while the answer hangs', async () => {
    fake.play({ kind: 'hang', text: `{"phases":["${partialSql}"]}` });
    const cancellation = new AbortController();
    const failing = ask(cancellation.signal, () => cancellation.abort());
    await expect(failing).rejects.toMatchObject({ kind: 'cancelled' });
  });

  it('ends while it waits to try again', async () => {
    const headers = { 'retry-after': '3000' };
    fake.play({ kind: 'status', status: 429, type: 'rate_limit_error', message: 'slow', headers });
    const cancellation = new AbortController();
    const failing = ask(cancellation.signal);
    await vi.waitUntil(() => attempts() === 1, { timeout: 20_000 });
    cancellation.abort();
    await expect(failing).rejects.toMatchObject({ kind: 'cancelled' });
  });
});

it('an answer after a moment of overload is an answer', async () => {
  const headers = { 'retry-after-ms': '1' };
  fake.play(
    { kind: 'status', status: 529, type: 'overloaded_error', message: 'busy', headers },
    { kind: 'answer', text: '{"ok":true}' },
  );
  expect((await ask()).value).toEqual({ ok: true });
  expect(attempts()).toBe(2);
});

it('the models are those that the API lists', async () => {
  const models = await anthropicModels(access(), new AbortController().signal);
  expect(models).toEqual(['claude-sonnet-5-5', 'claude-opus-5-5']);
});
