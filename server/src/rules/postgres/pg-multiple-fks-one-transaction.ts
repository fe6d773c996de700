import { nodeAs } from '../../sql';
import type { Finding, ReviewedMigration, Rule } from '../model';
import { declaresConstraint } from '../readings/actionKinds';
import {
  foreignKeysByTransaction,
  referencedTables,
  type ForeignKeyToLiveTable,
} from '../readings/foreignKeys';
import { spokenList, spokenName } from '../../catalog';
import { isWaitLimitedByAnyone } from '../readings/lockTimeouts';
import { couldBeNew } from '../readings/newTables';
import { blockingLocks, spokenLocks, whoWaits } from '../readings/waiting';

/**
 * Foreign keys lock the tables that they reference one after the other. An application transaction that writes to the
 * same tables in another order deadlocks with the migration, and the server cancels one of the two.
 */
export const pgMultipleFksOneTransaction: Rule = {
  id: 'pg-multiple-fks-one-transaction',
  category: 'lock',
  severity: 'warning',
  summary: 'Foreign keys to several existing tables in one transaction, which can deadlock with writers',
  speaksOf: declaresConstraint,
  *check(migration) {
    for (const all of foreignKeysByTransaction(migration)) {
      const keys = all.filter(({ references, reviewed }) => !couldBeNew(references, reviewed, migration));
      const finding = referencedTables(keys).length > 1 ? findingFor(keys, migration) : undefined;
      if (finding !== undefined) yield finding;
    }
  },
};

function findingFor(
  keys: readonly ForeignKeyToLiveTable[],
  migration: ReviewedMigration,
): Finding | undefined {
  const second = keys.find(({ references }) => references !== keys[0]?.references);
  if (second === undefined) return undefined;
  const areOfNewTables = keys.every((key) => isOfNewTable(key, migration));
  if (areOfNewTables && isWaitLimitedByAnyone(second.reviewed, migration)) return undefined;
  const parents = referencedTables(keys);
  const locks = keys.flatMap(({ explained }) => blockingLocks(explained.effects));
  const distinct = locks.filter(
    ({ relation }, place) => locks.findIndex((lock) => lock.relation === relation) === place,
  );
  return {
    what: `This transaction adds foreign keys to ${spokenList(parents.map(spokenName))} one after the other, and holds ${spokenLocks(distinct)} until it ends.`,
    who: `A transaction of the application that writes to these tables in another order deadlocks with it, and the server cancels one of the two; meanwhile ${whoWaits(distinct)}, for all tenants.`,
    remedy: areOfNewTables
      ? 'Set a lock_timeout before it, or create the table without the keys and add each NOT VALID in a migration of its own.'
      : 'Add each foreign key in a migration of its own.',
    span: second.explained.action.span,
    relations: distinct.map(({ relation }) => relation),
    ...(areOfNewTables ? { severity: 'info' as const } : {}),
  };
}

function isOfNewTable({ table, reviewed }: ForeignKeyToLiveTable, migration: ReviewedMigration): boolean {
  if (nodeAs(reviewed.statement.tree, 'CreateStmt') !== undefined) return true;
  return table !== undefined && couldBeNew(table, reviewed, migration);
}
