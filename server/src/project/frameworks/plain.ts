import type { Migration, ProjectProblem, Script, TransactionMode } from '../model';
import type { Engine } from '../policyModel';
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
import { controlsTransactions, endsOwnTransactions, refusedInTransactionBlock } from './transactionBlock';

/**
 * Pairs of files, `NAME.up.sql` and `NAME.down.sql`, as golang-migrate, pop and many scripts run them. A leading number
 * orders them. `NAME.postgres.up.sql` is the form for one database and wins over `NAME.up.sql`; `NAME.autocommit.up.sql`
 * runs outside of a transaction (both are pop's names).
 */
export const plain: Framework = {
  id: 'plain',
  title: 'plain up and down files',
  sends: 'whole file',
  recognises: (paths) => paths.some((path) => parsedName(path)?.direction === 'up'),
  direction: (path) => parsedName(path)?.direction,
  discover,
  // A runner of plain files reads no marker; a statement that needs to be alone gets a file of its own.
  noTransactionMarker: () => undefined,
  newMigrationPath,
  rollbackPath: ({ up }) =>
    up.path.endsWith('.up.sql') ? up.path.replace(/\.up\.sql$/, '.down.sql') : undefined,
};

interface FileName {
  readonly path: string;
  /** The leading number, or the whole name where there is none. */
  readonly version: string;
  /** All before dialect, mode and direction. */
  readonly name: string;
  readonly dialect: Engine | 'other' | undefined;
  readonly autocommit: boolean;
  readonly direction: 'up' | 'down';
}

const dialects: Readonly<Record<string, Engine | 'other'>> = {
  postgres: 'postgresql',
  postgresql: 'postgresql',
  pg: 'postgresql',
  mysql: 'mysql',
  mariadb: 'mariadb',
  cockroach: 'other',
  cockroachdb: 'other',
  sqlite: 'other',
  sqlite3: 'other',
  mssql: 'other',
  sqlserver: 'other',
  oracle: 'other',
};

function parsedName(path: string): FileName | undefined {
  const match = /^(.+)\.(up|down)\.sql$/s.exec(fileNameOf(path));
  if (match === null) return undefined;
  const [, stem = '', direction] = match;
  const autocommit = stem.endsWith('.autocommit');
  const rest = autocommit ? stem.slice(0, -'.autocommit'.length) : stem;
  const dot = rest.lastIndexOf('.');
  const dialect = dot < 0 ? undefined : dialects[rest.slice(dot + 1).toLowerCase()];
  const name = dialect === undefined ? rest : rest.slice(0, dot);
  const version = /^\d+/.exec(name)?.[0] ?? name;
  return { path, version, name, dialect, autocommit, direction: direction === 'up' ? 'up' : 'down' };
}

function discover(reading: FolderReading): FolderContents {
  const paths = pathsWithin(reading.folder.path, reading.files.paths);
  const all = paths.map(parsedName).filter((name) => name !== undefined);
  const names = all.filter((name) => name.dialect === undefined || name.dialect === reading.engine);
  const ups = preferred(names.filter((name) => name.direction === 'up'));
  const downs = preferred(names.filter((name) => name.direction === 'down'));
  const downOf = (up: FileName) =>
    downs.find((down) => down.name === up.name) ?? downs.find((down) => sameVersion(down, up));
  const migrations = ups.sort(runningOrder).map((up) => migration(up, downOf(up), reading));

  const problems = [...sameVersions(ups), ...downsWithoutUp(downs, all)];
  return { migrations, problems };
}

/** Of the files for one migration and direction, the one for this database in particular. */
function preferred(names: readonly FileName[]): FileName[] {
  const chosen = new Map<string, FileName>();
  for (const name of names) {
    const key = `${folderOf(name.path)}/${name.name}`;
    const before = chosen.get(key);
    if (before?.dialect === undefined) chosen.set(key, name);
  }
  return [...chosen.values()];
}

function migration(up: FileName, down: FileName | undefined, reading: FolderReading): Migration {
  return {
    version: up.version,
    title: titleOf(up),
    framework: 'plain',
    folder: reading.folder.path,
    scope: reading.folder.scope,
    up: script(up, reading),
    down: down === undefined ? undefined : script(down, reading),
    repeatable: false,
    snapshot: false,
  };
}

function titleOf(name: FileName): string {
  const words = name.name.slice(name.version === name.name ? 0 : name.version.length);
  return words.replace(/[_\-.]+/g, ' ').trim();
}

function script(name: FileName, reading: FolderReading): Script {
  const sql = reading.files.text(name.path) ?? '';
  const { transaction } = reading.folder;
  return wholeFile(name.path, sql, transaction === 'auto' ? transactionOf(name, sql, reading) : transaction);
}

/**
 * golang-migrate sends a file as one simple query, which PostgreSQL runs as one implicit transaction (manual, section
 * "Multiple Statements in a Simple Query"); pop opens one itself unless the name says `autocommit`. A single statement
 * sent so stands outside of any transaction block, and a file with BEGIN and COMMIT of its own is left as it is.
 */
function transactionOf(name: FileName, sql: string, reading: FolderReading): TransactionMode {
  if (name.autocommit) return 'none';
  const file = reading.parse(sql);
  if (controlsTransactions(file)) return 'none';
  const [only, ...more] = file.statements;
  if (only?.tree === undefined || more.length > 0) return 'per-file';
  return refusedInTransactionBlock(only.tree) || endsOwnTransactions(only) ? 'none' : 'per-file';
}

/** Counts on from the last number with as many digits, or from the same clock where the numbers are timestamps. */
function newMigrationPath({ folder, migrations, title, direction, transaction }: NewMigration): string {
  const own = migrations.filter((candidate) => candidate.folder === folder.path);
  const last = own.findLast((candidate) => /^\d+$/.test(candidate.version));
  const beside = last === undefined ? folder.path : folderOf(last.up.path);
  const number = numberAfter(last?.version);
  const knowsAutocommit = own.some(({ up, down }) => isAutocommit(up) || isAutocommit(down));
  const mode = transaction === 'none' && knowsAutocommit ? '.autocommit' : '';
  return joined(beside, `${number}_${nameOfTitle(title)}${mode}.${direction}.sql`);
}

function isAutocommit(script: Script | undefined): boolean {
  return script !== undefined && parsedName(script.path)?.autocommit === true;
}

/** By number, then by name; files without a number come last. */
function runningOrder(left: FileName, right: FileName): number {
  const [leftNumber, rightNumber] = [numberOf(left), numberOf(right)];
  if (leftNumber !== undefined && rightNumber !== undefined && leftNumber !== rightNumber) {
    return leftNumber < rightNumber ? -1 : 1;
  }
  if ((leftNumber === undefined) !== (rightNumber === undefined)) return leftNumber === undefined ? 1 : -1;
  return compareTexts(left.name, right.name) || compareTexts(left.path, right.path);
}

function numberOf(name: FileName): bigint | undefined {
  return /^\d+$/.test(name.version) ? BigInt(name.version) : undefined;
}

function sameVersion(left: FileName, right: FileName): boolean {
  const number = numberOf(left);
  return number === undefined ? left.version === right.version : number === numberOf(right);
}

function sameVersions(ups: readonly FileName[]): readonly ProjectProblem[] {
  return ups.flatMap((up, index) => {
    const before = ups[index - 1];
    if (before === undefined || !sameVersion(before, up)) return [];
    return folderProblem(
      up.path,
      `number ${up.version} is also that of ${before.path}, so their order is open: give one of them another number`,
    );
  });
}

function downsWithoutUp(downs: readonly FileName[], all: readonly FileName[]): readonly ProjectProblem[] {
  return downs
    .filter((down) => !all.some((other) => other.direction === 'up' && sameVersion(other, down)))
    .map((down) =>
      folderProblem(
        down.path,
        `there is no ${down.name}.up.sql that this file undoes: correct its name or remove it`,
      ),
    );
}
