import { tenancyQuestion } from '../../project';
import type { LintedFile, WorkspaceFiles } from '../../service';
import type { Folder } from '../files';
import { openProjectIn, type OpenedProject } from './openProject';
import { selectFiles, type GivenPath } from './selection';

/** What is to be linted, beside the files: all that decides what is found. */
export interface LintRequest {
  /** What the user named; nothing stands for all that is linted. */
  readonly given: readonly GivenPath[];
  /** Only files among these, where it is there. */
  readonly changed: readonly string[] | undefined;
  /** A policy file other than the one at the root. */
  readonly config: string | undefined;
  /** ISO date, for exceptions that expire. */
  readonly today: string;
}

export interface LintOutcome {
  readonly files: readonly LintedFile[];
  /** Sentences about files that were asked for and not linted, and about what nobody has said of the project. */
  readonly notes: readonly string[];
}

/** Lints files of a project, as they stand in `files`. Throws `CannotRun` where the policy does not hold. */
export async function lintProject(
  folder: Folder,
  files: WorkspaceFiles,
  { given, changed, config, today }: LintRequest,
): Promise<LintOutcome> {
  const options = config === undefined ? {} : { config };
  const project = await openProjectIn(folder, { files, today }, options);
  const only = changed === undefined ? undefined : new Set(changed);
  const linted = selectFiles(project, given)
    .filter((file) => only === undefined || only.has(file))
    .map((file) => project.service.lint(project.workspace, file))
    .filter(isWorthListing);
  return { files: linted, notes: [...notesOn(project, given, linted), ...doubtsOf(project)] };
}

/** The policy file stands in results only where something is to say of it. */
function isWorthListing(file: LintedFile): boolean {
  return file.framework !== null || file.findings.length > 0 || file.errors.length > 0;
}

function notesOn(
  { service, workspace }: OpenedProject,
  given: readonly GivenPath[],
  files: readonly LintedFile[],
): readonly string[] {
  if (files.length === 0) return ['There is nothing to lint: no migration is selected.'];
  if (given.length === 0) return [];
  const { baseline } = service.project(workspace).policy;
  return files
    .filter(({ path }) => service.standing(workspace, path) === 'replayed')
    .map(({ path }) => `${path} lies before the baseline ${baseline ?? ''}: it is history and not linted.`);
}

/** What an editor would ask its user: which findings there are about tenants hangs on it. */
function doubtsOf({ service, workspace }: OpenedProject): readonly string[] {
  const question = tenancyQuestion(service.project(workspace));
  if (question === undefined) return [];
  return [`${question.text} Say it in the policy file, which \`tenantsafe init\` writes.`];
}
