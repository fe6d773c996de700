import { nodeAs } from '../../sql';
import type { Finding, ReviewedMigration, Rule } from '../model';
import {
  foreignKeysByTransaction,
  referencedTables,
  type ForeignKeyToLiveTable,
} from '../readings/foreignKeys';
import { spokenName } from '../../catalog';
import { isWaitLimitedByAnyone } from '../readings/lockTimeouts';
import { couldBeNew } from '../readings/newTables';
import { locksSharedForTenant } from '../readings/onboarding';
import { blockingLocks, spokenLocks, whoWaits } from '../readings/waiting';

/** A new table's foreign key locks the table that it references, which is in use. Several are pg-multiple-fks-one-transaction's. */
export const pgFkInCreateTableLocksParent: Rule = {
  id: 'pg-fk-in-create-table-locks-parent',
  category: 'lock',
  severity: 'info',
  summary: 'CREATE TABLE … REFERENCES an existing table, which blocks writes to that table without a limit',
  speaksOf: ['CreateStmt'],
  *check(migration) {
    for (const keys of foreignKeysByTransaction(migration)) {
      // Keys from a tenant’s schema to what all share are tenant-schema-onboarding-locks-shared’s.
      const own = keys.filter((key) => !locksSharedForTenant(key, migration));
      if (referencedTables(own).length > 1) continue;
      const key = own.find((each) => isHazard(each, migration));
      if (key !== undefined) yield findingFor(key);
    }
  },
};

function isHazard({ reviewed, references }: ForeignKeyToLiveTable, migration: ReviewedMigration): boolean {
  return (
    nodeAs(reviewed.statement.tree, 'CreateStmt') !== undefined &&
    !isWaitLimitedByAnyone(reviewed, migration) &&
    !couldBeNew(references, reviewed, migration)
  );
}

function findingFor({ explained, references }: ForeignKeyToLiveTable): Finding {
  const locks = blockingLocks(explained.effects);
  return {
    what: `The foreign key of the new table takes ${spokenLocks(locks)}, which is in use, and holds it until the transaction ends.`,
    who: `Until then, and while it queues behind a transaction that has written to ${spokenName(references)}, ${whoWaits(locks)}, for all tenants.`,
    remedy:
      'Set a lock_timeout before it and keep the transaction short, or add the foreign key in a migration of its own.',
    span: explained.action.span,
    relations: locks.map(({ relation }) => relation),
  };
}
