import { loadPostgresParser } from '../../sql';
import { createLanguageService, type LanguageService, type Workspace } from '../../service';
import { localDate } from '../calendar';
import { openFolder, type Folder } from '../files';
import { CannotRun, type CliProcess, type GlobalOptions } from './command';
import { openRoot, projectPath } from './openRoot';

/** The project that a command works on. */
export interface OpenedProject {
  readonly folder: Folder;
  readonly service: LanguageService;
  readonly workspace: Workspace;
}

/**
 * Opens the project of `--cwd` (else of the current folder) under its policy.
 * Throws `CannotRun` where the folder cannot be read or the policy does not hold.
 */
export async function openProject(process: CliProcess, options: GlobalOptions): Promise<OpenedProject> {
  const folder = await openRoot(process, options);
  return openProjectIn(folder, { files: folder.files(), today: localDate() }, options);
}

/** The same project as its files are now. Throws as `openProject` does. */
export async function openAgain({ folder, service }: OpenedProject): Promise<OpenedProject> {
  const listed = await openFolder(folder.root);
  return refusingBroken({
    folder: listed,
    service,
    workspace: { files: listed.files(), today: localDate() },
  });
}

/** The same in a folder that is already listed. */
export async function openProjectIn(
  folder: Folder,
  workspace: Workspace,
  { config }: Pick<GlobalOptions, 'config'>,
): Promise<OpenedProject> {
  await loadPostgresParser();
  const service = createLanguageService(
    config === undefined ? {} : { policyFile: projectPath(folder, config) },
  );
  return refusingBroken({ folder, service, workspace });
}

function refusingBroken(project: OpenedProject): OpenedProject {
  refuseBrokenPolicy(project);
  refuseUnreadableMigrations(project);
  return project;
}

function refuseBrokenPolicy({ service, workspace }: OpenedProject): void {
  const problems = service.problems(workspace).filter(({ concerns }) => concerns === 'policy');
  if (problems.length === 0) return;
  const sentences = problems.map(({ path: file, range, message }) => {
    const { line, character } = range.start;
    return `${file}:${line + 1}:${character + 1}: ${message}`;
  });
  throw new CannotRun(sentences.join('\n'));
}

/** A folder of migrations that cannot be listed would otherwise look like one without migrations. */
function refuseUnreadableMigrations({ folder, service, workspace }: OpenedProject): void {
  const { migrations, policy } = service.project(workspace);
  const unreadable = folder.unreadable.find(
    ({ path: closed }) =>
      migrations.length === 0 ||
      policy.migrations.some(({ path: open }) => isWithin(open, closed) || isWithin(closed, open)),
  );
  if (unreadable !== undefined) throw new CannotRun(unreadable.message);
}

function isWithin(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}/`);
}
