import {
  findTable,
  foreignKeysOf,
  nameOf,
  resolveRelation,
  spokenList,
  spokenName,
  type Table,
} from '../../catalog';
import { nameOfParts, nodeAs } from '../../sql';
import { dropForeignKeysFirst } from '../fixes/dropForeignKeysFirst';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { isWaitLimitedByAnyone } from '../readings/lockTimeouts';
import { locksWaitedFor } from '../readings/lockWaits';
import { couldBeNew } from '../readings/newTables';
import { spokenLocks, whoWaits } from '../readings/waiting';

/** DROP TABLE locks every table that a foreign key of the dropped one references. */
export const pgDropTableLocksFkParents: Rule = {
  id: 'pg-drop-table-locks-fk-parents',
  category: 'lock',
  severity: 'warning',
  summary: 'DROP TABLE of a table with foreign keys, which blocks the tables that they reference',
  speaksOf: ['DropStmt'],
  *check(migration) {
    for (const reviewed of migration.statements) {
      const finding = findingFor(reviewed, migration);
      if (finding !== undefined) yield finding;
    }
  },
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const dropped = droppedTables(reviewed).filter((table) => !couldBeNew(nameOf(table), reviewed, migration));
  const names = dropped.map(nameOf);
  const references = dropped.flatMap((table) => foreignKeysOf(table).map((key) => key.references));
  const locks = locksWaitedFor(reviewed).filter(
    ({ relation }) => references.includes(relation) && !names.includes(relation),
  );
  const parents = locks.map(({ relation }) => relation);
  // One table beside the dropped one is locked for a moment; locks on several can deadlock with writers. A rollback has
  // no time for more than one step.
  const isBrief = parents.length < 2 || migration.direction === 'down';
  if (parents.length === 0 || (isBrief && isWaitLimitedByAnyone(reviewed, migration))) return undefined;
  const [table] = dropped;
  return {
    what: `DROP TABLE ${spokenList(names.map(spokenName))} takes ${spokenLocks(locks)} too, because foreign keys reference ${parents.length === 1 ? 'it' : 'them'}.`,
    who: `While it waits for ${parents.length === 1 ? 'it' : 'all of them'}, and until the transaction ends, ${whoWaits(locks)}, for all tenants${isBrief ? '' : '; transactions that use these tables in another order deadlock with it'}.`,
    remedy: isBrief
      ? 'Set a lock_timeout before it, or drop the foreign key first, in a migration of its own.'
      : 'Drop the foreign keys first, those to each table in a migration of their own.',
    span: reviewed.statement.span,
    relations: parents,
    ...(isBrief ? { severity: 'info' as const } : {}),
    fixes:
      table === undefined || dropped.length > 1
        ? []
        : dropForeignKeysFirst(migration, reviewed, table, parents),
  };
}

/** The tables that a DROP TABLE names. */
function droppedTables({ statement, before }: ReviewedStatement): readonly Table[] {
  const drop = nodeAs(statement.tree, 'DropStmt');
  if (drop?.removeType !== 'OBJECT_TABLE') return [];
  return (drop.objects ?? []).flatMap((object) => {
    const written = nameOfParts(object);
    return written === undefined ? [] : (findTable(before, resolveRelation(before, written)) ?? []);
  });
}
