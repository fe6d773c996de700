import type Anthropic from '@anthropic-ai/sdk';
import { failureOf, type Sdk } from './anthropicFailures';
import type { DraftModel, ModelAnswer, ModelRequest } from './model';
import { cancelled, ModelFailure, parsedAnswer } from './modelFailure';

/** Where Anthropic's API is, unless the person's own settings name another place. */
export const anthropicUrl = 'https://api.anthropic.com';

export interface AnthropicAccess {
  readonly apiKey: string;
  /** From the person's own settings or `anthropicUrl`, never from a workspace. */
  readonly baseUrl: string;
  /** Hears warnings of the SDK; the key is not in them. */
  readonly warn: (message: string) => void;
}

/** Enough for several phases with their rollbacks; an answer that needs more is refused as truncated. */
const answerTokens = 32_000;

/** A model behind Anthropic's API. */
export function anthropicModel(access: AnthropicAccess, model: string): DraftModel {
  return {
    provider: 'anthropic',
    model,
    generate: async function* (request, signal) {
      const sdk = await import('@anthropic-ai/sdk');
      const stream = clientOf(sdk, access).messages.stream(paramsFor(model, request), { signal });
      try {
        let characters = 0;
        for await (const event of stream) {
          if (event.type !== 'content_block_delta' || event.delta.type !== 'text_delta') continue;
          characters += event.delta.text.length;
          yield { kind: 'progress', characters };
        }
        yield { kind: 'answer', answer: answerFrom(await stream.finalMessage(), stream.request_id ?? null) };
      } catch (error) {
        throw signal.aborted ? cancelled() : failureOf(error, sdk, access);
      } finally {
        stream.abort();
      }
    },
  };
}

/** Ids of the models that the key may use, as the API lists them. Throws `ModelFailure`. */
export async function anthropicModels(
  access: AnthropicAccess,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const sdk = await import('@anthropic-ai/sdk');
  try {
    const ids: string[] = [];
    for await (const { id } of clientOf(sdk, access).models.list({}, { signal })) ids.push(id);
    return ids;
  } catch (error) {
    throw signal.aborted ? cancelled() : failureOf(error, sdk, access);
  }
}

/**
 * Everything that the SDK would otherwise take from the environment or from a profile on disk is given, since a workspace
 * may control the environment: where the key goes, and who listens.
 */
function clientOf(sdk: Sdk, { apiKey, baseUrl, warn }: AnthropicAccess): Anthropic {
  const say = (message: string) => warn(message.replaceAll(apiKey, '…'));
  return new sdk.default({
    apiKey,
    baseURL: baseUrl,
    openTelemetry: false,
    logLevel: 'warn',
    logger: { error: say, warn: say, info: () => undefined, debug: () => undefined },
  });
}

/** Rules and data may be kept by the API between the requests of a project: the request itself comes after both. */
function paramsFor(
  model: string,
  { instructions, data, turns, answerSchema }: ModelRequest,
): Anthropic.MessageStreamParams {
  const cached = { type: 'ephemeral' } as const;
  return {
    model,
    max_tokens: answerTokens,
    system: [{ type: 'text', text: instructions, cache_control: cached }],
    messages: turns.map(({ from, text }, index) => ({
      role: from === 'person' ? 'user' : 'assistant',
      content: [
        ...(index === 0 && data !== null
          ? [{ type: 'text' as const, text: data, cache_control: cached }]
          : []),
        { type: 'text', text },
      ],
    })),
    // Not the SDK's parsing format: that would throw on a truncated answer or a refusal, and hide which of them it was.
    output_config: { format: { type: 'json_schema', schema: { ...answerSchema } } },
  };
}

function answerFrom(message: Anthropic.Message, requestId: string | null): ModelAnswer {
  const id = requestId ?? undefined;
  switch (message.stop_reason) {
    case 'refusal':
      throw new ModelFailure(
        'refused',
        'The model refused to answer this request: say what the migration is for in other words, or choose another model.',
        id,
      );
    case 'max_tokens':
      throw new ModelFailure(
        'truncated',
        'The answer was longer than the model may write, so nothing of it is used: ask for a smaller migration.',
        id,
      );
    case 'model_context_window_exceeded':
      throw new ModelFailure('tooLong', tooLong, id);
    default:
  }
  const text = message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  const { usage } = message;
  return {
    text,
    value: parsedAnswer(text, id),
    requestId,
    stopReason: message.stop_reason ?? 'unknown',
    usage: {
      inputTokens: usage.input_tokens,
      outputTokens: usage.output_tokens,
      cacheReadTokens: usage.cache_read_input_tokens ?? 0,
      cacheWriteTokens: usage.cache_creation_input_tokens ?? 0,
    },
  };
}

const tooLong =
  'Prompt and answer together are longer than the model can read: name fewer tables, or choose another model.';
