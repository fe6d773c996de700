import { statSync } from 'node:fs';
import path from 'node:path';
import { CannotRun } from './command';
import { projectPath, type OpenedProject } from './openProject';

/**
 * The files that a command is asked about: files as named, of folders the linted migrations in them, or where those are
 * none all SQL files. Without arguments all that is linted. Throws `CannotRun` for a path that is not there.
 */
export function selectFiles(project: OpenedProject, given: readonly string[]): readonly string[] {
  const linted = project.service.lintedPaths(project.workspace);
  if (given.length === 0) return linted;
  return [...new Set(given.flatMap((each) => filesAt(project, each, linted)))];
}

function filesAt(project: OpenedProject, given: string, linted: readonly string[]): readonly string[] {
  const { folder, workspace } = project;
  const file = projectPath(folder, given);
  const found = statSync(path.join(folder.root, file), { throwIfNoEntry: false });
  if (found === undefined)
    throw new CannotRun(`${given} does not exist: check the path, which is relative to ${folder.root}.`);
  if (!found.isDirectory()) return [file];
  const within = (each: string) => file === '' || each.startsWith(`${file}/`);
  const inFolder = linted.filter(within);
  if (inFolder.length > 0) return inFolder;
  const sql = workspace.files.paths.filter((each) => within(each) && each.toLowerCase().endsWith('.sql'));
  if (sql.length === 0)
    throw new CannotRun(`${given} holds no SQL files: name migrations or a folder of them.`);
  return sql;
}
