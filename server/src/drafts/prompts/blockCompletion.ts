import type { SourceText, Span } from '../../sql';
import { promptBlocksIn, type PromptBlock } from './block';
import { valuesOf } from './blockProblems';
import { choicesFor, typeChoices, type Choice } from './choices';
import { snippetPrefix } from './codeSnippets';
import { inputMarkdown, snippetMarkdown } from './describe';
import type { PromptLibrary } from './library';
import { blockSnippet, blockText } from './renderBlock';
import type { PromptInput, PromptSnippet } from './snippet';
import type { Surroundings } from './surroundings';
import { nameOfNewColumn, proposedValue } from './values';

/** Something that may be written at a place of a prompt block, or a whole block. */
export interface PromptCompletion {
  readonly kind: 'snippet' | 'id' | 'key' | 'value';
  readonly label: string;
  readonly detail: string;
  readonly markdown: string;
  /** What it replaces: as much of it as is written already. */
  readonly span: Span;
  readonly newText: string;
  /** The block with tab stops, in the syntax of LSP snippets. */
  readonly withTabStops: string | undefined;
}

/** Completion at a place of a file; undefined where the place is neither in a block nor one for a block. */
export function promptCompletionsAt(
  source: SourceText,
  offset: number,
  library: PromptLibrary,
  surroundings: Surroundings,
): readonly PromptCompletion[] | undefined {
  const block = promptBlocksIn(source.text).find(
    ({ span, isClosed }) => offset > span.start && (offset <= span.end - 2 || !isClosed),
  );
  if (block !== undefined) return completionsInBlock(source.text, offset, block, library, surroundings);
  return wholeBlocks(source, offset, library, surroundings);
}

/** Blocks where a line holds nothing but the beginning of their prefix. */
function wholeBlocks(
  source: SourceText,
  offset: number,
  library: PromptLibrary,
  surroundings: Surroundings,
): readonly PromptCompletion[] | undefined {
  const { line } = source.positionAt(offset);
  const lineStart = source.offsetAt({ line, character: 0 });
  const before = source.slice({ start: lineStart, end: offset });
  const written = before.trimStart();
  const prefix = 'tenantsafe-';
  if (written === '' || !(prefix.startsWith(written) || written.startsWith(prefix))) return undefined;
  const span = { start: offset - written.length, end: offset };
  return library.snippets
    .filter(({ tenancy }) => fits(tenancy, surroundings))
    .map((snippet) => ({
      kind: 'snippet' as const,
      label: snippetPrefix(snippet),
      detail: `${snippet.title}, with the tables of this project`,
      markdown: snippetMarkdown(snippet),
      span,
      newText: blockText(snippet, surroundings),
      withTabStops: blockSnippet(snippet, surroundings),
    }));
}

function fits(tenancy: PromptSnippet['tenancy'], { policy }: Surroundings): boolean {
  return policy.tenancy.model === undefined || tenancy.includes(policy.tenancy.model);
}

function completionsInBlock(
  text: string,
  offset: number,
  block: PromptBlock,
  library: PromptLibrary,
  surroundings: Surroundings,
): readonly PromptCompletion[] {
  const before = text.slice(block.span.start, offset);
  const written = /^\/\*+[ \t]*tenantsafe:draft[ \t]+([\w.@-]*)$/.exec(before)?.[1];
  if (written !== undefined)
    return ids({ start: offset - written.length, end: offset }, library, surroundings);
  const snippet = library.find(block.snippet?.id ?? '');
  if (snippet === undefined) return [];
  const entry = block.entries.findLast(({ keySpan }) => keySpan.end < offset);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const key = /(?:^[ \t]*|[ \t]{2,})([\w-]*)$/.exec(line)?.[1];
  const isInValue = entry !== undefined && text.slice(entry.keySpan.end, offset).split('\n').length === 1;
  const inLine = isInValue ? text.slice(entry.keySpan.end + 1, offset) : '';
  // Behind a colon the value is written, until two spaces begin the next key.
  if (isInValue && (inLine.trim() === '' || !/[ \t]{2,}[\w-]*$/.test(inLine.trimStart()))) {
    return values(inLine, offset, entry.key, snippet, block, surroundings);
  }
  if (key === undefined) return [];
  return keys({ start: offset - key.length, end: offset }, snippet, block, surroundings);
}

function ids(span: Span, library: PromptLibrary, surroundings: Surroundings): readonly PromptCompletion[] {
  return library.snippets.map((snippet) => ({
    kind: 'id' as const,
    label: `${snippet.id}@${snippet.version}`,
    detail: fits(snippet.tenancy, surroundings)
      ? snippet.title
      : `${snippet.title} (for another tenancy model)`,
    markdown: snippetMarkdown(snippet),
    span,
    newText: `${snippet.id}@${snippet.version}`,
    withTabStops: undefined,
  }));
}

/** The inputs that the block does not have yet; the one that is being written counts as not there. */
function keys(
  span: Span,
  snippet: PromptSnippet,
  block: PromptBlock,
  { policy }: Surroundings,
): readonly PromptCompletion[] {
  const taken = block.entries.filter(({ keySpan }) => keySpan.start !== span.start).map(({ key }) => key);
  return snippet.inputs
    .filter(({ key }) => !taken.includes(key))
    .map((input) => ({
      kind: 'key' as const,
      label: input.key,
      detail: input.title,
      markdown: inputMarkdown(input),
      span,
      newText: `${input.key}: ${proposedValue(input, policy)}`,
      withTabStops: undefined,
    }));
}

function values(
  written: string,
  offset: number,
  key: string,
  snippet: PromptSnippet,
  block: PromptBlock,
  surroundings: Surroundings,
): readonly PromptCompletion[] {
  const input = snippet.inputs.find((each) => each.key === key);
  if (input === undefined) return [];
  const part = (input.many ? written.slice(written.lastIndexOf(',') + 1) : written).trimStart();
  const { choices, typed } = choicesWhile(part, input, block, surroundings);
  const gap = /(?:^|,)$/.test(written) ? ' ' : '';
  return choices.map(({ value, detail }) => ({
    kind: 'value' as const,
    label: value,
    detail,
    markdown: '',
    span: { start: offset - typed.length, end: offset },
    newText: `${gap}${value}`,
    withTabStops: undefined,
  }));
}

/** Of a new column the name is the person's own, and the type comes behind it. */
function choicesWhile(
  part: string,
  input: PromptInput,
  block: PromptBlock,
  surroundings: Surroundings,
): { readonly choices: readonly Choice[]; readonly typed: string } {
  if (input.completes !== 'newColumn') {
    const defaults = input.default === '' ? [] : [{ value: input.default, detail: 'where it is left out' }];
    const choices = choicesFor(input, valuesOf(block), surroundings);
    return { choices: choices.length === 0 ? defaults : choices, typed: part };
  }
  const name = nameOfNewColumn(part);
  const type = part.slice(name.length);
  if (name === '' || !type.startsWith(' ')) return { choices: [], typed: part };
  return { choices: typeChoices(surroundings.catalog), typed: type.trimStart() };
}
