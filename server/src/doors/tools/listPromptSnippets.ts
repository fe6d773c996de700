import { z } from 'zod';
import type { PromptSnippet } from '../../drafts/prompts';
import { CannotAnswer, defineTool } from './tool';

export const listPromptSnippets = defineTool({
  name: 'list_prompt_snippets',
  title: 'List Prompt Snippets',
  description:
    'Lists the changes that this team asks for by a prepared prompt (a required column in phases, an index on a large table, a backfill across tenants, a new tenant table …), each with what it must be told. With an id the request itself too: what its author has to settle about schema, tenancy, data, limits and rollback. Read the one that fits before you write a migration.',
  input: z.object({
    id: z.string().optional().describe('Only this one, with the text of its request.'),
  }),
  answer: ({ id }, { prompts }) => {
    const library = prompts();
    if (id === undefined) return { formatVersion: 1, snippets: library.snippets.map(listed) };
    const snippet = library.find(id);
    if (snippet === undefined) {
      throw new CannotAnswer(`No prompt snippet is called ${id}: leave out id to see them all.`);
    }
    return { formatVersion: 1, snippets: [{ ...listed(snippet), request: snippet.body }] };
  },
});

function listed({ id, version, title, use, tenancy, answer, inputs, shapes }: PromptSnippet): object {
  return {
    id,
    version,
    title,
    use,
    tenancy,
    answer,
    inputs: inputs.map(({ key, title: asked, required, choices }) => ({
      key,
      title: asked,
      required,
      choices,
    })),
    shapes,
  };
}
