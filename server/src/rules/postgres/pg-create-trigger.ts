import { nodeAs } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { locksOnExisting } from '../readings/existingRelations';
import { findingsByStatement } from '../readings/findingsByStatement';
import { spokenName } from '../../catalog';
import { statementsBefore } from '../readings/statementOrder';
import {
  createdTrigger,
  droppedTrigger,
  findTrigger,
  isSameTrigger,
  type NamedTrigger,
} from '../readings/triggers';
import { spokenLocks, whoWaits } from '../readings/waiting';

/** CREATE TRIGGER on a table in use: writers wait for it, and every write pays for it from then on. */
export const pgCreateTrigger: Rule = {
  id: 'pg-create-trigger',
  category: 'lock',
  severity: 'info',
  summary:
    'CREATE TRIGGER on an existing table, which blocks writes for a moment and runs with every write after it',
  speaksOf: ['CreateTrigStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, before } = reviewed;
  const create = nodeAs(statement.tree, 'CreateTrigStmt');
  const trigger = createdTrigger(create, before);
  // A trigger that the file drops and makes anew is pg-drop-trigger's.
  if (create === undefined || trigger === undefined || isMadeAnew(trigger, reviewed, migration))
    return undefined;
  const locks = locksOnExisting(reviewed, migration);
  if (locks.length === 0) return undefined;
  const partitions = locks.length - 1;
  return {
    what: `CREATE TRIGGER takes ${spokenLocks(locks.slice(0, 1))}${partitions === 0 ? '' : ` and on its ${partitions} ${partitions === 1 ? 'partition' : 'partitions'}, which get the trigger too`}.`,
    who: `Until the transaction ends ${whoWaits(locks.slice(0, 1))}, for all tenants; from then on every ${eventsOf(trigger, reviewed)} runs the trigger${create.row === true ? ' for each row' : ''}, also where the application code does not know of it.`,
    remedy: `Bound the wait with a lock_timeout, keep what takes long out of this transaction, and look once more at what the function costs the busiest writer of ${spokenName(trigger.relation)}.`,
    span: statement.span,
    relations: [trigger.relation],
  };
}

function eventsOf(trigger: NamedTrigger, { after }: ReviewedStatement): string {
  const events = findTrigger(after, trigger)?.events ?? [];
  return events.length === 0 ? 'write' : events.map((event) => event.toUpperCase()).join(' and ');
}

function isMadeAnew(
  trigger: NamedTrigger,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): boolean {
  return statementsBefore(reviewed, migration).some((earlier) => {
    const dropped = droppedTrigger(earlier.statement, earlier.before);
    return dropped !== undefined && isSameTrigger(dropped, trigger);
  });
}
