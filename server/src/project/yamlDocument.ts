import { isMap, isNode, isScalar, isSeq, parseDocument, visit, type Document, type Pair } from 'yaml';
import type { Span } from '../sql';

/** Where a value stands in a document: keys and list indexes from the top. */
export type DocumentKeys = readonly (string | number)[];

/** A document as plain data, with the way back from data to text. */
export interface YamlDocument {
  /** The document's data; an empty object where it is empty or cannot be read. */
  readonly data: unknown;
  readonly syntaxProblems: readonly { readonly span: Span; readonly message: string }[];
  /** Whether the text is so broken that its data may hold things that nobody meant. */
  readonly isBroken: boolean;
  /** The span of the value at those keys, or of the nearest thing around it that is there. */
  spanOfValue(keys: DocumentKeys): Span;
  /** The span of the last of those keys itself, or of the nearest thing around it that is there. */
  spanOfKey(keys: DocumentKeys): Span;
}

/** What sort of document is read. */
export interface DocumentKind {
  /** As messages name it, such as `policy`. */
  readonly name: string;
  /** Keys whose values are names that YAML may take for numbers: they are read as written, `0042` and `8.0` included. */
  readonly readAsWritten: readonly string[];
}

/** Reads YAML or JSON (which is YAML). Never throws. */
export function readYamlDocument(text: string, { name, readAsWritten }: DocumentKind): YamlDocument {
  const document = parseDocument(text, { prettyErrors: false, logLevel: 'silent' });
  const aliases = aliasSpans(document);
  for (const key of readAsWritten) keepAsWritten(document, key);
  return {
    // An alias may hold itself, which plain data cannot express.
    data: aliases.length > 0 ? {} : (withoutNulls(document.toJS()) ?? {}),
    isBroken: aliases.length > 0 || document.errors.some(({ code }) => code !== 'DUPLICATE_KEY'),
    syntaxProblems: [
      ...document.errors.map((error) => ({
        span: spanOfSyntaxError(document, text, error.code, error.pos),
        message: syntaxMessage(error.code, error.message, name),
      })),
      ...aliases.map((span) => ({
        span,
        message: `a ${name} takes no YAML aliases: write the value out here`,
      })),
    ],
    spanOfValue: (keys) => spanOfValue(document, text, keys),
    spanOfKey: (keys) => spanOfKey(document, text, keys),
  };
}

/** A key without a value, such as `rules:` above nothing but comments, counts as left out. */
function withoutNulls(value: unknown): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map((item: unknown) => withoutNulls(item) ?? null);
  if (typeof value !== 'object') return value;
  const kept = Object.entries(value).flatMap(([key, item]) => {
    const content = withoutNulls(item);
    return content === undefined ? [] : [[key, content] as const];
  });
  return Object.fromEntries(kept);
}

function keepAsWritten(document: Document, key: string): void {
  const node = isMap(document.contents) ? document.contents.get(key, true) : undefined;
  if (isScalar(node) && typeof node.value === 'number' && node.source !== undefined) node.value = node.source;
}

function aliasSpans(document: Document): readonly Span[] {
  const spans: Span[] = [];
  visit(document, {
    Alias: (_, alias) => {
      spans.push({ start: alias.range?.[0] ?? 0, end: alias.range?.[1] ?? 0 });
    },
  });
  return spans;
}

function spanOfValue(document: Document, text: string, keys: DocumentKeys): Span {
  const node = keys.length === 0 ? document.contents : document.getIn(keys, true);
  return spanOfNode(node, text) ?? (keys.length === 0 ? firstLine(text) : spanOfKey(document, text, keys));
}

function spanOfKey(document: Document, text: string, keys: DocumentKeys): Span {
  const around = keys.slice(0, -1);
  const last = keys.at(-1);
  if (last === undefined) return firstLine(text);
  const parent = around.length === 0 ? document.contents : document.getIn(around, true);
  if (isSeq(parent)) return firstKeyOf(parent.items[Number(last)], text) ?? spanOfKey(document, text, around);
  const pair = isMap(parent) ? parent.items.find((item) => keyOf(item) === String(last)) : undefined;
  return spanOfNode(pair?.key, text) ?? firstKeyOf(parent, text) ?? spanOfKey(document, text, around);
}

/** What stands for a map as a whole: its first key, as the map itself may run over many lines. */
function firstKeyOf(node: unknown, text: string): Span | undefined {
  const first = isMap(node) ? node.items[0]?.key : node;
  return spanOfNode(first, text);
}

function spanOfNode(node: unknown, text: string): Span | undefined {
  const range = isNode(node) ? node.range : undefined;
  return range ? trimmed(text, { start: range[0], end: range[1] }) : undefined;
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : '';
}

function trimmed(text: string, span: Span): Span {
  const length = text.slice(span.start, span.end).trimEnd().length;
  return { start: span.start, end: span.start + length };
}

function firstLine(text: string): Span {
  return { start: 0, end: /^[^\r\n]*/.exec(text)?.[0].length ?? 0 };
}

/** The library points at one character; a duplicated key is underlined as a whole. */
function spanOfSyntaxError(
  document: Document,
  text: string,
  code: string,
  position: readonly number[],
): Span {
  const start = position[0] ?? 0;
  let found: Span | undefined;
  if (code === 'DUPLICATE_KEY') {
    visit(document, {
      Pair: (_, pair) => {
        const span = spanOfNode(pair.key, text);
        if (span?.start === start) found = span;
      },
    });
  }
  return found ?? { start, end: Math.min(text.length, Math.max(position[1] ?? start, start + 1)) };
}

function syntaxMessage(code: string, message: string, name: string): string {
  if (code === 'DUPLICATE_KEY') return 'this key stands here a second time: keep one of the two';
  if (code === 'TAB_AS_INDENT') return 'a tab indents this line, which YAML does not allow: use spaces';
  if (code === 'MULTIPLE_DOCS')
    return `a second YAML document starts here: a ${name} is one document, remove the \`---\``;
  return `this is not valid YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}
