import type { PromptInput, PromptSnippet } from './snippet';

/** A snippet for hovers and lists, in Markdown: what it is for, and what it asks. */
export function snippetMarkdown(snippet: PromptSnippet): string {
  const { id, version, title, use, origin } = snippet;
  const source = origin.by === 'team' ? `, from ${origin.path}` : '';
  return [
    `**${escaped(title)}** (\`${id}@${version}\`${source})`,
    escaped(use),
    ...(snippet.inputs.length === 0
      ? []
      : [snippet.inputs.map((input) => `- ${inputMarkdown(input)}`).join('\n')]),
  ].join('\n\n');
}

/** An input in a line: `table` (required): Table that gets the column. */
export function inputMarkdown(input: PromptInput): string {
  const { key, title, required, choices } = input;
  const among = choices.length === 0 ? '' : ` One of ${choices.map((choice) => `\`${choice}\``).join(', ')}.`;
  const usual = input.default === '' ? '' : ` Where it is left out: \`${input.default}\`.`;
  const need = required && input.default === '' ? ' (required)' : '';
  return `\`${key}\`${need}: ${escaped(title)}.${among}${usual}`;
}

/** A team's own snippet is text of a project: it gets no links and no markup in a hover. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()<>#+!|]/g, '\\$&').replaceAll(/\s+/g, ' ');
}
