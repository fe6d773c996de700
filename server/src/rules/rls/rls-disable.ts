import { findTable, spokenName, type QualifiedName } from '../../catalog';
import type { Finding, ReviewedStatement, Rule } from '../model';
import { flagChanges, type FlagChange } from '../readings/rowSecurityFlags';
import { isSeenBetween } from '../readings/seenBetween';
import { statementsAfter } from '../readings/statementOrder';

/** Row-level security that is switched off for good, or for a while that other sessions see. */
export const rlsDisable: Rule = {
  id: 'rls-disable',
  category: 'rls',
  severity: 'error',
  summary: 'DISABLE ROW LEVEL SECURITY that other sessions get to see',
  speaksOf: ['AT_DisableRowSecurity'],
  *check(migration) {
    for (const change of flagChanges(migration, 'AT_DisableRowSecurity')) {
      if (change.old?.rowSecurity.enabled !== true) continue;
      const enabling = statementsAfter(change.reviewed, migration).find((later) =>
        isEnabled(change.name, later),
      );
      // Nobody gets past the lock of the ALTER TABLE before the transaction ends.
      const isSeen = enabling === undefined || isSeenBetween(change.reviewed, enabling, migration);
      if (isSeen) yield findingFor(change, enabling);
    }
  },
};

function isEnabled(name: QualifiedName, { after }: ReviewedStatement): boolean {
  return findTable(after, name)?.rowSecurity.enabled === true;
}

function findingFor({ name: table, span }: FlagChange, enabling: ReviewedStatement | undefined): Finding {
  const isEnabledAgain = enabling !== undefined;
  const name = spokenName(table);
  return {
    what: isEnabledAgain
      ? `Row-level security on ${name} is off until a later statement, and no transaction hides that from others.`
      : `Row-level security on ${name} is off from the commit on; its policies stay and hold nobody back.`,
    who: isEnabledAgain
      ? `Until then whoever may read ${name} reads the rows of all tenants, and for good where the migration stops in between.`
      : `Whoever may read ${name} reads the rows of all tenants.`,
    remedy: isEnabledAgain
      ? 'Switch it off and on in one transaction, or run the change as a role with BYPASSRLS.'
      : 'Keep it on; run what needs all rows as a role with BYPASSRLS.',
    span,
    relations: [table],
  };
}
