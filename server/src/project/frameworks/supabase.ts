import type { Migration, ProjectProblem, TransactionMode } from '../model';
import { compareTexts } from '../versions';
import {
  fileNameOf,
  folderOf,
  folderProblem,
  joined,
  nameOfTitle,
  numberAfter,
  pathsWithin,
  wholeFile,
  type FolderContents,
  type FolderReading,
  type Framework,
  type NewMigration,
} from './framework';
import { refusedInTransactionBlock } from './transactionBlock';

/**
 * The migrations of the Supabase CLI: `supabase/migrations/20240414161707_title.sql`, run in the order of their names
 * and never rolled back. Their names say nothing that other tools' names do not, so the folder has to.
 */
export const supabase: Framework = {
  id: 'supabase',
  title: 'the Supabase CLI',
  sends: 'statements',
  recognises: (paths) => paths.some((path) => isHome(folderOf(path)) && parsedName(path) !== undefined),
  direction: (path) => (parsedName(path) === undefined ? undefined : 'up'),
  discover,
  // The CLI looks for no marker; a statement that needs to be alone gets a file of its own.
  noTransactionMarker: () => undefined,
  newMigrationPath,
  rollbackPath: () => undefined,
};

interface FileName {
  readonly path: string;
  readonly version: string;
  readonly title: string;
}

function isHome(folder: string): boolean {
  return /(^|\/)supabase\/migrations$/.test(folder);
}

/** The pattern and what it passes over are those of the CLI's pkg/migration (`list.go`, `file.go`). */
function parsedName(path: string): FileName | undefined {
  const match = /^(\d+)_(.*)\.sql$/s.exec(fileNameOf(path));
  if (match === null) return undefined;
  return { path, version: match[1] ?? '', title: (match[2] ?? '').replace(/[_-]+/g, ' ').trim() };
}

function discover(reading: FolderReading): FolderContents {
  const { path } = reading.folder;
  // The CLI does not look into folders below.
  const files = pathsWithin(path, reading.files.paths).filter((file) => folderOf(file) === path);
  const [first, ...others] = files
    .flatMap((file) => parsedName(file) ?? [])
    .sort((left, right) => compareTexts(fileNameOf(left.path), fileNameOf(right.path)));
  if (first === undefined) return { migrations: [], problems: files.flatMap(misnamed) };
  const isSkipped = isOldInit(first);
  const names = isSkipped ? others : [first, ...others];
  return {
    migrations: names.map((name) => migration(name, reading)),
    problems: [...files.flatMap(misnamed), ...(isSkipped ? [skipped(first)] : []), ...sameVersions(names)],
  };
}

function migration({ path, version, title }: FileName, reading: FolderReading): Migration {
  const sql = reading.files.text(path) ?? '';
  const { transaction } = reading.folder;
  return {
    version,
    title,
    framework: 'supabase',
    folder: reading.folder.path,
    scope: reading.folder.scope,
    up: wholeFile(path, sql, transaction === 'auto' ? transactionOf(sql, reading) : transaction),
    down: undefined,
    repeatable: false,
    snapshot: false,
  };
}

/**
 * The CLI sends a file as one batch, which PostgreSQL runs as one transaction. Since version 2.109 it takes statements
 * that cannot run in one out of the batch; a file that mixes both kinds fails with older ones and is no longer atomic
 * with newer ones, so it is left as transactional here and the statement at fault is found.
 */
function transactionOf(sql: string, reading: FolderReading): TransactionMode {
  const { statements } = reading.parse(sql);
  const outside = statements.every(({ tree }) => tree !== undefined && refusedInTransactionBlock(tree));
  return outside && statements.length > 0 ? 'none' : 'per-file';
}

/** The file that early versions of the CLI wrote for what a new project already has. */
function isOldInit({ path, version }: FileName): boolean {
  return /^\d{14}_init\.sql$/.test(fileNameOf(path)) && version < '20211209000000';
}

function skipped({ path }: FileName): ProjectProblem {
  return folderProblem(path, 'the Supabase CLI passes over an old first `init`: give the file another name');
}

function misnamed(path: string): readonly ProjectProblem[] {
  if (!/\.sql$/i.test(path) || parsedName(path) !== undefined) return [];
  const remedy = 'name it like `20240414161707_title.sql`, or move it out of the folder';
  return [folderProblem(path, `the Supabase CLI does not see this file: ${remedy}`)];
}

function sameVersions(names: readonly FileName[]): readonly ProjectProblem[] {
  return names.flatMap(({ path, version }, index) => {
    const before = names.slice(0, index).find((name) => name.version === version);
    if (before === undefined) return [];
    return folderProblem(
      path,
      `version ${version} is also that of ${before.path}, and the Supabase CLI records each once: give one of them another version`,
    );
  });
}

function newMigrationPath({ folder, migrations, title }: NewMigration): string {
  const last = migrations.findLast((candidate) => candidate.folder === folder.path);
  return joined(folder.path, `${numberAfter(last?.version)}_${nameOfTitle(title)}.sql`);
}
