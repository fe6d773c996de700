import { createHash } from 'node:crypto';
import { closest } from '../../project';
import type { Span } from '../../sql';
import { readFrontMatter, type Fault, type FrontMatter, type FrontMatterInput } from './frontMatter';
import { placeholdersIn } from './placeholders';
import type { PromptInput, PromptOrigin, PromptProblem, PromptSnippet, PromptText } from './snippet';

/** A snippet file as it was read; `snippet` is undefined where something is wrong with it. */
export interface ReadSnippet {
  readonly snippet: PromptSnippet | undefined;
  readonly problems: readonly PromptProblem[];
}

/** Reads one snippet file. Never throws: what is wrong becomes a problem at its place. */
export function readSnippet(file: PromptText, by: PromptOrigin['by']): ReadSnippet {
  const { data, faults, body, spanOfValue } = readFrontMatter(file.text);
  if (data === undefined) return { snippet: undefined, problems: placed(faults, file) };
  const keys = placeholderKeys(data.inputs ?? []);
  const wrong = [
    ...nameFaults(data, file.path, spanOfValue(['id'])),
    ...inputFaults(data, (index, key) => spanOfValue(['inputs', index, key])),
    ...(data.shapes ?? []).flatMap((shape, index) =>
      unknownPlaceholders(shape, keys, () => spanOfValue(['shapes', index])),
    ),
    ...unknownPlaceholders(body.text, keys, ({ start, end }) => ({
      start: start + body.start,
      end: end + body.start,
    })),
    ...emptyBody(body),
  ];
  const snippet = wrong.length > 0 ? undefined : snippetOf(data, body.text.trim(), file, by);
  return { snippet, problems: placed(wrong, file) };
}

function snippetOf(
  data: FrontMatter,
  body: string,
  { path, text }: PromptText,
  by: PromptOrigin['by'],
): PromptSnippet {
  const { id, version, title, use, tenancy, answer = 'draft', inputs = [], shapes = [] } = data;
  return {
    id,
    version,
    title,
    use,
    tenancy,
    answer,
    inputs: inputs.map(inputOf),
    shapes,
    body: body.replaceAll('\r\n', '\n'),
    sha256: `sha256:${createHash('sha256').update(text).digest('hex')}`,
    origin: by === 'tenantsafe' ? { by } : { by, path },
  };
}

function inputOf(input: FrontMatterInput): PromptInput {
  const { key, title, required = false, completes = 'text', many = false, choices = [], from } = input;
  return {
    key,
    title,
    required,
    completes,
    of: input.of ?? 'table',
    many,
    choices: choices.map(String),
    default: String(input.default ?? ''),
    otherwise: input.otherwise ?? '',
    from,
  };
}

/** The file's name is the id, so that a block leads to its snippet. */
function nameFaults({ id }: FrontMatter, path: string, span: Span): readonly Fault[] {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.md$/, '');
  if (name === id) return [];
  return [
    {
      span,
      message: `the file is called ${name}.md and its snippet \`${id}\`: give both one name`,
    },
  ];
}

function inputFaults(
  { inputs = [] }: FrontMatter,
  spanOf: (index: number, key: keyof FrontMatterInput) => Span,
): readonly Fault[] {
  const keys = inputs.map(({ key }) => key);
  return inputs.flatMap((input, index): readonly Fault[] => {
    const { key, of, completes, choices } = input;
    const belongs = completes === 'column' || completes === 'constraint' ? (of ?? 'table') : of;
    return [
      ...(keys.indexOf(key) === index
        ? []
        : [{ span: spanOf(index, 'key'), message: `a second input is called \`${key}\`: rename one` }]),
      ...(belongs === undefined || tableKeys(inputs).includes(belongs)
        ? []
        : [
            {
              span: spanOf(index, 'of'),
              message: `\`${key}\` belongs to the table in \`${belongs}\`, and no input of that key completes a table: add one, or name it with \`of\``,
            },
          ]),
      ...((completes === 'choice') === (choices !== undefined)
        ? []
        : [
            {
              span: spanOf(index, completes === 'choice' ? 'completes' : 'choices'),
              message:
                completes === 'choice'
                  ? `\`${key}\` is a choice of nothing: list its \`choices\``
                  : `\`${key}\` lists choices and completes something else: write \`completes: choice\``,
            },
          ]),
    ];
  });
}

function placeholderKeys(inputs: readonly FrontMatterInput[]): readonly string[] {
  return inputs.flatMap(({ key, completes }) => (completes === 'newColumn' ? [key, `${key}.name`] : [key]));
}

function tableKeys(inputs: readonly FrontMatterInput[]): readonly string[] {
  return inputs.filter(({ completes }) => completes === 'table').map(({ key }) => key);
}

function unknownPlaceholders(
  text: string,
  keys: readonly string[],
  place: (span: Span) => Span,
): readonly Fault[] {
  return placeholdersIn(text)
    .filter(({ key }) => !keys.includes(key))
    .map(({ key, span }) => {
      const near = closest(key, keys);
      const remedy = near === undefined ? 'add it to `inputs`' : `did you mean \`{{${near}}}\`?`;
      return { span: place(span), message: `no input is called \`${key}\`: ${remedy}` };
    });
}

function emptyBody({ text, start }: { readonly text: string; readonly start: number }): readonly Fault[] {
  if (text.trim() !== '') return [];
  return [
    { span: { start: 0, end: start }, message: 'nothing is asked: write the request below the front matter' },
  ];
}

function placed(faults: readonly Fault[], { path }: PromptText): readonly PromptProblem[] {
  return faults.map((fault) => ({ path, ...fault }));
}
