import type { Span } from '../../sql';

/** A `{{key}}` in a snippet's body or shape. */
export interface Placeholder {
  readonly key: string;
  /** Of the key with its braces. */
  readonly span: Span;
}

const placeholder = /\{\{\s*([\w.-]+)\s*\}\}/g;

export function placeholdersIn(text: string): readonly Placeholder[] {
  return [...text.matchAll(placeholder)].map((match) => ({
    key: match[1] ?? '',
    span: { start: match.index, end: match.index + match[0].length },
  }));
}

/** What stands for each placeholder; one that says nothing is not in it. */
export type InputValues = ReadonlyMap<string, string>;

/**
 * The text with the values of its inputs. A line about an input that says nothing is left out, and so is a list item or
 * paragraph that only had such lines.
 */
export function filledIn(text: string, values: InputValues): string {
  return text
    .split('\n')
    .filter((line) => isComplete(line, values))
    .map((line) => filledLine(line, values))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Whether every input that the text speaks of says something. */
export function isComplete(text: string, values: InputValues): boolean {
  return placeholdersIn(text).every(({ key }) => (values.get(key) ?? '') !== '');
}

/** Further lines of a value are indented as far as the line it stands in, so that a list item stays one. */
function filledLine(line: string, values: InputValues): string {
  const indent = /^\s*(?:[-*]\s+)?/.exec(line)?.[0].length ?? 0;
  return line.replace(placeholder, (_, key: string) =>
    (values.get(key) ?? '').replaceAll('\n', `\n${' '.repeat(indent)}`),
  );
}
