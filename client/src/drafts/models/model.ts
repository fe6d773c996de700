import type { WireDraftUsage } from '@tenantsafe/server/protocol';

/**
 * A language model as the drafts see it, whoever provides it. No part of an answer leaves an adapter before the whole of
 * it is there: half an answer is half a migration.
 */
export interface DraftModel {
  readonly provider: ModelProvider;
  /** The provider's own id of the model. */
  readonly model: string;
  /**
   * Sends a request once and yields its progress, and the answer as the last event.
   * Throws `ModelFailure` with one sentence where there is none; nothing of a partial answer is in it.
   */
  generate(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>;
}

export type ModelProvider = 'anthropic' | 'editor' | 'recorded';

export interface ModelRequest {
  /** Rules of the answer and of the project, the same for every request of a project. */
  readonly instructions: string;
  /** Facts about the project that are data and nothing else; null where nothing may be sent. */
  readonly data: string | null;
  /** What is asked for, and what was answered and asked since; a person's turn is the first and the last. */
  readonly turns: readonly ModelTurn[];
  /** JSON Schema of the answer. */
  readonly answerSchema: Readonly<Record<string, unknown>>;
}

export interface ModelTurn {
  readonly from: 'person' | 'model';
  readonly text: string;
}

export type ModelEvent =
  | { readonly kind: 'progress'; readonly characters: number }
  | { readonly kind: 'answer'; readonly answer: ModelAnswer };

export interface ModelAnswer {
  /** The answer as it came. */
  readonly text: string;
  /** The same as data: some JSON value, not checked against the schema. */
  readonly value: unknown;
  /** The provider's id of the request, for a question to its support; null where it has none. */
  readonly requestId: string | null;
  readonly stopReason: string;
  /** Null where the provider does not count. */
  readonly usage: WireDraftUsage | null;
}

/** Reads a model to its answer. `onProgress` hears how many characters there are so far, never which. */
export async function answerOf(
  model: DraftModel,
  request: ModelRequest,
  signal: AbortSignal,
  onProgress: (characters: number) => void = () => undefined,
): Promise<ModelAnswer> {
  for await (const event of model.generate(request, signal)) {
    if (event.kind === 'answer') return event.answer;
    onProgress(event.characters);
  }
  throw new Error(`The adapter of ${model.provider} ended without an answer and without saying why.`);
}
