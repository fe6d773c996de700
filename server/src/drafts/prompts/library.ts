import type { ProjectFiles } from '../../project';
import { readSnippet } from './readSnippet';
import type { PromptProblem, PromptSnippet, PromptText } from './snippet';

/** The snippets that a project may ask with. */
export interface PromptLibrary {
  /** By id. */
  readonly snippets: readonly PromptSnippet[];
  /** What is wrong with a team's own snippets; those are left out. */
  readonly problems: readonly PromptProblem[];
  find(id: string): PromptSnippet | undefined;
}

/** A team's own snippets, relative to the workspace folder. */
const teamPrompt = /^\.tenantsafe\/prompts\/[^/]+\.md$/;

export function isTeamPrompt(path: string): boolean {
  return teamPrompt.test(path);
}

/**
 * The snippets that come with Tenantsafe, and a team's own, which take the place of built-in ones of the same id.
 *
 * @throws Error where a built-in snippet does not hold, which only a broken installation shows.
 */
export function promptLibrary(builtIn: readonly PromptText[], files: ProjectFiles): PromptLibrary {
  const team = files.paths
    .filter(isTeamPrompt)
    .map((path) => readSnippet({ path, text: files.text(path) ?? '' }, 'team'));
  const snippets = [...builtIn.map(readBuiltIn), ...team.flatMap(({ snippet }) => snippet ?? [])];
  const byId = new Map(snippets.map((snippet) => [snippet.id, snippet]));
  return {
    snippets: [...byId.values()].sort((one, other) => (one.id < other.id ? -1 : 1)),
    problems: team.flatMap(({ problems }) => problems),
    find: (id) => byId.get(id),
  };
}

function readBuiltIn(file: PromptText): PromptSnippet {
  const { snippet, problems } = readSnippet(file, 'tenantsafe');
  if (snippet !== undefined) return snippet;
  const message = problems.map((problem) => problem.message).join('; ');
  throw new Error(`${file.path} of this installation does not hold (${message}): install Tenantsafe again.`);
}
