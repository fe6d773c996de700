import { frameworkById, type MigrationFolder, type Project } from '../project';
import type { Workspace } from '../service';
import { parseSqlFile } from '../sql';
import type { DraftFile } from './rendering/renderDraft';

/**
 * The newest migration of a folder where it holds a prompt block and no statement yet: the first file of what it asks for
 * goes below the block, which stays as the record of what was asked.
 */
export interface BlockFile {
  readonly path: string;
  readonly text: string;
  /** Where the framework looks for its rollback. */
  readonly rollback: string | undefined;
}

/** Undefined where the file is another one: the draft makes files of its own then. */
export function blockFileAt(
  path: string | undefined,
  folder: MigrationFolder,
  { project, workspace: { files } }: { readonly project: Project; readonly workspace: Workspace },
): BlockFile | undefined {
  const newest = project.migrations.filter((each) => each.folder === folder.path && !each.repeatable).at(-1);
  if (newest === undefined || newest.up.path !== path) return undefined;
  const scripts = [newest.up.sql, newest.down?.sql ?? ''];
  if (scripts.some((sql) => parseSqlFile(sql).statements.length > 0)) return undefined;
  const rollback = newest.down?.path ?? frameworkById(newest.framework)?.rollbackPath(newest);
  return { path, text: files.text(path) ?? '', rollback };
}

/** The project as it was before the file was made, so that the framework numbers the draft's first migration as that one. */
export function withoutBlockFile(workspace: Workspace, { path, rollback }: BlockFile): Workspace {
  const { files } = workspace;
  const isLeftOut = (each: string) => each === path || each === rollback;
  return {
    ...workspace,
    files: {
      paths: files.paths.filter((each) => !isLeftOut(each)),
      text: (each) => (isLeftOut(each) ? undefined : files.text(each)),
      problem: (each) => (isLeftOut(each) ? undefined : files.problem(each)),
    },
  };
}

/** The files of a draft with the first migration in the place of the block's. */
export function belowBlock(files: readonly DraftFile[], block: BlockFile): readonly DraftFile[] {
  const first = (direction: DraftFile['direction']) =>
    files.find((file) => file.kind === 'script' && file.direction === direction)?.path;
  const moves = [
    { from: first('up'), to: block.path },
    { from: first('down'), to: block.rollback },
  ];
  return files.map((file) => {
    const move = moves.find(({ from }) => from !== undefined && file.path.startsWith(from));
    if (move?.from === undefined || move.to === undefined) return file;
    const isBlock = file.path === move.from && move.to === block.path;
    return {
      ...file,
      // What marks a script for its framework has the script's name and more.
      path: move.to + file.path.slice(move.from.length),
      text: isBlock ? `${block.text.trimEnd()}\n\n${file.text}` : file.text,
    };
  });
}
