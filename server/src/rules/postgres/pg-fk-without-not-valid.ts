import type { ExplainedAction } from '../../behaviour';
import { nodeAs } from '../../sql';
import { addNotValid } from '../fixes/notValidFirst';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByAction } from '../readings/findingsByAction';
import { isNotValidRefused } from '../readings/foreignKeys';
import { spokenName } from '../../catalog';
import { couldBeNew } from '../readings/newTables';
import { blockingLocks, scansUnderLock, spokenLocks, whoWaits } from '../readings/waiting';

/** ADD FOREIGN KEY that checks every row at once, under the locks on both tables. */
export const pgFkWithoutNotValid: Rule = {
  id: 'pg-fk-without-not-valid',
  category: 'lock',
  severity: 'warning',
  summary: 'ADD FOREIGN KEY without NOT VALID, which blocks writes to both tables while all rows are checked',
  speaksOf: ['AT_AddConstraint'],
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  { action, effects }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const command = nodeAs(action.content, 'AlterTableCmd');
  const constraint = nodeAs(command?.def, 'Constraint');
  const table = action.relation;
  if (command?.subtype !== 'AT_AddConstraint' || constraint?.contype !== 'CONSTR_FOREIGN') return undefined;
  if (table === undefined || !scansUnderLock(effects) || couldBeNew(table, reviewed, migration))
    return undefined;
  const locks = blockingLocks(effects);
  const refused = isNotValidRefused(table, reviewed, migration);
  return {
    what: `ADD FOREIGN KEY takes ${spokenLocks(locks)}, and holds it while every row of ${spokenName(table)} is checked.`,
    who: `Until then and until the transaction ends, ${whoWaits(locks)}, for all tenants.`,
    remedy: refused
      ? `NOT VALID is refused on a partitioned table before PostgreSQL 18: add the key to each partition, NOT VALID first, then to ${spokenName(table)}.`
      : 'Add it NOT VALID, and VALIDATE CONSTRAINT in a later migration, which lets writes go on.',
    span: action.span,
    relations: locks.map(({ relation }) => relation),
    fixes: refused
      ? []
      : addNotValid(migration, reviewed, {
          table,
          kind: 'foreign key',
          written: constraint,
          span: action.span,
        }),
  };
}
