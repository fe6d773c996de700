import { statSync } from 'node:fs';
import path from 'node:path';
import type { Folder } from '../files';
import { CannotRun } from './command';
import type { OpenedProject } from './openProject';
import { projectPath } from './openRoot';

/** A path that the user named. */
export interface GivenPath {
  /** As the user wrote it. */
  readonly written: string;
  /** Relative to the project's folder; empty for the folder itself. */
  readonly path: string;
  readonly isFolder: boolean;
}

/** Looks up what the user named. Throws `CannotRun` for a path that is not there. */
export function lookUpPaths(folder: Folder, given: readonly string[]): readonly GivenPath[] {
  return given.map((written) => {
    const found = projectPath(folder, written);
    const status = statSync(path.join(folder.root, found), { throwIfNoEntry: false });
    if (status !== undefined) return { written, path: found, isFolder: status.isDirectory() };
    throw new CannotRun(`${written} does not exist: check the path, which is relative to ${folder.root}.`);
  });
}

/**
 * The files that a command is asked about: files as named, of folders the linted migrations in them, or where those are
 * none all SQL files. Without paths all that is linted. Throws `CannotRun` for a folder without SQL.
 */
export function selectFiles(project: OpenedProject, given: readonly GivenPath[]): readonly string[] {
  const linted = project.service.lintedPaths(project.workspace);
  if (given.length === 0) return linted;
  return [...new Set(given.flatMap((each) => filesAt(project, each, linted)))];
}

function filesAt(
  { workspace }: OpenedProject,
  given: GivenPath,
  linted: readonly string[],
): readonly string[] {
  if (!given.isFolder) return [given.path];
  const within = (each: string) => given.path === '' || each.startsWith(`${given.path}/`);
  const inFolder = linted.filter(within);
  if (inFolder.length > 0) return inFolder;
  const sql = workspace.files.paths.filter((each) => within(each) && each.toLowerCase().endsWith('.sql'));
  if (sql.length === 0)
    throw new CannotRun(`${given.written} holds no SQL files: name migrations or a folder of them.`);
  return sql;
}
