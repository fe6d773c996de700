import type { Node } from '@pgsql/types';
import { findTable, resolveRelation, spokenList, type Catalog, type QualifiedName } from '../../catalog';
import { nameOfRangeVar, nodeAs, walk } from '../../sql';
import { settingAtStart, settingFor } from '../fixes/settings';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { executedTemplates, schemaHolesIn } from '../readings/dynamicSql';
import {
  foreignKeysByTransaction,
  referencedTables,
  type ForeignKeyToLiveTable,
} from '../readings/foreignKeys';
import { isWaitLimitedByAnyone } from '../readings/lockTimeouts';
import { locksSharedForTenant } from '../readings/onboarding';
import { isSchemaTenancy, sideOf } from '../readings/tenantSchemas';
import { blockingLocks, spokenLocks, whoWaits } from '../readings/waiting';
import { mergeEffects } from '../../behaviour';

/** A tenant's new table that refers to a shared one: all tenants' writes to that one wait, for each tenant anew. */
export const tenantSchemaOnboardingLocksShared: Rule = {
  id: 'tenant-schema-onboarding-locks-shared',
  category: 'lock',
  severity: 'warning',
  summary:
    "A foreign key from a tenant's table to a shared one, which blocks writes of all tenants to the shared table",
  *check(migration) {
    if (!isSchemaTenancy(migration.policy)) return;
    for (const keys of foreignKeysByTransaction(migration)) {
      const locking = keys.filter((key) => locksSharedForTenant(key, migration));
      const open = locking.find(({ reviewed }) => !isWaitLimitedByAnyone(reviewed, migration));
      if (open !== undefined) yield findingFor(open, locking, migration);
    }
    for (const reviewed of migration.statements) yield* findingsInCode(reviewed, migration);
  },
};

function findingFor(
  first: ForeignKeyToLiveTable,
  locking: readonly ForeignKeyToLiveTable[],
  migration: ReviewedMigration,
): Finding {
  const shared = referencedTables(locking);
  const effects = mergeEffects(locking.map(({ explained }) => explained.effects));
  const locks = blockingLocks(effects).filter(({ relation }) => shared.includes(relation));
  const { reviewed, explained } = first;
  const timeout = settingFor(reviewed, 'lock_timeout', '2s');
  return {
    what: `The ${locking.length === 1 ? 'foreign key takes' : 'foreign keys take'} ${spokenLocks(locks)}, which all tenants share, and ${locking.length === 1 ? 'holds' : 'hold'} it until this tenant’s transaction ends.`,
    who: `Until then ${whoWaits(locks)}, for all tenants, and so again in the run for each tenant; while it queues behind one transaction that writes there, everybody queues behind it.`,
    remedy: 'Set a lock_timeout before it and let the runner try again, or leave such keys out.',
    span: explained.action.span,
    relations: shared,
    fixes: [
      {
        title: `Set lock_timeout to 2 seconds`,
        preferred: true,
        edits: settingAtStart(timeout, reviewed, migration),
      },
    ].filter(({ edits }) => edits.length > 0),
  };
}

/** Code that makes a tenant: the schema is only known when it runs. */
function* findingsInCode(reviewed: ReviewedStatement, { policy }: ReviewedMigration): Iterable<Finding> {
  const isLimited = reviewed.statement.text.toLowerCase().includes('lock_timeout');
  if (isLimited || policy.runner.setsTimeouts) return;
  for (const { step, template } of executedTemplates(reviewed.statement)) {
    const shared = template.trees
      .filter((tree) => schemaHolesIn(tree).length > 0)
      .flatMap((tree) => referencesIn(tree, reviewed.before))
      .filter((name) => sideOf(name, policy) === 'shared');
    if (shared.length === 0) continue;
    const names = spokenList([...new Set(shared)]);
    yield {
      what: `Each tenant’s new table gets a foreign key to ${names}, which all tenants share: the server locks that too, against writes, until the transaction that makes the tenant ends.`,
      who: `Until then writes to ${names} wait, for all tenants, each time that a tenant is made.`,
      remedy: 'Put `SET lock_timeout` to the function, or set it in the code before this, and try again.',
      span: step.span,
      relations: [...new Set(shared)],
    };
    return;
  }
}

function referencesIn(tree: Node, catalog: Catalog): readonly QualifiedName[] {
  const found: QualifiedName[] = [];
  walk(tree, (node) => {
    const constraint = nodeAs(node, 'Constraint');
    const parent = constraint?.contype === 'CONSTR_FOREIGN' ? nameOfRangeVar(constraint.pktable) : undefined;
    const name = parent && resolveRelation(catalog, parent);
    if (name !== undefined && findTable(catalog, name) !== undefined) found.push(name);
    return undefined;
  });
  return found;
}
