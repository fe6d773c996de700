import Ajv, { type ValidateFunction } from 'ajv';
import { mistakeOf, readYamlDocument, type DocumentKeys, type TenancyModel } from '../../project';
import type { Span } from '../../sql';
import type { InputKind, PolicyFact, PromptAnswer } from './snippet';
import schema from './snippet.schema.json';

/** The front matter of a snippet file as its JSON Schema lets it stand. */
export interface FrontMatter {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly use: string;
  readonly tenancy: readonly TenancyModel[];
  readonly answer?: PromptAnswer;
  readonly inputs?: readonly FrontMatterInput[];
  readonly shapes?: readonly string[];
}

export interface FrontMatterInput {
  readonly key: string;
  readonly title: string;
  readonly required?: boolean;
  readonly completes?: InputKind;
  readonly of?: string;
  readonly many?: boolean;
  readonly choices?: readonly (string | number)[];
  readonly default?: string | number;
  readonly otherwise?: string;
  readonly from?: PolicyFact;
}

/** A snippet file cut in two. Spans are those of the file. */
export interface ReadFrontMatter {
  /** Undefined where something is wrong with it, which `faults` tells. */
  readonly data: FrontMatter | undefined;
  readonly faults: readonly Fault[];
  readonly body: { readonly text: string; readonly start: number };
  readonly spanOfValue: (keys: DocumentKeys) => Span;
}

export interface Fault {
  readonly span: Span;
  readonly message: string;
}

const fence = /^---[ \t]*\r?\n([\s\S]*?)^---[ \t]*(?:\r?\n|$)/m;

const kind = { name: 'prompt snippet', page: 'docs/drafts/prompts.md', readAsWritten: [] };

/** Reads the front matter between the two lines of hyphens at the top of a snippet file. Never throws. */
export function readFrontMatter(text: string): ReadFrontMatter {
  const match = fence.exec(text);
  if (match?.index !== 0) return withoutFrontMatter(text);
  const yaml = match[1] ?? '';
  const offset = match[0].indexOf('\n') + 1;
  const document = readYamlDocument(yaml, kind);
  const inFile = ({ start, end }: Span): Span => ({ start: start + offset, end: end + offset });
  const body = { text: text.slice(match[0].length), start: match[0].length };
  const spanOfValue = (keys: DocumentKeys) => inFile(document.spanOfValue(keys));
  const syntax = document.syntaxProblems.map(({ span, message }) => ({ span: inFile(span), message }));
  if (document.isBroken || syntax.length > 0) return { data: undefined, faults: syntax, body, spanOfValue };
  const isFrontMatter = frontMatterValidator();
  const { data } = document;
  if (isFrontMatter(data)) return { data, faults: [], body, spanOfValue };
  const faults = (isFrontMatter.errors ?? []).map((error) => {
    const { keys, at, message } = mistakeOf(error, kind);
    return { span: inFile(at === 'key' ? document.spanOfKey(keys) : document.spanOfValue(keys)), message };
  });
  return { data: undefined, faults, body, spanOfValue };
}

function withoutFrontMatter(text: string): ReadFrontMatter {
  const firstLine = { start: 0, end: /^[^\r\n]*/.exec(text)?.[0].length ?? 0 };
  const message =
    'a prompt snippet starts with front matter between two lines of `---`: add it with id, version, title, use and tenancy';
  return {
    data: undefined,
    faults: [{ span: firstLine, message }],
    body: { text, start: 0 },
    spanOfValue: () => firstLine,
  };
}

let compiled: ValidateFunction<FrontMatter> | undefined;

/** Compiled when the first snippet is read: many sessions never look at one. */
function frontMatterValidator(): ValidateFunction<FrontMatter> {
  const options = { allErrors: true, verbose: true, allowUnionTypes: true, validateSchema: false };
  return (compiled ??= new Ajv(options).compile<FrontMatter>(schema));
}
