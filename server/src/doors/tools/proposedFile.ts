import path from 'node:path';
import { z } from 'zod';
import { laidOver, type Workspace } from '../../service';
import { CannotAnswer, type Desk } from './tool';

/** The input of tools that judge one migration, on disk or only proposed. */
export const proposedFile = {
  file: z
    .string()
    .describe(
      'Path of the migration, relative to the project’s folder. With `sql` it need not exist: choose the name that the framework would run next.',
    ),
  sql: z.string().optional().describe('The text to judge in place of what is on disk. Nothing is written.'),
};

export interface ProposedFile {
  readonly file: string;
  readonly sql?: string | undefined;
}

/** A migration and the project that it is judged in. */
export interface PlacedFile {
  readonly workspace: Workspace;
  readonly file: string;
  /** What is proposed and lies over the files on disk, by path. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * The project as it would be with the proposed text in it.
 *
 * @throws CannotAnswer where the path leaves the project, or there is neither a file nor a text.
 */
export function placed({ file, sql }: ProposedFile, { workspace, root }: Desk): PlacedFile {
  const within = path.posix.normalize(file.split(path.sep).join('/'));
  if (path.isAbsolute(file) || within === '..' || within.startsWith('../')) {
    throw new CannotAnswer(`${file} lies outside of the project: give a path relative to ${root}.`);
  }
  if (sql !== undefined) {
    const texts = new Map([[within, sql]]);
    return { workspace: { ...workspace, files: laidOver(workspace.files, texts) }, file: within, texts };
  }
  const problem = workspace.files.problem(within);
  if (problem !== undefined) throw new CannotAnswer(problem);
  if (workspace.files.text(within) === undefined) {
    throw new CannotAnswer(`${file} does not exist in ${root}: check the path, or give its text as sql.`);
  }
  return { workspace, file: within, texts: new Map() };
}
