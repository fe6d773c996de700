import { isStronger } from '../../behaviour';
import { spokenList, spokenName, type QualifiedName } from '../../catalog';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { heldAgainstReaders, lastingTables, rootOf } from '../readings/heldAgainstReaders';
import { startOfTransaction } from '../readings/transactionCommands';
import { blocksReads, spokenLocks } from '../readings/waiting';

/** While the second table is waited for, nobody gets at the first one either, and two such migrations deadlock. */
export const pgWideLockWindow: Rule = {
  id: 'pg-wide-lock-window',
  category: 'lock',
  severity: 'info',
  summary: 'One transaction that locks a second existing table against readers while it holds the first',
  *check(migration) {
    const told = new Set<ReviewedStatement>();
    for (const reviewed of migration.statements) {
      const transaction = startOfTransaction(reviewed, migration);
      const finding = told.has(transaction) ? undefined : findingFor(reviewed, migration);
      if (finding === undefined) continue;
      told.add(transaction);
      yield finding;
    }
  },
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, behaviour } = reviewed;
  const held = heldAgainstReaders(reviewed, migration);
  const second = waitedFor(reviewed, migration).filter((relation) => !isOfFamily(relation, held, reviewed));
  if (held.length === 0 || second.length === 0) return undefined;
  const locks = behaviour.effects.locks.filter(({ relation }) => second.includes(relation));
  return {
    what: `${behaviour.kind} waits for ${spokenLocks(locks)} while this transaction still holds ${spokenList(held.map(spokenName))} against readers.`,
    who: `Whoever keeps ${spokenList(second.map(spokenName))} busy makes the readers and writers of ${spokenList(held.map(spokenName))} wait too, for all tenants; application code that uses the tables in the other order can deadlock with it.`,
    remedy:
      'Change each table in a migration of its own; where both have to change at one blow, keep the lock_timeout short and lock first what is busiest.',
    span: statement.span,
    relations: [...second, ...held],
  };
}

/** Tables that the statement locks against readers and the transaction does not hold as strongly yet. */
function waitedFor(reviewed: ReviewedStatement, migration: ReviewedMigration): readonly QualifiedName[] {
  const asked = reviewed.behaviour.effects.locks.filter(({ relation, mode }) => {
    const holding = reviewed.held.get(relation);
    return blocksReads(mode) && (holding === undefined || isStronger(mode, holding));
  });
  return lastingTables(
    asked.map(({ relation }) => relation),
    reviewed,
    migration,
  );
}

function isOfFamily(
  relation: QualifiedName,
  held: readonly QualifiedName[],
  { before }: ReviewedStatement,
): boolean {
  return held.some((other) => rootOf(before, other) === rootOf(before, relation));
}
