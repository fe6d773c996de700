import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the fake API does with one request. Each request takes the next of the script, the last one again and again. */
export type Scenario =
  /** A whole answer; `usage` and `model` are made up. */
  | { readonly kind: 'answer'; readonly text: string; readonly stopReason?: string }
  /** The same, with the body's bytes sent one by one, so that characters of several bytes arrive in parts. */
  | { readonly kind: 'answerByteByByte'; readonly text: string }
  | { readonly kind: 'refusal' }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly type: string;
      readonly message: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** An `error` event after the text has begun. */
  | { readonly kind: 'errorInMidStream'; readonly text: string; readonly type: string }
  /** The connection is cut after the text has begun. */
  | { readonly kind: 'cut'; readonly text: string }
  /** The stream ends properly, and too early. */
  | { readonly kind: 'endOfFile'; readonly text: string }
  /** Nothing ever comes after the text. */
  | { readonly kind: 'hang'; readonly text: string };

export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** An HTTP server on 127.0.0.1 that speaks as Anthropic's API does, as far as the SDK looks at it. */
export interface FakeAnthropic extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  /** Replaces what is left of the script. */
  play(...scenarios: readonly Scenario[]): void;
}

export async function startFakeAnthropic(...script: readonly Scenario[]): Promise<FakeAnthropic> {
  const requests: ReceivedRequest[] = [];
  let scenarios = [...script];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { method = '', url = '', headers } = request;
      requests.push({ method, url, headers, body });
      if (url.startsWith('/v1/models')) {
        sendModels(response);
        return;
      }
      const scenario = scenarios.length > 1 ? scenarios.shift() : scenarios[0];
      perform(scenario ?? { kind: 'answer', text: '{}' }, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${addressOf(server).port}`,
    requests,
    play: (...next) => (scenarios = [...next]),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The fake API listens on no port.');
  return address;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
  return body;
}

function sendModels(response: ServerResponse): void {
  const model = (id: string) => ({ type: 'model', id, display_name: id, created_at: '2026-01-01T00:00:00Z' });
  const data = [model('claude-sonnet-5-5'), model('claude-opus-5-5')];
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ data, has_more: false, first_id: data[0]?.id, last_id: data[1]?.id }));
}

function perform(scenario: Scenario, response: ServerResponse): void {
  if (scenario.kind === 'status') {
    const { status, type, message, headers } = scenario;
    response.writeHead(status, {
      'content-type': 'application/json',
      'request-id': 'req_failed',
      ...headers,
    });
    response.end(JSON.stringify({ type: 'error', error: { type, message }, request_id: 'req_failed' }));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', 'request-id': 'req_1' });
  switch (scenario.kind) {
    case 'answer':
      response.end(eventsOf([...begun(scenario.text), ...ended(scenario.stopReason ?? 'end_turn')]));
      break;
    case 'answerByteByByte':
      void sendBytes(eventsOf([...begun(scenario.text), ...ended('end_turn')]), response);
      break;
    case 'refusal':
      response.end(eventsOf([...begun(''), ...ended('refusal')]));
      break;
    case 'errorInMidStream': {
      const error = { type: scenario.type, message: 'made up' };
      response.end(eventsOf([...begun(scenario.text).slice(0, -1), { type: 'error', error }]));
      break;
    }
    case 'cut':
      response.write(eventsOf(begun(scenario.text).slice(0, -1)), () => response.destroy());
      break;
    case 'endOfFile':
      response.end(eventsOf(begun(scenario.text).slice(0, -1)));
      break;
    case 'hang':
      response.write(eventsOf(begun(scenario.text).slice(0, -1)));
  }
}

type StreamEvent = { readonly type: string } & Readonly<Record<string, unknown>>;

/** The message with its text in two parts, as far as the end of its only block. */
function begun(text: string): readonly StreamEvent[] {
  const half = Math.ceil(text.length / 2);
  const delta = (part: string) => ({ type: 'text_delta', text: part });
  const message = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-5-5',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
    container: null,
    diagnostics: null,
    usage: {
      input_tokens: 1200,
      output_tokens: 1,
      cache_creation_input_tokens: 300,
      cache_read_input_tokens: 50,
    },
  };
  return [
    { type: 'message_start', message },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '', citations: null } },
    { type: 'ping' },
    { type: 'content_block_delta', index: 0, delta: delta(text.slice(0, half)) },
    { type: 'content_block_delta', index: 0, delta: delta(text.slice(half)) },
    { type: 'content_block_stop', index: 0 },
  ];
}

function ended(stopReason: string): readonly StreamEvent[] {
  return [
    {
      type: 'message_delta',
      delta: { stop_reason: stopReason, stop_sequence: null, stop_details: null, container: null },
      usage: { output_tokens: 345 },
    },
    { type: 'message_stop' },
  ];
}

function eventsOf(events: readonly StreamEvent[]): string {
  return events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');
}

/** Each byte in a write of its own that has gone out before the next. */
async function sendBytes(text: string, response: ServerResponse): Promise<void> {
  for (const byte of Buffer.from(text)) {
    await new Promise((resolve) => response.write(Uint8Array.of(byte), resolve));
  }
  response.end();
}
