import { nameOf, quotedName, spokenList } from '../../catalog';
import { nodeAs, sqlOf, type Statement } from '../../sql';
import { insertion, insertionBefore } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { rerunFailure, type RerunFailure } from '../readings/rerun';
import { statementsAfter, statementsBefore } from '../readings/statementOrder';
import { transactionCommand } from '../readings/transactionCommands';

/**
 * A file without a transaction that stops half way is run again from its start, over what the first run has left behind.
 */
export const pgNonIdempotentWhenNoTx: Rule = {
  id: 'pg-non-idempotent-when-no-tx',
  category: 'transaction',
  severity: 'info',
  summary: 'A statement that fails when it is run again, in a file without a transaction around it',
  *check(migration) {
    if (migration.transaction === 'per-file') return;
    for (const reviewed of migration.statements) {
      const failure = rerunFailure(reviewed.statement);
      if (failure === undefined || !isCommittedEarly(reviewed, migration)) continue;
      if (isClearedBefore(reviewed, migration)) continue;
      yield findingFor(reviewed, failure, migration);
    }
  },
};

function findingFor(
  reviewed: ReviewedStatement,
  failure: RerunFailure,
  migration: ReviewedMigration,
): Finding {
  const { statement, behaviour } = reviewed;
  return {
    what: `${behaviour.kind} fails when the file is run again, and no transaction undoes it when a later statement fails.`,
    who: 'A tenant database on which the migration stopped half way cannot be migrated any further before somebody repairs it by hand.',
    remedy: remedyFor(reviewed, failure),
    span: statement.span,
    relations: behaviour.actions.flatMap(({ action }) => action.relation ?? []).slice(0, 1),
    fixes: fixesFor(reviewed, failure, migration),
  };
}

function remedyFor({ statement }: ReviewedStatement, { clauses }: RerunFailure): string {
  if (clauses !== undefined) {
    return `Say ${spokenList([...new Set(clauses.map(({ clause }) => clause))])}.`;
  }
  return isConcurrentIndex(statement)
    ? 'Put DROP INDEX CONCURRENTLY IF EXISTS before it, which also clears away what a failed build leaves, or give each index a migration of its own.'
    : 'Give it a migration of its own, or drop what it makes before it, with IF EXISTS.';
}

function fixesFor(
  { statement, before, after }: ReviewedStatement,
  { clauses }: RerunFailure,
  migration: ReviewedMigration,
): readonly Fix[] {
  if (clauses !== undefined) {
    const words = [...new Set(clauses.map(({ clause }) => clause))];
    const edits = clauses.map(({ clause, offset }) => insertion(migration, offset, ` ${clause}`));
    return [{ title: `Add ${spokenList(words)}`, preferred: true, edits }];
  }
  const index = [...after.indexes.values()].find((made) => !before.indexes.has(nameOf(made)));
  // An index without a name gets another one on the next run.
  if (!isConcurrentIndex(statement) || index === undefined) return [];
  if (nodeAs(statement.tree, 'IndexStmt')?.idxname === undefined) return [];
  const drop = `DROP INDEX CONCURRENTLY IF EXISTS ${quotedName(nameOf(index))};`;
  const edits = [insertionBefore(migration, statement, drop)];
  return [{ title: 'Drop what a failed run left before', preferred: true, edits }];
}

function isConcurrentIndex({ tree }: Statement): boolean {
  return nodeAs(tree, 'IndexStmt')?.concurrent === true;
}

/** Whether a statement that could fail follows when this one is committed already. */
function isCommittedEarly(reviewed: ReviewedStatement, migration: ReviewedMigration): boolean {
  const after = statementsAfter(reviewed, migration);
  const end = reviewed.inTransaction
    ? after.findIndex(({ statement }) => transactionCommand(statement) !== undefined)
    : -1;
  if (reviewed.inTransaction && end < 0) return false;
  return after.slice(end + 1).some(({ statement }) => changesSomething(statement));
}

function changesSomething({ tree }: Statement): boolean {
  return (
    tree !== undefined &&
    nodeAs(tree, 'VariableSetStmt') === undefined &&
    nodeAs(tree, 'VariableShowStmt') === undefined &&
    nodeAs(tree, 'TransactionStmt') === undefined &&
    nodeAs(tree, 'SelectStmt') === undefined
  );
}

/** Whether an earlier DROP … IF EXISTS takes away what a run before it has made. */
function isClearedBefore(reviewed: ReviewedStatement, migration: ReviewedMigration): boolean {
  const { before, after } = reviewed;
  const made = [
    ...[...after.relations.keys()].filter((name) => !before.relations.has(name)),
    ...[...after.indexes.keys()].filter((name) => !before.indexes.has(name)),
    ...[...after.types.keys()].filter((name) => !before.types.has(name)),
  ].map((name) => name.slice(name.lastIndexOf('.') + 1));
  return statementsBefore(reviewed, migration).some(({ statement }) => {
    const drop = nodeAs(statement.tree, 'DropStmt');
    if (drop?.missing_ok !== true) return false;
    return (drop.objects ?? []).some((object) => made.includes(sqlOf(object)));
  });
}
