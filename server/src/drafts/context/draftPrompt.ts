import { createHash } from 'node:crypto';
import { emptyCatalog } from '../../catalog';
import type { Policy } from '../../project';
import type { LanguageService, Workspace } from '../../service';
import draftSchema from '../draft.schema.json';
import { inputFaults } from '../prompts/inputFaults';
import { filledIn, type InputValues } from '../prompts/placeholders';
import type { PromptAnswer, PromptSnippet } from '../prompts/snippet';
import { surroundingsAt, type Surroundings } from '../prompts/surroundings';
import { settledValues, withParts } from '../prompts/values';
import { dataBlock } from './dataBlock';
import { instructions } from './instructions';
import { projectData, tablesAskedFor } from './projectData';
import { reviewData } from './reviewData';
import reviewSchema from './review.schema.json';
import scriptSchema from './script.schema.json';
import { shapeFacts } from './shapeFacts';

/** The exact words that a model would be sent. */
export interface DraftPrompt {
  readonly snippet: { readonly id: string; readonly version: number; readonly sha256: string };
  readonly answer: PromptAnswer;
  readonly inputs: Readonly<Record<string, string>>;
  readonly instructions: string;
  /** Null where the policy keeps the schema at home. */
  readonly schema: string | null;
  readonly request: string;
  readonly answerSchema: Readonly<Record<string, unknown>>;
  readonly model: string;
  readonly repairs: number;
  readonly sha256: string;
  readonly schemaSha256: string;
  readonly policySha256: string;
}

export interface PromptRequest {
  readonly snippet: PromptSnippet;
  readonly given: InputValues;
  readonly service: LanguageService;
  readonly workspace: Workspace;
  /** The file that the draft goes into, or that is reviewed; a folder's path where there is none. */
  readonly path: string;
}

export interface PreparedPrompt {
  /** Undefined where the request has faults. */
  readonly prompt: DraftPrompt | undefined;
  /** One sentence each; some are only worth knowing. */
  readonly problems: readonly string[];
}

/** Puts a prompt together, the same from the same project every time. Rows and connections are not within its reach. */
export function draftPrompt(request: PromptRequest): PreparedPrompt {
  const { snippet, given, service, workspace, path } = request;
  const surroundings = surroundingsAt(service, workspace, path);
  const { policy } = surroundings;
  const faults = inputFaults(snippet, given, surroundings);
  const problems = faults.map(({ message }) => message);
  if (faults.some(({ severity }) => severity === 'error')) return { prompt: undefined, problems };
  const settled = settledValues(snippet, given, policy);
  const isSent = policy.drafts.send === 'schema';
  const data = dataFor(request, withParts(snippet, settled), surroundings);
  if (data === undefined) {
    return { prompt: undefined, problems: [`${path} holds no statement: there is nothing to review.`] };
  }
  if (snippet.answer === 'review' && !isSent) {
    const message =
      'the policy says `drafts.send: nothing`, and a review would send the migration: no prompt is made.';
    return { prompt: undefined, problems: [message] };
  }
  const schema = dataBlock(data);
  const told = instructions(snippet.answer, policy, surroundings.migrations);
  const asked = isSent
    ? requestText(snippet, settled)
    : `${requestText(snippet, settled)}\n\n${shapesAlone(snippet, withParts(snippet, settled), policy)}`;
  return {
    problems,
    prompt: {
      snippet: { id: snippet.id, version: snippet.version, sha256: snippet.sha256 },
      answer: snippet.answer,
      inputs: Object.fromEntries(settled),
      instructions: told,
      schema: isSent ? schema : null,
      request: asked,
      answerSchema: answerSchemas[snippet.answer],
      model: policy.drafts.model,
      repairs: policy.drafts.repairs,
      sha256: sha256(JSON.stringify([told, isSent ? schema : null, asked])),
      schemaSha256: sha256(schema),
      policySha256: sha256(JSON.stringify(policy)),
    },
  };
}

const answerSchemas: Readonly<Record<PromptAnswer, Readonly<Record<string, unknown>>>> = {
  draft: draftSchema,
  review: reviewSchema,
  script: scriptSchema,
};

/** Undefined where a review has nothing to look at. */
function dataFor(
  { snippet, service, workspace, path }: PromptRequest,
  values: InputValues,
  surroundings: Surroundings,
): Readonly<Record<string, unknown>> | undefined {
  if (snippet.answer === 'review') {
    const review = reviewData(service, workspace, path, surroundings);
    return review && { ...projectData(review.tables, surroundings), ...review.sections };
  }
  const { catalog, policy } = surroundings;
  return {
    ...projectData(tablesAskedFor(snippet, values, surroundings), surroundings),
    shapes: shapeFacts(snippet.shapes, values, catalog, policy),
  };
}

/** What an empty schema shows of the shapes names nothing but what the request says. */
function shapesAlone(snippet: PromptSnippet, values: InputValues, policy: Policy): string {
  const shapes = shapeFacts(snippet.shapes, values, emptyCatalog, policy);
  return dataBlock({ shapes });
}

function requestText(snippet: PromptSnippet, values: InputValues): string {
  const otherwise = snippet.inputs
    .filter(({ otherwise: words }) => words !== '')
    .map(({ key, otherwise: words }) => [key, words] as const);
  const body = filledIn(snippet.body, withParts(snippet, new Map([...otherwise, ...values])));
  return `# ${snippet.title}\n\n${body}`;
}

function sha256(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
