import { choicesFor } from './choices';
import type { PromptInput, PromptSnippet } from './snippet';
import type { Surroundings } from './surroundings';
import { proposedValue } from './values';

/** More tables than these are no list that anybody reads. */
const mostChoices = 30;

/**
 * The prompt block that a snippet expands to, in the syntax of LSP snippets, filled in from the policy and the schema.
 * Without them, as in a snippet that an editor expands by itself, an input shows what it asks for.
 */
export function blockSnippet(snippet: PromptSnippet, surroundings: Surroundings | undefined): string {
  const lines = snippet.inputs.map(
    (input, index) => `   ${input.key}: ${tabStop(index + 1, input, surroundings)}`,
  );
  return [`/* tenantsafe:draft ${snippet.id}@${snippet.version}`, ...lines, '*/', '$0'].join('\n');
}

/** The same as plain text, for clients without tab stops: inputs that nothing fills in are left empty. */
export function blockText(snippet: PromptSnippet, surroundings: Surroundings): string {
  const lines = snippet.inputs.map((input) =>
    `   ${input.key}: ${proposedValue(input, surroundings.policy)}`.trimEnd(),
  );
  return [`/* tenantsafe:draft ${snippet.id}@${snippet.version}`, ...lines, '*/', ''].join('\n');
}

function tabStop(place: number, input: PromptInput, surroundings: Surroundings | undefined): string {
  const proposed = surroundings === undefined ? input.default : proposedValue(input, surroundings.policy);
  const choices = surroundings === undefined ? input.choices : choiceValues(input, surroundings);
  if (choices.length > 1 && choices.length <= mostChoices && !input.many) {
    const first = choices.includes(proposed) ? [proposed] : [];
    const ordered = [...first, ...choices.filter((choice) => choice !== proposed)];
    return `\${${place}|${ordered.map(escapedChoice).join(',')}|}`;
  }
  const shown = proposed === '' ? (choices[0] ?? input.title) : proposed;
  return `\${${place}:${escaped(shown)}}`;
}

/** Types are too many to go through with the arrow keys: they are completed while typing. */
function choiceValues(input: PromptInput, surroundings: Surroundings): readonly string[] {
  if (input.completes === 'type') return [];
  return choicesFor(input, new Map(), surroundings).map(({ value }) => value);
}

function escaped(text: string): string {
  return text.replaceAll(/[\\$}]/g, '\\$&').replaceAll('*/', '* /');
}

/** In a choice a dollar sign and a brace stand for themselves. */
function escapedChoice(text: string): string {
  return text.replaceAll(/[\\,|]/g, '\\$&').replaceAll('*/', '* /');
}
