import { blockSnippet } from './renderBlock';
import type { PromptSnippet } from './snippet';

/** What a snippet is called while typing: the same in every editor. */
export function snippetPrefix({ id }: Pick<PromptSnippet, 'id'>): string {
  return `tenantsafe-${id}`;
}

/** The file of snippets for VS Code, which expand to prompt blocks also where no project is at hand. */
export function codeSnippets(snippets: readonly PromptSnippet[]): string {
  const entries = snippets.map((snippet) => [
    snippet.title,
    {
      prefix: snippetPrefix(snippet),
      description: snippet.use,
      body: blockSnippet(snippet, undefined).split('\n'),
    },
  ]);
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}
