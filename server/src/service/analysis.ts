import type { Catalog } from '../catalog';
import { frameworkById, isLinted, type Migration, type Project, type Script } from '../project';
import type { ReviewedMigration } from '../rules';
import type { SourceText } from '../sql';
import { type Range, type Span } from '../sql';
import { isTooLarge, tooLargeMessage } from './fileSize';
import type { LintError, PlacedProblem, WorkspaceFiles } from './model';

/** A workspace folder at one moment, with what the questions about it share. */
export interface Analysis {
  readonly files: WorkspaceFiles;
  readonly today: string;
  readonly project: Project;
  /** The scripts of the project's migrations that a file holds. */
  scriptsAt(path: string): readonly ScriptOfMigration[];
  /** What does not hold in the policy file and in the migration folders themselves. */
  problems(): readonly PlacedProblem[];
  /** The migration that a file outside of all folders would be. */
  migrationOutside(path: string): Migration;
  /** A file's text with its line starts; an empty one where the file cannot be read. */
  source(path: string): SourceText;
  review(place: ScriptPlace): ReviewedMigration;
  /** The schema after the whole history. */
  schema(): Catalog;
}

/** A script of a migration, as it stands in the history. */
export interface ScriptPlace extends ScriptOfMigration {
  readonly standing: Standing;
}

export interface ScriptOfMigration {
  readonly migration: Migration;
  readonly direction: 'up' | 'down';
  readonly script: Script;
}

/** `replayed` lies before the baseline and is not linted; `outside` belongs to no folder and comes after everything. */
export type Standing = 'linted' | 'replayed' | 'outside';

/** The scripts that the file holds; a file outside the migration folders is the migration that would come next. */
export function placesAt(analysis: Analysis, path: string): readonly ScriptPlace[] {
  const known = analysis.scriptsAt(path);
  if (known.length === 0) {
    return scriptsOf(analysis.migrationOutside(path))
      .filter(({ script }) => script.path === path)
      .map((script) => ({ ...script, standing: 'outside' }));
  }
  return known.map((script) => ({
    ...script,
    standing: isLinted(analysis.project, script.migration) ? 'linted' : 'replayed',
  }));
}

/** Looks up the scripts that a file holds; a file may hold both directions of a migration. */
export function scriptsByPath(
  migrations: readonly Migration[],
): (path: string) => readonly ScriptOfMigration[] {
  const byPath = new Map<string, ScriptOfMigration[]>();
  for (const each of migrations.flatMap(scriptsOf)) {
    const known = byPath.get(each.script.path);
    if (known === undefined) byPath.set(each.script.path, [each]);
    else known.push(each);
  }
  return (path) => byPath.get(path) ?? [];
}

function scriptsOf(migration: Migration): readonly ScriptOfMigration[] {
  const { up, down } = migration;
  const own = { migration, direction: 'up' as const, script: up };
  return down === undefined ? [own] : [own, { migration, direction: 'down', script: down }];
}

/** Whether the path is a script of a migration of the project. */
export function isMigrationFile(analysis: Analysis, path: string): boolean {
  return analysis.scriptsAt(path).length > 0;
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
