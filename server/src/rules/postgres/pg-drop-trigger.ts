import { nodeAs, tokensOf } from '../../sql';
import { insertion, spanWithLine } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { locksOnExisting } from '../readings/existingRelations';
import { findingsByStatement } from '../readings/findingsByStatement';
import { spokenName } from '../../catalog';
import { statementsAfter, statementsBefore } from '../readings/statementOrder';
import { findKeyword } from '../readings/tokens';
import {
  createdTrigger,
  droppedTrigger,
  findTrigger,
  isSameTrigger,
  type NamedTrigger,
} from '../readings/triggers';
import { spokenLocks, whoWaits } from '../readings/waiting';

/** DROP TRIGGER locks readers out too, and what the trigger did for every write is no longer done. */
export const pgDropTrigger: Rule = {
  id: 'pg-drop-trigger',
  category: 'lock',
  severity: 'info',
  summary: 'DROP TRIGGER on an existing table, which blocks reads and writes for a moment',
  speaksOf: ['DropStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, before } = reviewed;
  const trigger = droppedTrigger(statement, before);
  if (trigger === undefined || isMadeHere(trigger, reviewed, migration)) return undefined;
  const locks = locksOnExisting(reviewed, migration);
  if (locks.length === 0) return undefined;
  const anew = recreation(trigger, reviewed, migration);
  const table = spokenName(trigger.relation);
  const partitions = locks.length - 1;
  return {
    what: `DROP TRIGGER takes ${spokenLocks(locks.slice(0, 1))}${partitions === 0 ? '' : ` and its ${partitions === 1 ? 'partition' : `${partitions} partitions`}`}, a stronger lock than CREATE TRIGGER needs.`,
    who:
      anew === undefined
        ? `Until the transaction ends ${whoWaits(locks.slice(0, 1))}, for all tenants; from then on what ${trigger.name} did for every write to ${table} is no longer done.`
        : `Until the transaction ends ${whoWaits(locks.slice(0, 1))}, for all tenants${reviewed.inTransaction ? '' : `, and what is written to ${table} before the trigger is back is written without it`}.`,
    remedy: remedyFor(anew, migration),
    span: statement.span,
    relations: [trigger.relation],
    fixes: anew === undefined ? [] : replaceInstead(reviewed, anew, migration),
  };
}

function remedyFor(anew: ReviewedStatement | undefined, migration: ReviewedMigration): string {
  if (anew === undefined) {
    return 'Make sure that nothing relies on it any more, and bound the wait with a lock_timeout.';
  }
  return canReplace(anew, migration)
    ? 'Say CREATE OR REPLACE TRIGGER instead of dropping it first: readers do not wait for that.'
    : 'Keep both in one transaction, and bound the wait with a lock_timeout.';
}

/** A trigger of this very script, which nobody relies on yet. */
function isMadeHere(
  trigger: NamedTrigger,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): boolean {
  return statementsBefore(reviewed, migration).some((earlier) => {
    const created = createdTrigger(nodeAs(earlier.statement.tree, 'CreateTrigStmt'), earlier.before);
    return created !== undefined && isSameTrigger(created, trigger);
  });
}

/** The statement that makes a trigger of the same name on the same relation again. */
function recreation(
  trigger: NamedTrigger,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): ReviewedStatement | undefined {
  return statementsAfter(reviewed, migration).find((later) => {
    const created = createdTrigger(nodeAs(later.statement.tree, 'CreateTrigStmt'), later.before);
    return created !== undefined && isSameTrigger(created, trigger);
  });
}

/** OR REPLACE is new in PostgreSQL 14, and not for constraint triggers; it enables the trigger, as making it anew does. */
function canReplace({ statement }: ReviewedStatement, { policy }: ReviewedMigration): boolean {
  const create = nodeAs(statement.tree, 'CreateTrigStmt');
  return create?.isconstraint !== true && Number.parseInt(policy.version, 10) >= 14;
}

function replaceInstead(
  reviewed: ReviewedStatement,
  anew: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  const create = findKeyword(tokensOf(anew.statement), 'CREATE');
  if (create === undefined || !canReplace(anew, migration) || !isDroppedAlone(reviewed)) return [];
  const { path, sql } = migration.script;
  const isSaid = nodeAs(anew.statement.tree, 'CreateTrigStmt')?.replace === true;
  return [
    {
      title: 'Replace the trigger instead of dropping it first',
      preferred: true,
      edits: [
        { path, span: spanWithLine(sql, reviewed.statement), newText: '' },
        ...(isSaid ? [] : [insertion(migration, create.end, ' OR REPLACE')]),
      ],
    },
  ];
}

/** With CASCADE something else may go too. */
function isDroppedAlone({ statement, before }: ReviewedStatement): boolean {
  const trigger = droppedTrigger(statement, before);
  const isCascading = nodeAs(statement.tree, 'DropStmt')?.behavior === 'DROP_CASCADE';
  // A constraint trigger cannot be replaced by an ordinary one.
  return !isCascading && (trigger === undefined || findTrigger(before, trigger)?.constraint !== true);
}
