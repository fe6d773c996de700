import { splitSql, type Comment, type Span } from '../../sql';

/**
 * A prompt block: a comment that says what a migration is to be drafted from, and stays in the file as the record of
 * what was asked. Spans are those of the file.
 *
 * ```sql
 * /* tenantsafe:draft add-not-null-column@1
 *    table: users   column: account_status text
 *    notes: the first line of a longer text
 *      goes on where lines are indented further *\/
 * ```
 */
export interface PromptBlock {
  readonly span: Span;
  /** Up to the end of the line that names the snippet, for what is said of the block as a whole. */
  readonly headline: Span;
  /** Undefined where the block names none yet. */
  readonly snippet: NamedSnippet | undefined;
  readonly entries: readonly PromptEntry[];
  /** Text that belongs to no key. */
  readonly strays: readonly Span[];
  readonly isClosed: boolean;
}

export interface NamedSnippet {
  readonly id: string;
  readonly idSpan: Span;
  /** As written after `@`; undefined where nothing is. */
  readonly version: string | undefined;
  /** From the id's start to the version's end. */
  readonly span: Span;
}

/** One `key: value`; further lines of a value are joined without their indentation. */
export interface PromptEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: string;
  /** Empty behind the colon where there is no value. */
  readonly valueSpan: Span;
}

const opening = /^\/\*+[ \t]*tenantsafe:draft(?![\w-])/;
const snippetName = /^[ \t]*([\w.-]+)(?:@([\w.-]*))?/;
/** A key stands at the start of a line or behind two spaces or more: one space may be part of a value. */
const keyInLine = /(^|[ \t]{2,}|\t)([A-Za-z][\w-]*):(?=[ \t]|$)/g;

/** The prompt blocks of a SQL file. Nothing else in a file, a text constant or a line comment, is one. */
export function promptBlocksIn(text: string): readonly PromptBlock[] {
  if (!text.includes('tenantsafe:draft')) return [];
  return splitSql(text).comments.flatMap((comment) => blockIn(comment) ?? []);
}

function blockIn({ span, text, style }: Comment): PromptBlock | undefined {
  const start = style === 'block' ? opening.exec(text)?.[0].length : undefined;
  if (start === undefined) return undefined;
  const isClosed = /[^/]\*\/$/.test(text);
  const content = text.slice(0, isClosed ? -2 : text.length).replace(/\*+$/, '');
  const name = snippetName.exec(content.slice(start));
  const afterName = start + (name?.[0].length ?? 0);
  const lines = linesOf(content, afterName);
  const { entries, strays } = readLines(content, lines);
  return {
    span,
    headline: { start: span.start, end: span.start + (lines[0]?.end ?? content.length) },
    snippet: name === null ? undefined : namedSnippet(name, span.start + start),
    entries: entries.map((entry) => entryInFile(entry, content, span.start)),
    strays: strays.map((stray) => moved(stray, span.start)),
    isClosed,
  };
}

function namedSnippet(match: RegExpExecArray, offset: number): NamedSnippet {
  const [whole, id = '', version] = match;
  const start = offset + whole.indexOf(id);
  return {
    id,
    idSpan: { start, end: start + id.length },
    version: version === undefined || version === '' ? undefined : version,
    span: { start, end: offset + whole.length },
  };
}

interface Line extends Span {
  /** Where its text starts. */
  readonly indent: number;
}

interface OpenEntry {
  readonly key: Span;
  /** One part a line. */
  readonly values: Span[];
}

/** Lines from an offset on, without their line breaks and without space at their end. */
function linesOf(content: string, from: number): readonly Line[] {
  const lines: Line[] = [];
  for (const match of content.slice(from).matchAll(/[^\n]*(?:\n|$)/g)) {
    if (match[0] === '') continue;
    const written = match[0].trimEnd();
    const indent = /^[ \t]*/.exec(written)?.[0].length ?? 0;
    const start = from + match.index;
    lines.push({ start, end: start + written.length, indent: start === from ? 0 : indent });
  }
  return lines;
}

/** A line that is indented further than the one with the last key goes on with its value, whatever it looks like. */
function readLines(
  content: string,
  lines: readonly Line[],
): { readonly entries: readonly OpenEntry[]; readonly strays: readonly Span[] } {
  const entries: OpenEntry[] = [];
  const strays: Span[] = [];
  let keyIndent: number | undefined;
  for (const line of lines) {
    const written = trimmed(content, line);
    if (written.start === written.end) continue;
    const last = entries.at(-1);
    if (last !== undefined && keyIndent !== undefined && line.indent > keyIndent) {
      last.values.push(written);
      continue;
    }
    const found = entriesOfLine(content, written);
    const firstKey = found[0]?.key.start ?? written.end;
    if (firstKey > written.start) strays.push(trimmed(content, { start: written.start, end: firstKey }));
    if (found.length === 0) continue;
    entries.push(...found);
    // Keys behind the snippet's name say nothing of how far the others are indented.
    keyIndent = line === lines[0] ? undefined : line.indent;
  }
  return { entries, strays };
}

function entriesOfLine(content: string, line: Span): readonly OpenEntry[] {
  const matches = [...content.slice(line.start, line.end).matchAll(keyInLine)];
  return matches.map((match, index) => {
    const start = line.start + match.index + (match[1]?.length ?? 0);
    const key = { start, end: start + (match[2]?.length ?? 0) };
    const next = matches[index + 1];
    const end = next === undefined ? line.end : line.start + next.index;
    const value = trimmed(content, { start: key.end + 1, end });
    return { key, values: value.start === value.end ? [] : [value] };
  });
}

function entryInFile({ key, values }: OpenEntry, content: string, offset: number): PromptEntry {
  const [first, last] = [values[0], values.at(-1)];
  const empty = { start: key.end + 1, end: key.end + 1 };
  const valueSpan = first === undefined || last === undefined ? empty : { start: first.start, end: last.end };
  return {
    key: content.slice(key.start, key.end),
    keySpan: moved(key, offset),
    value: values.map(({ start, end }) => content.slice(start, end)).join('\n'),
    valueSpan: moved(valueSpan, offset),
  };
}

function trimmed(content: string, { start, end }: Span): Span {
  const text = content.slice(start, end);
  const from = start + (text.length - text.trimStart().length);
  return text.trim() === '' ? { start, end: start } : { start: from, end: from + text.trim().length };
}

function moved({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}
