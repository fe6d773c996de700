import type { Node } from '@pgsql/types';
import { mayBeUndone, newRollback } from '../../rewrite';
import { kindOf, nodeAs, type NodeKind, type Span, type SqlFile } from '../../sql';
import { isDeclared } from '../readings/rollbackDeclarations';
import type { Finding, Fix, FixOnDemand, ReviewedMigration, Rule } from '../model';

/** A migration with no way back, and nothing that says so. */
export const rollbackMissing: Rule = {
  id: 'rollback-missing',
  category: 'rollback',
  severity: 'warning',
  summary: 'A migration without a rollback, or with one that does nothing, that is not declared irreversible',
  *check(migration) {
    const { migration: reviewed, direction, file } = migration;
    // A repeatable migration is undone by its own earlier text.
    if (direction === 'down' || reviewed.repeatable || doesNothing(file)) return;
    const { down } = reviewed;
    if (down === undefined) {
      yield missing(migration);
      return;
    }
    const script = migration.parse(down.sql);
    if (doesNothing(script) && !isDeclared(script, ['irreversible', 'lossy'])) yield empty(migration);
  },
};

function missing(migration: ReviewedMigration): Finding {
  const { migration: reviewed, project } = migration;
  const usesRollbacks = project.migrations.some(
    ({ folder, down }) => folder === reviewed.folder && down !== undefined,
  );
  return {
    what: 'This migration has no rollback.',
    who: 'When it fails for one tenant, or the release is taken back, the tenants that have it already cannot return to the schema that the previous application knows.',
    remedy: usesRollbacks
      ? 'Write one, or a rollback that holds only a comment `-- irreversible: why`.'
      : 'No migration in this folder has one; let Generate Rollback write one, or switch this rule off in the policy if you only ever roll forward.',
    span: firstStatement(migration.file),
    relations: [],
    // A team that rolls forward only has decided that for the whole folder, not for this file.
    ...(usesRollbacks ? { fixes: createRollback(migration) } : { severity: 'hint' as const }),
  };
}

function empty(migration: ReviewedMigration): Finding {
  return {
    what: `The rollback ${migration.migration.down?.path ?? ''} does nothing.`,
    who: 'The runner will report a successful rollback although every tenant keeps the changed schema.',
    remedy:
      'Undo the migration in it, or declare with a comment `-- irreversible: why` that there is no way back.',
    span: firstStatement(migration.file),
    relations: [],
    fixes: createRollback(migration),
  };
}

/** The first statement that does something, as a place to show the finding. */
function firstStatement({ statements }: SqlFile): Span {
  const first = statements.find(({ tree }) => nodeAs(tree, 'VariableSetStmt') === undefined);
  return (first ?? statements[0])?.span ?? { start: 0, end: 0 };
}

/** Nothing but comments, settings, upkeep of tables, transaction commands and queries that read no table. */
function doesNothing({ statements }: SqlFile): boolean {
  return statements.every(({ tree }) => {
    if (tree === undefined) return false;
    const select = nodeAs(tree, 'SelectStmt');
    if (select !== undefined) return select.fromClause === undefined && isPlainSelect(select.targetList);
    return leavingNoTrace.has(kindOf(tree));
  });
}

/** After these schema and rows are what they were. */
const leavingNoTrace: ReadonlySet<NodeKind> = new Set([
  'VariableSetStmt',
  'VariableShowStmt',
  'TransactionStmt',
  'ConstraintsSetStmt',
  'LockStmt',
  'VacuumStmt',
  'ReindexStmt',
  'CheckPointStmt',
  'DiscardStmt',
]);

/** `SELECT 1`: a call might do anything. */
function isPlainSelect(targets: readonly Node[] | undefined): boolean {
  return (targets ?? []).every((target) => nodeAs(nodeAs(target, 'ResTarget')?.val, 'A_Const') !== undefined);
}

/** Working a rollback out takes some milliseconds for each statement of the migration. */
function createRollback(migration: ReviewedMigration): FixOnDemand | [] {
  if (!mayBeUndone(migration)) return [];
  const title = migration.migration.down === undefined ? 'Create the rollback' : 'Write the rollback';
  return { title, workOut: () => rollbackFix(title, migration) };
}

/** A file for the rollback; preferred where it brings everything back and says nothing of what it could not. */
function rollbackFix(title: string, migration: ReviewedMigration): Fix | undefined {
  const offer = newRollback(migration, 'lost');
  if (offer === undefined) return undefined;
  const isExact = [...offer.remaining, ...offer.losses, ...offer.doubts].length === 0;
  return { title: `${title} ${offer.path}`, preferred: isExact, edits: offer.edits };
}
