import { dataChangeLater } from '../fixes/dataChangeLater';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { spokenList, spokenName } from '../../catalog';
import { blockedMeanwhile, worksThrough } from '../readings/longWork';
import { isRefusedInTransaction } from '../readings/refusedInTransaction';
import { spokenLocks, whoWaits } from '../readings/waiting';

/** A brief lock that becomes a long one, because the same transaction goes on to work through a table. */
export const pgStatementUnderAccessExclusive: Rule = {
  id: 'pg-statement-under-access-exclusive',
  category: 'lock',
  severity: 'warning',
  summary: 'A statement that goes through a whole table while its transaction holds a lock against readers',
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, behaviour, held } = reviewed;
  const blocked = blockedMeanwhile(reviewed, migration);
  if (blocked.length === 0 || isRefusedInTransaction(reviewed)) return undefined;
  const locks = blocked.flatMap((relation) => {
    const mode = held.get(relation);
    return mode === undefined ? [] : { relation, mode };
  });
  const through = spokenList(worksThrough(reviewed, migration).map(spokenName));
  const surely = behaviour.effects.dependsOn.length === 0 ? 'goes through' : 'may have to go through';
  return {
    what: `${behaviour.kind} ${surely} all of ${through} while this transaction still holds ${spokenLocks(locks)}, taken by an earlier statement.`,
    who: `From that statement to the end of the transaction ${whoWaits(locks)}, for all tenants.`,
    remedy:
      'Move it to a migration of its own, before or after this one, and go through many rows in batches that are committed one by one.',
    span: statement.span,
    relations: blocked,
    fixes: dataChangeLater(reviewed, migration),
  };
}
