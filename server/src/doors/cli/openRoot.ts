import path from 'node:path';
import { openFolder, type Folder } from '../files';
import { CannotRun, type CliProcess, type GlobalOptions } from './command';

/** Lists the folder of `--cwd`, else the current one. Throws `CannotRun` where it cannot be read. */
export async function openRoot(process: CliProcess, { cwd = '.' }: GlobalOptions): Promise<Folder> {
  try {
    return await openFolder(path.resolve(process.currentFolder, cwd));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CannotRun(`The folder ${cwd} cannot be read (${reason}): name a project's folder with --cwd.`);
  }
}

/** A path that the user gave, relative to the project's folder, as the project writes it. */
export function projectPath(folder: Folder, given: string): string {
  const relative = path.relative(folder.root, path.resolve(folder.root, given));
  return relative.split(path.sep).join('/');
}
