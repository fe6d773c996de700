import { resolveRelation, spokenName, type QualifiedName } from '../../catalog';
import { nameOfRangeVar, nodeAs } from '../../sql';
import { tenancyOf } from '../../tenancy';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { someLaterStatement } from './laterScripts';
import { holdsForApplication, openCommands } from './policyCoverage';
import { flagChanges, type FlagChange } from './rowSecurityFlags';
import { isSeenBetween } from './seenBetween';
import { statementsAfter } from './statementOrder';

/** A table on which a migration enables row-level security without a policy that lets the application at it. */
export interface LockedOut extends FlagChange {
  /** When there is such a policy; undefined where no migration makes one. */
  readonly until: 'a later statement' | 'a later migration' | undefined;
  /** The statement that ends it. */
  readonly endedBy: ReviewedStatement | undefined;
}

/** What nobody gets to see, because it is mended before the transaction ends, is left out. */
export function lockedOutTables(migration: ReviewedMigration): readonly LockedOut[] {
  return flagChanges(migration, 'AT_EnableRowSecurity').flatMap((change): readonly LockedOut[] => {
    const { reviewed, name, old, last } = change;
    const tenancy = tenancyOf(migration.after, migration.policy).table(name);
    if (old?.rowSecurity.enabled === true || !holdsForApplication(last, tenancy?.appAccess?.owns)) return [];
    if (isOpen(name, reviewed, migration)) return [];
    const endedBy = statementsAfter(reviewed, migration).find((later) => isOpen(name, later, migration));
    if (endedBy === undefined) {
      const until = isOpenedLater(name, migration) ? 'a later migration' : undefined;
      return [{ ...change, endedBy, until }];
    }
    return isSeenBetween(reviewed, endedBy, migration)
      ? [{ ...change, endedBy, until: 'a later statement' }]
      : [];
  });
}

/** Whether a later migration makes a permissive policy on the table. */
export function isOpenedLater(name: QualifiedName, migration: ReviewedMigration): boolean {
  return someLaterStatement(migration, 'create policy', ({ tree }) => {
    const policy = nodeAs(tree, 'CreatePolicyStmt');
    const table = nameOfRangeVar(policy?.table);
    return (
      policy?.permissive === true && table !== undefined && resolveRelation(migration.after, table) === name
    );
  });
}

/** `accounts, for all tenants`: who is locked out, in a message. */
export function spokenLockOut(name: QualifiedName, { policy }: ReviewedMigration): string {
  const { appRole } = policy.tenancy;
  return `${appRole ?? 'Every role but the owner'} sees no row of ${spokenName(name)} and can write none, for any tenant`;
}

function isOpen(name: QualifiedName, { after }: ReviewedStatement, { policy }: ReviewedMigration): boolean {
  const tenancy = tenancyOf(after, policy).table(name);
  return tenancy !== undefined && openCommands(tenancy, after, policy).size > 0;
}
