import type { SqlFile } from '../../sql';
import type { FileEdit, Migration, ProjectFiles, ProjectProblem, Script, TransactionMode } from '../model';
import type { Engine, FrameworkId, MigrationFolder } from '../policyModel';

/** A migration framework: how it names, orders, pairs and wraps the files of a folder. */
export interface Framework {
  readonly id: FrameworkId;
  /** The name that people know it by. */
  readonly title: string;
  /** What goes to the server at once: the whole text of a file, or one statement after the other. */
  readonly sends: 'whole file' | 'statements';
  /** Whether files of these names are this framework's. */
  recognises(paths: readonly string[]): boolean;
  /** The folder's migrations in the order in which the framework runs them. Never throws. */
  discover(folder: FolderReading): FolderContents;
  /** Whether a file of that name would be a migration or a rollback of this framework. */
  direction(path: string): 'up' | 'down' | undefined;
  /**
   * The edits that make the framework run a script outside of a transaction; undefined where it has no such mark for a
   * single file, so that the statement needs a file of its own.
   */
  noTransactionMarker(script: Script, files: ProjectFiles): readonly FileEdit[] | undefined;
  /** Where a new migration goes that runs after all of those, or the rollback of that new one. */
  newMigrationPath(request: NewMigration): string;
  /** Where the rollback of a migration goes that has none; undefined where the framework cannot roll it back. */
  rollbackPath(migration: Migration): string | undefined;
}

/** A folder of migrations as a framework is asked to read it. */
export interface FolderReading {
  readonly folder: MigrationFolder;
  readonly files: ProjectFiles;
  readonly engine: Engine;
  parse(sql: string): SqlFile;
}

export interface FolderContents {
  readonly migrations: readonly Migration[];
  readonly problems: readonly ProjectProblem[];
}

export interface NewMigration {
  readonly folder: MigrationFolder;
  /** The project's migrations; those of other folders are not looked at. */
  readonly migrations: readonly Migration[];
  /** What it does, in words. */
  readonly title: string;
  readonly direction: 'up' | 'down';
  /** `none` asks for a name that keeps the file out of a transaction, where the framework has such names. */
  readonly transaction: TransactionMode;
}

/** Paths of a folder and of all folders below it. */
export function pathsWithin(folder: string, paths: readonly string[]): readonly string[] {
  if (folder === '.' || folder === '') return paths;
  return paths.filter((path) => path.startsWith(`${folder}/`));
}

export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folder of a file; `.` for a file at the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, slash);
}

export function joined(folder: string, name: string): string {
  return folder === '.' || folder === '' ? name : `${folder}/${name}`;
}

/** A whole file as a script; a file that cannot be read is an empty script and a problem of whoever lists it. */
export function wholeFile(path: string, sql: string, transaction: TransactionMode): Script {
  return { path, span: { start: 0, end: sql.length }, sql, transaction };
}

export function folderProblem(path: string, message: string): ProjectProblem {
  return { concerns: 'migrations', path, span: { start: 0, end: 0 }, message };
}

/** A title as file names carry it: lower-case words with underscores between them. */
export function nameOfTitle(title: string): string {
  const words = title.toLowerCase().match(/[a-z0-9]+/g);
  return words === null ? 'migration' : words.join('_');
}

/** The number after that one, with as many digits; `0001` where there is none yet. */
export function numberAfter(version: string | undefined): string {
  return version === undefined ? '0001' : String(BigInt(version) + 1n).padStart(version.length, '0');
}
