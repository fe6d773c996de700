import type { CheckDraftResult, WireDraftPrompt, WireDraftRound } from '@tenantsafe/server/protocol';
import { createHash } from 'node:crypto';
import {
  answerOf,
  type DraftModel,
  type ModelAnswer,
  type ModelRequest,
  type ModelTurn,
} from '../models/model';

/** What drafting needs of the world around it. */
export interface DraftingPorts {
  readonly model: DraftModel;
  /** The gate. `repairs` is the rejected draft that this one repairs. */
  check(draft: unknown, repairs: unknown): Promise<CheckDraftResult>;
  /** The person's answers in the order of the questions; undefined where they would rather not. */
  answer(questions: readonly string[]): Promise<readonly string[] | undefined>;
  /** Hears what goes on, for a progress bar. */
  say(step: string): void;
  readonly signal: AbortSignal;
}

/** How drafting ended, with every round. */
export type Drafted =
  | ({ readonly kind: 'judged'; readonly draft: unknown; readonly check: CheckDraftResult } & Rounds)
  /** The person gave no answer, or the model asked on and on. */
  | ({ readonly kind: 'unanswered'; readonly questions: readonly string[] } & Rounds);

interface Rounds {
  readonly rounds: readonly WireDraftRound[];
}

/** A model that still has questions after so many answers does not come to an end. */
const mostQuestionRounds = 3;

/**
 * Asks a model for a draft until the gate accepts it or the repairs are used up, and lets the person answer its questions
 * meanwhile. Throws `ModelFailure` where the model gives no answer.
 */
export async function draftInRounds(prompt: WireDraftPrompt, ports: DraftingPorts): Promise<Drafted> {
  const rounds: WireDraftRound[] = [];
  let turns: readonly ModelTurn[] = [{ from: 'person', text: prompt.request }];
  let rejected: unknown;
  let repairsLeft = prompt.repairs;
  let questionRounds = 0;
  for (;;) {
    const answer = await nextAnswer(prompt, turns, ports);
    ports.say('Checking the draft');
    const check = await ports.check(answer.value, rejected);
    rounds.push(roundOf(answer, check));
    if (isQuestions(check)) {
      const given = questionRounds < mostQuestionRounds ? await ports.answer(check.questions) : undefined;
      questionRounds += 1;
      if (given === undefined) return { kind: 'unanswered', questions: check.questions, rounds };
      turns = [...turns, modelTurn(answer), { from: 'person', text: answersText(check.questions, given) }];
    } else if (check.gate.verdict === 'accepted' || repairsLeft === 0) {
      return { kind: 'judged', draft: answer.value, check, rounds };
    } else {
      repairsLeft -= 1;
      rejected = answer.value;
      turns = [...turns, modelTurn(answer), { from: 'person', text: factsText(check.facts) }];
      ports.say(`The gate rejected the draft: asking for a repair, ${repairsLeft} left after it`);
    }
  }
}

/** What a model is sent for a prompt and the turns since. */
export function requestOf(prompt: WireDraftPrompt, turns: readonly ModelTurn[]): ModelRequest {
  const { instructions, schema, answerSchema } = prompt;
  return { instructions, data: schema, turns, answerSchema };
}

function nextAnswer(
  prompt: WireDraftPrompt,
  turns: readonly ModelTurn[],
  ports: DraftingPorts,
): Promise<ModelAnswer> {
  const { model, signal } = ports;
  ports.say(`Waiting for ${model.model}`);
  return answerOf(model, requestOf(prompt, turns), signal, (characters) =>
    ports.say(`${model.model} has written ${characters.toLocaleString('en')} characters`),
  );
}

/** Questions beside phases are for the person who reviews the phases. */
function isQuestions({ questions, files, gate }: CheckDraftResult): boolean {
  return gate.verdict === 'accepted' && questions.length > 0 && files.length === 0;
}

function roundOf(
  { text, requestId, stopReason, usage }: ModelAnswer,
  { gate }: CheckDraftResult,
): WireDraftRound {
  return {
    requestId,
    answerSha256: createHash('sha256').update(text).digest('hex'),
    stopReason,
    usage,
    gate,
  };
}

function modelTurn({ text }: ModelAnswer): ModelTurn {
  return { from: 'model', text };
}

function answersText(questions: readonly string[], answers: readonly string[]): string {
  const pairs = questions.map((question, index) => `Question: ${question}\nAnswer: ${answers[index] ?? ''}`);
  return `${pairs.join('\n\n')}\n\nAnswer with the whole draft.`;
}

/** Facts only: advice would be a text to please instead of a schema to respect. */
function factsText(facts: readonly string[]): string {
  const list = facts.map((fact) => `- ${fact}`).join('\n');
  return `The draft was checked and rejected. This was found:\n${list}\n\nAnswer with the whole draft, repaired.`;
}
