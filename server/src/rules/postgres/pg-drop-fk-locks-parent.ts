import type { ExplainedAction } from '../../behaviour';
import { findConstraint, findTable, spokenName } from '../../catalog';
import { nodeAs } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByAction } from '../readings/findingsByAction';
import { isWaitLimitedByAnyone } from '../readings/lockTimeouts';
import { locksWaitedFor } from '../readings/lockWaits';
import { couldBeNew } from '../readings/newTables';
import { blockingLocks, spokenLocks, whoWaits } from '../readings/waiting';

/** DROP CONSTRAINT of a foreign key takes its triggers from the referenced table too, and locks it for that. */
export const pgDropFkLocksParent: Rule = {
  id: 'pg-drop-fk-locks-parent',
  category: 'lock',
  severity: 'info',
  summary: 'DROP CONSTRAINT of a foreign key, which blocks the referenced table too, without a limit',
  speaksOf: ['AT_DropConstraint'],
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  { action, effects }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const command = nodeAs(action.content, 'AlterTableCmd');
  const { relation } = action;
  if (command?.subtype !== 'AT_DropConstraint' || command.name === undefined || relation === undefined)
    return undefined;
  const table = findTable(reviewed.before, relation);
  const constraint = table === undefined ? undefined : findConstraint(table, command.name);
  if (constraint?.kind !== 'foreign key' || constraint.references === relation) return undefined;
  const locks = blockingLocks(effects);
  // Once an earlier statement of the transaction has locked the parent, nothing is left to wait for.
  const isWaitedFor = locksWaitedFor(reviewed).some((lock) => lock.relation === constraint.references);
  if (!isWaitedFor || !locks.some((lock) => lock.relation === constraint.references)) return undefined;
  if (couldBeNew(relation, reviewed, migration) || isWaitLimitedByAnyone(reviewed, migration))
    return undefined;
  return {
    what: `Dropping the foreign key ${constraint.name} takes ${spokenLocks(locks)}: its triggers on ${spokenName(constraint.references)} go with it.`,
    who: `While it waits for both, and until the transaction ends, ${whoWaits(locks)}, for all tenants.`,
    remedy: 'Set a lock_timeout before it, and run the migration again when it times out.',
    span: action.span,
    relations: locks.map((lock) => lock.relation),
    related: [{ origin: constraint.origin, message: `${constraint.name} was added here.` }],
  };
}
