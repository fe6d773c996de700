import { closest } from '../../project';
import type { Span } from '../../sql';
import type { NamedSnippet, PromptBlock, PromptEntry } from './block';
import { inputFaults, type InputFault } from './inputFaults';
import type { PromptLibrary } from './library';
import type { PromptSnippet } from './snippet';
import type { Surroundings } from './surroundings';

/** What does not hold in a prompt block, at its place. */
export interface BlockProblem {
  /** An `error` keeps the prompt from being made. */
  readonly severity: 'error' | 'warning';
  readonly span: Span;
  readonly message: string;
  /** The edit that mends it, where one is plain. */
  readonly fix: { readonly title: string; readonly span: Span; readonly newText: string } | undefined;
}

/** The values of a block by key; of a key that stands there twice the first. */
export function valuesOf({ entries }: PromptBlock): ReadonlyMap<string, string> {
  return new Map([...entries].reverse().map(({ key, value }) => [key, value]));
}

/** Everything that is wrong with a block, in the order of the text. */
export function problemsOfBlock(
  block: PromptBlock,
  library: PromptLibrary,
  surroundings: Surroundings,
): readonly BlockProblem[] {
  const snippet = block.snippet === undefined ? undefined : library.find(block.snippet.id);
  return [
    ...(block.isClosed ? [] : [plain(block.headline, 'this block is never closed: end it with `*/`')]),
    ...nameProblems(block, snippet, library),
    ...block.strays.map((span) =>
      plain(span, 'this belongs to no input: write `key: value`, or indent it further to go on with a value'),
    ),
    ...repeatedKeys(block),
    ...(snippet === undefined
      ? []
      : inputFaults(snippet, valuesOf(block), surroundings).map((fault) => placedFault(fault, block))),
  ].sort((one, other) => one.span.start - other.span.start);
}

function nameProblems(
  { snippet: named, headline }: PromptBlock,
  snippet: PromptSnippet | undefined,
  library: PromptLibrary,
): readonly BlockProblem[] {
  if (named === undefined) {
    return [
      plain(headline, 'this block names no prompt snippet: write one, such as `add-not-null-column@1`'),
    ];
  }
  if (snippet === undefined) return [unknownSnippet(named, library)];
  const version = String(snippet.version);
  if (named.version === version) return [];
  const message =
    named.version === undefined
      ? `this block does not say which version of \`${snippet.id}\` it asks with: write \`${snippet.id}@${version}\``
      : `this block was written for version ${named.version} of \`${snippet.id}\`, and the library has version ${version}: write \`@${version}\` and look over its inputs`;
  return [
    { severity: 'error', span: named.span, message, fix: writing(named.span, `${snippet.id}@${version}`) },
  ];
}

function unknownSnippet({ id, idSpan, span }: NamedSnippet, library: PromptLibrary): BlockProblem {
  const near = closest(
    id,
    library.snippets.map((snippet) => snippet.id),
  );
  const version = near === undefined ? undefined : library.find(near)?.version;
  const remedy =
    near === undefined
      ? 'complete the name for a list, or write one into .tenantsafe/prompts'
      : `did you mean \`${near}\`?`;
  return {
    severity: 'error',
    span: idSpan,
    message: `unknown prompt snippet \`${id}\`: ${remedy}`,
    fix: near === undefined ? undefined : writing(span, `${near}@${version ?? 1}`),
  };
}

function repeatedKeys({ entries }: PromptBlock): readonly BlockProblem[] {
  return entries
    .filter(({ key }, index) => entries.findIndex((entry) => entry.key === key) !== index)
    .map(({ key, keySpan }) => plain(keySpan, `\`${key}\` stands here a second time: keep one of the two`));
}

function placedFault(
  { key, severity, message, part, instead }: InputFault,
  block: PromptBlock,
): BlockProblem {
  const entry = block.entries.find((each) => each.key === key);
  const span = spanOfFault(part, entry, block);
  return { severity, span, message, fix: instead === undefined ? undefined : writing(span, instead) };
}

/** Places in a value of several lines are not those of the text: all of it is underlined then. */
function spanOfFault(
  part: InputFault['part'],
  entry: PromptEntry | undefined,
  { headline }: PromptBlock,
): Span {
  if (entry === undefined) return headline;
  if (part === undefined) return entry.keySpan;
  if (entry.value.includes('\n')) return entry.valueSpan;
  const start = entry.valueSpan.start + part.start;
  return { start, end: start + part.text.length };
}

function plain(span: Span, message: string): BlockProblem {
  return { severity: 'error', span, message, fix: undefined };
}

function writing(span: Span, newText: string): BlockProblem['fix'] {
  return { title: `Write ${newText}`, span, newText };
}
