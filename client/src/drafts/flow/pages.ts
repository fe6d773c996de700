import type { CheckDraftResult, GateResult, WireDraftPrompt } from '@tenantsafe/server/protocol';
import { code, codeBlock, plain } from './markdown';

/** Exactly what a model is sent, for a person to read before. */
export function promptPage(prompt: WireDraftPrompt, receiver: string): string {
  const { instructions, schema, request, answerSchema, sha256 } = prompt;
  return promptText(`The prompt for ${plain(receiver)}`, `Its hash is ${code(sha256)}.`, {
    instructions,
    data: schema,
    request,
    answerSchema,
  });
}

/** The parts of any prompt, in the order in which they are sent. */
export function promptText(
  title: string,
  note: string,
  parts: {
    readonly instructions: string;
    readonly data: string | null;
    readonly request: string;
    readonly answerSchema: Readonly<Record<string, unknown>>;
  },
): string {
  return [
    `# ${title}`,
    `This is all that is sent: no row of a table, no connection string and no key is in it. ${note}`,
    '## Instructions',
    codeBlock(parts.instructions, 'text'),
    '## Data',
    parts.data === null ? 'None: the policy keeps the schema at home.' : codeBlock(parts.data, 'json'),
    '## Request',
    codeBlock(parts.request, 'text'),
    '## Form of the answer',
    codeBlock(JSON.stringify(parts.answerSchema, undefined, 2), 'json'),
    '',
  ].join('\n\n');
}

/** What the gate says of a draft, beside its files. */
export function gatePage(check: CheckDraftResult, draft: unknown, usage: string): string {
  const { gate, questions, files } = check;
  return [
    `# ${titleOf(draft)}: ${gate.verdict} by the gate`,
    gate.verdict === 'accepted'
      ? 'Nothing is written yet. _Accept Draft_ writes the files, _Edit Draft_ opens them unsaved, _Rehearse Draft_ runs them on the fixture tenants, _Reject Draft_ forgets them.'
      : 'Nothing is written, and nothing of it can be: the repairs are used up. What was found is below.',
    ...gate.stages.map(stageSection),
    ...listed('Questions that are still open', questions),
    ...listed('Assumptions', textsOf(draft, 'assumptions')),
    ...listed('Estimates', textsOf(draft, 'estimates')),
    '## Files',
    files.length === 0
      ? 'None.'
      : files.map(({ uri, direction }) => `- ${code(nameOf(uri))} (${direction})`).join('\n'),
    usage,
    '',
  ].join('\n\n');
}

function stageSection({ stage, verdict, findings }: GateResult['stages'][number]): string {
  const lines = findings.map(({ rule, severity, message, phase, direction, statement }) => {
    const place = [
      ...(phase === null ? [] : [`phase ${phase + 1}`]),
      ...(phase === null ? [] : [direction === 'up' ? 'migration' : 'rollback']),
      ...(statement === null ? [] : [`statement ${statement + 1}`]),
    ].join(', ');
    return `- ${severity} ${code(rule)}${place === '' ? '' : ` (${place})`}: ${plain(message)}`;
  });
  return [`## ${stage}: ${verdict}`, ...(lines.length === 0 ? [] : [lines.join('\n')])].join('\n\n');
}

function listed(title: string, texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? [] : [`## ${title}`, texts.map((text) => `- ${plain(text)}`).join('\n')];
}

function titleOf(draft: unknown): string {
  const title = typeof draft === 'object' && draft !== null && 'title' in draft ? draft.title : undefined;
  return typeof title === 'string' && title !== '' ? plain(title) : 'Draft';
}

function textsOf(draft: unknown, key: string): readonly string[] {
  if (typeof draft !== 'object' || draft === null) return [];
  const list: unknown = Object.entries(draft).find(([name]) => name === key)?.[1];
  return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : [];
}

/** The file's name, without the folders that the project's other migrations lie in too. */
function nameOf(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
}
