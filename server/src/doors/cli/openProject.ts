import path from 'node:path';
import { loadPostgresParser } from '../../sql';
import { createLanguageService, type LanguageService, type Workspace } from '../../service';
import { localDate } from '../calendar';
import { openFolder, type Folder } from '../files';
import { CannotRun, type CliProcess, type GlobalOptions } from './command';

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
  const root = path.resolve(process.currentFolder, options.cwd ?? '.');
  const folder = await listed(root, options.cwd ?? '.');
  await loadPostgresParser();
  const policyFile = options.config === undefined ? undefined : projectPath(folder, options.config);
  const service = createLanguageService(policyFile === undefined ? {} : { policyFile });
  const project = { folder, service, workspace: { files: folder.files(), today: localDate() } };
  refuseBrokenPolicy(project);
  refuseUnreadableMigrations(project);
  return project;
}

/** A path that the user gave, relative to the project's folder, as the project writes it. */
export function projectPath(folder: Folder, given: string): string {
  const relative = path.relative(folder.root, path.resolve(folder.root, given));
  return relative.split(path.sep).join('/');
}

async function listed(root: string, shown: string): Promise<Folder> {
  try {
    return await openFolder(root);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CannotRun(
      `The folder ${shown} cannot be read (${reason}): name a project's folder with --cwd.`,
    );
  }
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
