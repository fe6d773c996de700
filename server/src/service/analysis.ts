import { frameworkById, isLinted, type Migration, type Project, type Script } from '../project';
import type { ReviewedMigration } from '../rules';
import type { SourceText } from '../sql';
import { type Range, type Span } from '../sql';
import { isTooLarge, tooLargeMessage } from './fileSize';
import type { LintError, WorkspaceFiles } from './model';

/** A workspace folder at one moment, with what the questions about it share. */
export interface Analysis {
  readonly files: WorkspaceFiles;
  readonly today: string;
  readonly project: Project;
  /** The migration that a file outside of all folders would be. */
  migrationOutside(path: string): Migration;
  /** A file's text with its line starts; an empty one where the file cannot be read. */
  source(path: string): SourceText;
  review(place: ScriptPlace): ReviewedMigration;
}

/** A script of a migration, as it stands in the history. */
export interface ScriptPlace {
  readonly migration: Migration;
  readonly direction: 'up' | 'down';
  readonly script: Script;
  readonly standing: Standing;
}

/** `replayed` lies before the baseline and is not linted; `outside` belongs to no folder and comes after everything. */
export type Standing = 'linted' | 'replayed' | 'outside';

/** The scripts that the file holds; a file outside the migration folders is the migration that would come next. */
export function placesAt(analysis: Analysis, path: string): readonly ScriptPlace[] {
  const { project } = analysis;
  const known = project.migrations.filter((migration) => scriptsAt(migration, path).length > 0);
  if (known.length === 0) {
    const migration = analysis.migrationOutside(path);
    return scriptsAt(migration, path).map((script) => ({ ...script, standing: 'outside' }));
  }
  return known.flatMap((migration) => {
    const standing = isLinted(project, migration) ? 'linted' : 'replayed';
    return scriptsAt(migration, path).map((script): ScriptPlace => ({ ...script, standing }));
  });
}

function scriptsAt(migration: Migration, path: string): readonly Omit<ScriptPlace, 'standing'>[] {
  const { up, down } = migration;
  const scripts = [{ migration, direction: 'up' as const, script: up }];
  if (down === undefined) return scripts.filter(({ script }) => script.path === path);
  return [...scripts, { migration, direction: 'down' as const, script: down }].filter(
    ({ script }) => script.path === path,
  );
}

/** Whether the path is a script of a migration of the project. */
export function isMigrationFile(project: Project, path: string): boolean {
  return project.migrations.some((migration) => scriptsAt(migration, path).length > 0);
}

/**
 * Whether the file is a draft of a migration: it lies in no migration folder, and its name is one that a framework of
 * the project would run or roll back. Other SQL, such as queries and dumps, is none of our business.
 */
export function isMigrationDraft({ policy }: Project, path: string): boolean {
  return policy.migrations.some(
    ({ path: folder, framework }) =>
      !path.startsWith(`${folder}/`) && frameworkById(framework)?.direction(path) !== undefined,
  );
}

/** Why the file cannot be analysed as SQL, if it cannot. */
export function obstacleOf(analysis: Analysis, path: string): LintError | undefined {
  const problem = analysis.files.problem(path);
  if (problem !== undefined) return { kind: 'unreadable', message: problem, range: fileStart };
  const text = analysis.files.text(path);
  if (text === undefined) {
    return { kind: 'unreadable', message: `${path} does not exist: check the path.`, range: fileStart };
  }
  if (isTooLarge(text)) return { kind: 'tooLarge', message: tooLargeMessage(path, text), range: fileStart };
  return undefined;
}

/** The span of a script's own text as a span of its file. */
export function inFile(script: Script, span: Span): Span {
  return { start: script.span.start + span.start, end: script.span.start + span.end };
}

export const fileStart: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
