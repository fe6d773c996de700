import { applyScript, type Catalog } from '../../catalog';
import { frameworkById, type FileEdit, type Script } from '../../project';
import type { SqlFile } from '../../sql';
import { canMarkLaterMigration } from '../steps/laterMigrations';
import { setLockTimeout } from '../steps/lockTimeout';
import type { MigrationPlace } from '../steps/migrationPlace';
import { doubtsOf } from './doubts';
import { completeRollback, generateRollback } from './generateRollback';
import { lossesOf } from './losses';
import type { Rollback, RollbackRequest, RollbackStep } from './model';
import { nothingPassing } from './passing';

/** A reviewed migration, as far as its rollback hangs on it. */
export interface UndoneMigration extends MigrationPlace {
  readonly script: Script;
  readonly file: SqlFile;
  readonly before: Catalog;
  readonly after: Catalog;
  readonly statements: readonly ReviewedStep[];
}

/** A statement of the script; what a DO block runs is counted with its block. */
interface ReviewedStep extends Pick<RollbackStep, 'statement' | 'before' | 'after'> {
  readonly inFull: RollbackStep['behaviour'];
  readonly within: object | undefined;
}

/** A rollback as edits of files, with what it leaves undone. */
export interface RollbackOffer {
  readonly path: string;
  readonly edits: readonly FileEdit[];
  readonly remaining: readonly string[];
  readonly losses: readonly string[];
  /** Why it may not be exact. */
  readonly doubts: readonly string[];
}

/**
 * Whether there may be something to undo, and a file to do it in: `newRollback` has nothing to offer where not. Asking
 * costs next to nothing, which working the rollback out does not.
 */
export function mayBeUndone(migration: UndoneMigration): boolean {
  if (pathOf(migration) === undefined || isBeingWritten(migration)) return false;
  return requestOf(migration, 'lost').steps.some(
    (step) => changesSchema(step) || lossesOf(step, nothingPassing).length > 0,
  );
}

/**
 * The rollback of a migration that has none, or only an empty one, in a file of the framework's name. Undefined where
 * there is nothing to undo, or where nobody can say which file undoes it.
 */
export function newRollback(migration: UndoneMigration, data: 'kept' | 'lost'): RollbackOffer | undefined {
  const path = pathOf(migration);
  if (path === undefined || migration.direction === 'down' || isBeingWritten(migration)) return undefined;
  const rollback = generateRollback(requestOf(migration, data));
  const isEmpty = migration.parse(rollback.text).statements.length === 0;
  const saysNothing = isEmpty && rollback.remaining.length === 0 && rollback.losses.length === 0;
  if (saysNothing || !isKept(rollback, data)) return undefined;
  const edits = [...fileEdits(migration, path, rollback), ...keepingEdits(migration, rollback)];
  const { remaining, losses, doubts } = rollback;
  return { path, edits, remaining, losses, doubts };
}

/** What an existing rollback lacks, written at its end. Undefined where it lacks nothing that a statement could bring. */
export function missingPart(migration: UndoneMigration): RollbackOffer | undefined {
  const { down } = migration.migration;
  if (down === undefined || down.path === migration.script.path || migration.direction === 'down') {
    return undefined;
  }
  const parse = (sql: string) => migration.parse(sql);
  const reached = applyScript(migration.after, { path: down.path, sql: down.sql }, parse);
  const { statements, remaining } = completeRollback(reached, migration.before, versionOf(migration));
  if (statements.length === 0) return undefined;
  const end = down.span.start + down.sql.length;
  const gap = down.sql === '' || down.sql.endsWith('\n') ? '\n' : '\n\n';
  const newText = gap + statements.map((statement) => `${statement};\n`).join('');
  const edits: readonly FileEdit[] = [{ path: down.path, span: { start: end, end }, newText }];
  const doubts = doubtsOf(migration.before, migration.after);
  return { path: down.path, edits, remaining, losses: [], doubts };
}

/** The file that undoes the migration: the one that is there, if it has one of its own, else the framework's choice. */
function pathOf({ migration, script }: UndoneMigration): string | undefined {
  if (migration.down !== undefined) {
    return migration.down.path === script.path ? undefined : migration.down.path;
  }
  return frameworkById(migration.framework)?.rollbackPath(migration);
}

/** Half a statement is there yet: nobody can tell what it will do. */
function isBeingWritten({ statements }: UndoneMigration): boolean {
  return statements.some(({ statement }) => statement.tree === undefined);
}

/** What the session remembers, and what nobody understood, a rollback does not change. */
function changesSchema({ before, after }: RollbackStep): boolean {
  const { searchPath, session, notUnderstood } = before;
  const shared = new Set<unknown>(Object.values(before));
  return Object.values({ ...after, searchPath, session, notUnderstood }).some((part) => !shared.has(part));
}

/** Whether the rollback keeps what was asked for; one that would lose the same rows anyway is no second choice. */
function isKept({ keeping, replacing }: Rollback, data: 'kept' | 'lost'): boolean {
  return data === 'lost' || keeping.length > 0 || replacing.length > 0;
}

function requestOf(migration: UndoneMigration, data: 'kept' | 'lost'): RollbackRequest {
  const { policy, script, before, after } = migration;
  return {
    path: script.path,
    version: migration.migration.version,
    steps: migration.statements
      .filter(({ within }) => within === undefined)
      .map((step) => ({ ...step, behaviour: step.inFull })),
    before,
    after,
    serverVersion: versionOf(migration),
    bypassesRls: policy.runner.bypassesRls,
    lockTimeout: policy.runner.setsTimeouts ? undefined : setLockTimeout('transaction'),
    tenantColumns: policy.tenancy.tenantColumns,
    outsideTransactions: canMarkLaterMigration(migration) ? 'possible' : 'one statement only',
    data,
  };
}

function versionOf({ policy }: UndoneMigration): number {
  return Number.parseInt(policy.version, 10);
}

function fileEdits(
  { migration, files }: UndoneMigration,
  path: string,
  { text, transaction }: Rollback,
): readonly FileEdit[] {
  const { down } = migration;
  const edit: FileEdit =
    down === undefined
      ? { path, span: { start: 0, end: 0 }, newText: text, create: true }
      : { path, span: down.span, newText: text };
  if (transaction === 'per-file') return [edit];
  const script: Script = { path, span: { start: 0, end: text.length }, sql: text, transaction };
  return [edit, ...(frameworkById(migration.framework)?.noTransactionMarker(script, files) ?? [])];
}

/** What the migration does before or in place of some of its statements, so that rows are kept. */
function keepingEdits({ script }: UndoneMigration, { keeping, replacing }: Rollback): readonly FileEdit[] {
  const { path } = script;
  return [
    ...keeping.map(({ before, statements }): FileEdit => {
      const { start } = before.span;
      const newText = statements.map((statement) => `${statement};\n`).join('');
      return { path, span: { start, end: start }, newText };
    }),
    ...replacing.map(({ statement, statements }): FileEdit => {
      return { path, span: statement.span, newText: statements.join(';\n') };
    }),
  ];
}
