import type { Decision } from '../drafts/draftReviews';
import type { Command, CommandParts } from './command';

/** *Accept Draft*, *Edit Draft*, *Rehearse Draft*, *Reject Draft*: decide about the draft that waits. */
export function decideDraft({ drafts }: CommandParts, decision: Decision): Command {
  return () => drafts.reviews.decide(decision);
}
