import type { LockClaim } from '../../behaviour';
import {
  findIndex,
  findTable,
  nameOf,
  quoted,
  quotedName,
  resolveRelation,
  spokenList,
  spokenName,
  type Index,
  type QualifiedName,
} from '../../catalog';
import { nameOfParts, nodeAs, tokensOf } from '../../sql';
import { inConcurrentForm } from '../fixes/concurrentForm';
import { withoutIndexCreation } from '../fixes/downScript';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { concurrentCreationOf } from '../readings/indexOrigin';
import { isWaitLimitedByAnyone } from '../readings/lockTimeouts';
import { isMentionedAfter } from '../readings/mentions';
import { couldBeNew } from '../readings/newTables';
import { findKeyword } from '../readings/tokens';
import { blockingLocks, spokenLocks, whoWaits } from '../readings/waiting';

/** DROP INDEX locks not only the index but its table, and waits for every query on it. */
export const pgDropIndexNotConcurrent: Rule = {
  id: 'pg-drop-index-not-concurrent',
  category: 'lock',
  severity: 'info',
  summary: 'DROP INDEX without CONCURRENTLY, which blocks reads and writes of the table for a moment',
  speaksOf: ['DropStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, before, behaviour } = reviewed;
  const drop = nodeAs(statement.tree, 'DropStmt');
  if (drop?.removeType !== 'OBJECT_INDEX') return undefined;
  const names = droppedNames(reviewed);
  const known = names.flatMap((name) => findIndex(before, name) ?? []);
  const needed = known.find(({ constraint }) => constraint !== undefined);
  if (needed !== undefined) return refusal(needed, reviewed);
  if (drop.concurrent === true) return undefined;
  const locks = blockingLocks(behaviour.effects).filter(
    ({ relation }) => !couldBeNew(relation, reviewed, migration),
  );
  const isUnknown = known.length < names.length && drop.missing_ok !== true;
  if (locks.length === 0 && !isUnknown) return undefined;
  if (locks.length > 0 && isHeldByOthers(locks, reviewed, migration)) return undefined;
  const isPartitioned = known.some(({ table }) => findTable(before, table)?.kind === 'partitioned');
  // Where there is no gentler form, or no time for a file of its own, a bounded wait is good enough.
  const isPressed = isPartitioned || migration.direction === 'down';
  if (isPressed && isWaitLimitedByAnyone(reviewed, migration)) return undefined;
  const dropped = `DROP INDEX ${spokenList(names.map(spokenName))}`;
  return {
    what:
      locks.length === 0
        ? `${dropped} locks its table too, which the migration history does not tell, for reads and writes.`
        : `${dropped} takes ${spokenLocks(locks)}: the table is locked with its index.`,
    who:
      locks.length === 0
        ? 'While it waits behind running queries, and until the transaction ends, reads and writes of that table wait, for all tenants.'
        : `While it waits behind running queries, and until the transaction ends, ${whoWaits(locks)}, for all tenants.`,
    remedy: isPartitioned
      ? 'CONCURRENTLY is refused for the index of a partitioned table: set a lock_timeout before it.'
      : `Drop ${names.length === 1 ? 'it' : 'each in a statement of its own,'} CONCURRENTLY, outside of a transaction.`,
    span: statement.span,
    relations: locks.map(({ relation }) => relation),
    fixes: isPartitioned || names.length > 1 ? [] : fixesFor(names[0], known[0], reviewed, migration),
  };
}

/** CASCADE makes no difference (PostgreSQL 18, observed). */
function refusal({ table, constraint = '', ...index }: Index, { statement }: ReviewedStatement): Finding {
  return {
    what: `DROP INDEX ${spokenName(nameOf(index))} is refused (SQLSTATE 2BP01): the constraint ${constraint} of ${spokenName(table)} needs the index.`,
    who: 'The migration stops here, on the first tenant database and on every other.',
    remedy: `Drop the constraint, which takes its index along: ALTER TABLE ${quotedName(table)} DROP CONSTRAINT ${quoted(constraint)}.`,
    span: statement.span,
    relations: [table],
    severity: 'error',
  };
}

/**
 * Whether the transaction has locked the tables as strongly before, for something else than dropping an index: then this
 * statement waits for nothing and blocks nobody, and CONCURRENTLY would gain nothing.
 */
function isHeldByOthers(
  locks: readonly LockClaim[],
  reviewed: ReviewedStatement,
  { statements }: ReviewedMigration,
): boolean {
  const others = statements
    .slice(0, statements.indexOf(reviewed))
    .filter(({ statement }) => nodeAs(statement.tree, 'DropStmt')?.removeType !== 'OBJECT_INDEX');
  return locks.every(
    ({ relation, mode }) =>
      reviewed.held.get(relation) === mode &&
      others.some(({ behaviour }) =>
        behaviour.effects.locks.some((lock) => lock.relation === relation && lock.mode === mode),
      ),
  );
}

function droppedNames({ statement, before }: ReviewedStatement): readonly QualifiedName[] {
  return (nodeAs(statement.tree, 'DropStmt')?.objects ?? []).flatMap((object) => {
    const written = nameOfParts(object);
    return written === undefined ? [] : [resolveRelation(before, written)];
  });
}

function fixesFor(
  name: QualifiedName | undefined,
  index: Index | undefined,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  const keyword = findKeyword(tokensOf(reviewed.statement), 'INDEX');
  // CONCURRENTLY and CASCADE exclude each other.
  const isCascade = nodeAs(reviewed.statement.tree, 'DropStmt')?.behavior === 'DROP_CASCADE';
  if (name === undefined || keyword === undefined || isCascade) return [];
  const unqualified = name.slice(name.indexOf('.') + 1);
  const creation = index === undefined ? undefined : concurrentCreationOf(index, migration);
  const isNeededFirst = isMentionedAfter(migration, reviewed, [unqualified]);
  return inConcurrentForm(migration, reviewed, {
    title: 'Drop the index CONCURRENTLY',
    keywordEnd: keyword.end,
    later: isNeededFirst
      ? undefined
      : {
          title: `drop index ${unqualified}`,
          down: creation === undefined ? 'the history does not tell how the index was made' : [creation],
        },
    down: index === undefined ? [] : withoutIndexCreation(migration, nameOf(index)),
  });
}
