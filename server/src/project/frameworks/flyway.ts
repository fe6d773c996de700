import type { SqlFile } from '../../sql';
import type { FileEdit, Migration, ProjectFiles, ProjectProblem, Script, TransactionMode } from '../model';
import { compareTexts, compareVersions } from '../versions';
import {
  fileNameOf,
  folderOf,
  folderProblem,
  joined,
  nameOfTitle,
  pathsWithin,
  wholeFile,
  type FolderContents,
  type FolderReading,
  type Framework,
  type NewMigration,
} from './framework';
import { flywayTakesOutOfTransaction } from './transactionBlock';

/**
 * Flyway's SQL migrations with its default names: `V1.2__title.sql` versioned, `U1.2__title.sql` its undo,
 * `R__title.sql` repeatable, `B1.2__title.sql` baseline migration, in the folder and all folders below it.
 */
export const flyway: Framework = {
  id: 'flyway',
  title: 'Flyway',
  sends: 'statements',
  recognises: (paths) => paths.some((path) => ['V', 'B'].includes(parsedName(path)?.prefix ?? '')),
  direction: (path) => {
    const name = parsedName(path);
    if (name === undefined) return undefined;
    return name.prefix === 'U' ? 'down' : 'up';
  },
  discover,
  noTransactionMarker: (script, files) => [scriptConfigurationEdit(script, files)],
  newMigrationPath,
  rollbackPath,
};

type Prefix = 'V' | 'U' | 'R' | 'B';

interface FileName {
  readonly path: string;
  readonly prefix: Prefix;
  /** Empty for a repeatable migration. */
  readonly version: string;
  readonly title: string;
}

/** Prefixes are case-sensitive and the suffix is not, as in Flyway's ResourceNameParser. */
function parsedName(path: string): FileName | undefined {
  const match = /^(?:([VUB])(\d+(?:[._]\d+)*?)|(R))__(.+)\.sql$/is.exec(fileNameOf(path));
  const prefix = prefixOf(match?.[1] ?? match?.[3]);
  if (match === null || prefix === undefined) return undefined;
  return { path, prefix, version: match[2] ?? '', title: (match[4] ?? '').replaceAll('_', ' ') };
}

function prefixOf(letter: string | undefined): Prefix | undefined {
  return letter === 'V' || letter === 'U' || letter === 'R' || letter === 'B' ? letter : undefined;
}

function discover(reading: FolderReading): FolderContents {
  const problems: ProjectProblem[] = [];
  const paths = pathsWithin(reading.folder.path, reading.files.paths);
  const names = paths.map(parsedName).filter((name) => name !== undefined);
  const ofPrefix = (prefix: Prefix) =>
    unrepeated(names.filter((name) => name.prefix === prefix).sort(runningOrder), problems);

  const versioned = ofPrefix('V');
  const undos = ofPrefix('U');
  const baseline = ofPrefix('B').at(-1);
  const isAfterBaseline = (name: FileName) =>
    baseline === undefined || compareVersions(name.version, baseline.version) > 0;
  const undoOf = (name: FileName) => undos.find((undo) => compareVersions(undo.version, name.version) === 0);

  problems.push(...misnamed(paths));
  problems.push(...undos.filter((undo) => !versioned.some(sameVersionAs(undo))).map(undoOfNothing));
  const migrations = [
    ...(baseline === undefined ? [] : [migration(baseline, undefined, reading)]),
    ...versioned.filter(isAfterBaseline).map((name) => migration(name, undoOf(name), reading)),
    ...ofPrefix('R').map((name) => migration(name, undefined, reading)),
  ];
  return { migrations, problems };
}

function migration(name: FileName, undo: FileName | undefined, reading: FolderReading): Migration {
  return {
    version: name.version,
    title: name.title,
    framework: 'flyway',
    folder: reading.folder.path,
    scope: reading.folder.scope,
    up: script(name.path, reading),
    down: undo === undefined ? undefined : script(undo.path, reading),
    repeatable: name.prefix === 'R',
    snapshot: name.prefix === 'B',
  };
}

function script(path: string, reading: FolderReading): Script {
  const sql = reading.files.text(path) ?? '';
  const { transaction } = reading.folder;
  return wholeFile(path, sql, transaction === 'auto' ? transactionOf(path, sql, reading) : transaction);
}

/**
 * Flyway wraps a file in one transaction unless the file's configuration says otherwise, or unless it recognises every
 * statement as one that cannot run in a transaction. A file that mixes both kinds it refuses, unless `mixed` is set; such
 * a file is left as transactional here, so that the statement at fault is found.
 */
function transactionOf(path: string, sql: string, reading: FolderReading): TransactionMode {
  const configured = executeInTransaction(reading.files.text(configurationPath(path)) ?? '');
  if (configured !== undefined) return configured.value ? 'per-file' : 'none';
  const file = reading.parse(sql);
  const known = transactionByFile.get(file);
  if (known !== undefined) return known;
  const transaction = isAllOutside(file) ? 'none' : 'per-file';
  transactionByFile.set(file, transaction);
  return transaction;
}

/** An editor has a project read again after each edit, of which all files but one are the same. */
const transactionByFile = new WeakMap<SqlFile, TransactionMode>();

function isAllOutside({ statements }: SqlFile): boolean {
  return (
    statements.length > 0 &&
    statements.every(({ tree }) => tree !== undefined && flywayTakesOutOfTransaction(tree))
  );
}

function configurationPath(path: string): string {
  return `${path}.conf`;
}

interface ConfiguredValue {
  readonly value: boolean;
  readonly start: number;
  readonly end: number;
}

/** The `executeInTransaction` line of a script configuration file, which is a properties file. */
function executeInTransaction(configuration: string): ConfiguredValue | undefined {
  const match = /^[ \t]*(?:flyway\.)?executeInTransaction[ \t]*=[ \t]*(true|false)[ \t]*$/im.exec(
    configuration,
  );
  const value = match?.[1];
  if (match === null || value === undefined) return undefined;
  const end = match.index + match[0].trimEnd().length;
  return { value: value.toLowerCase() === 'true', start: end - value.length, end };
}

function scriptConfigurationEdit(script: Script, files: ProjectFiles): FileEdit {
  const path = configurationPath(script.path);
  const line = 'executeInTransaction=false\n';
  const present = files.text(path);
  if (present === undefined) return { path, span: { start: 0, end: 0 }, newText: line, create: true };
  const configured = executeInTransaction(present);
  if (configured !== undefined) {
    return { path, span: { start: configured.start, end: configured.end }, newText: 'false' };
  }
  const separator = present === '' || present.endsWith('\n') ? '' : '\n';
  return { path, span: { start: present.length, end: present.length }, newText: separator + line };
}

/** Keeps the style of the last version: as many digits, and beside it; the first migration is `V1__`. */
function newMigrationPath({ folder, migrations, title, direction }: NewMigration): string {
  const last = migrations.findLast((candidate) => candidate.folder === folder.path && !candidate.repeatable);
  const beside = last === undefined ? folder.path : folderOf(last.up.path);
  const prefix = direction === 'up' ? 'V' : 'U';
  return joined(beside, `${prefix}${nextVersion(last?.version)}__${nameOfTitle(title)}.sql`);
}

/** Counts the last part on: `0042` to `0043`, `1.9` to `1.10`, `2026_01_02` to `2026_01_03`. */
function nextVersion(version: string | undefined): string {
  const last = /\d+$/.exec(version ?? '')?.[0];
  if (version === undefined || last === undefined) return '1';
  return version.slice(0, -last.length) + String(BigInt(last) + 1n).padStart(last.length, '0');
}

/** Flyway undoes versioned migrations only. */
function rollbackPath({ up, repeatable, snapshot }: Migration): string | undefined {
  const name = fileNameOf(up.path);
  if (repeatable || snapshot || !name.startsWith('V')) return undefined;
  return joined(folderOf(up.path), `U${name.slice(1)}`);
}

function runningOrder(left: FileName, right: FileName): number {
  if (left.prefix === 'R')
    return compareTexts(left.title, right.title) || compareTexts(left.path, right.path);
  return compareVersions(left.version, right.version) || compareTexts(left.path, right.path);
}

/** Flyway refuses two files of one version; the first by path is kept. */
function unrepeated(names: readonly FileName[], problems: ProjectProblem[]): readonly FileName[] {
  return names.filter((name, index) => {
    const before = names[index - 1];
    if (before === undefined || name.prefix === 'R' || !sameVersionAs(name)(before)) return true;
    problems.push(
      folderProblem(
        name.path,
        `version ${name.version} is also that of ${before.path}, and Flyway refuses both: give one of them another version`,
      ),
    );
    return false;
  });
}

function sameVersionAs(name: FileName): (other: FileName) => boolean {
  return (other) => compareVersions(name.version, other.version) === 0;
}

function undoOfNothing(undo: FileName): ProjectProblem {
  return folderProblem(
    undo.path,
    `this undoes version ${undo.version}, which no V file has: correct the version or remove the file`,
  );
}

/** Files that look like migrations and that Flyway passes over without a word. */
function misnamed(paths: readonly string[]): readonly ProjectProblem[] {
  return paths.flatMap((path) => {
    const name = fileNameOf(path);
    const example = /^([VUB])(\d+(?:[._]\d+)*)_*([^_\d.].*)\.sql$/i.exec(name);
    if (example === null || parsedName(path) !== undefined) return [];
    const [, prefix = '', version = '', rest = ''] = example;
    return folderProblem(
      path,
      `Flyway does not see this file: name it ${prefix.toUpperCase()}${version}__${rest}.sql, with two underscores after the version`,
    );
  });
}
