import { createHash } from 'node:crypto';
import type { DraftModel, ModelAnswer, ModelRequest } from './model';
import { cancelled, ModelFailure } from './modelFailure';

/** Recorded answers by the hash of their request; see `requestSha256`. */
export type Recordings = ReadonlyMap<string, ModelAnswer>;

/**
 * A model that answers only what it was asked before. A request that was never recorded fails and says its hash: nothing
 * ever falls through to a network.
 */
export function recordedModel(model: string, recordings: Recordings): DraftModel {
  return {
    provider: 'recorded',
    model,
    // An adapter is a stream of events, and this one has nothing to wait for.
    // eslint-disable-next-line @typescript-eslint/require-await
    generate: async function* (request, signal) {
      if (signal.aborted) throw cancelled();
      const hash = requestSha256(model, request);
      const answer = recordings.get(hash);
      if (answer === undefined)
        throw new ModelFailure(
          'unavailable',
          `No answer is recorded for the request ${hash}: record it first.`,
        );
      yield { kind: 'progress', characters: answer.text.length };
      yield { kind: 'answer', answer };
    },
  };
}

/** SHA-256 of what decides about an answer, independent of the order of keys. */
export function requestSha256(model: string, request: ModelRequest): string {
  return createHash('sha256')
    .update(JSON.stringify(canonical({ model, ...request })))
    .digest('hex');
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, canonical(inner)]));
}
