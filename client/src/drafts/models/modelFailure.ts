/** Why a model gave no answer. */
export type FailureKind =
  | 'cancelled'
  | 'refused'
  | 'truncated'
  | 'malformed'
  | 'tooLong'
  | 'notAuthorized'
  | 'noSuchModel'
  | 'rateLimited'
  | 'overloaded'
  | 'rejected'
  | 'disconnected'
  | 'unavailable';

/** A model gave no answer that can be used. The message is one sentence for the person: what happened, and what to do. */
export class ModelFailure extends Error {
  readonly kind: FailureKind;
  /** The provider's id of the request; undefined where it gave none. */
  readonly requestId: string | undefined;

  constructor(kind: FailureKind, message: string, requestId?: string) {
    super(message);
    this.name = 'ModelFailure';
    this.kind = kind;
    this.requestId = requestId;
  }
}

/** The failure that every adapter throws after its signal. */
export function cancelled(): ModelFailure {
  return new ModelFailure('cancelled', 'The request to the model was cancelled.');
}

/** The JSON value that a complete answer holds. Throws `ModelFailure` where it holds none. */
export function parsedAnswer(text: string, requestId?: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    throw new ModelFailure(
      'malformed',
      'The model did not answer in the agreed form, so nothing of its answer is used: try again, or choose another model.',
      requestId,
    );
  }
}
