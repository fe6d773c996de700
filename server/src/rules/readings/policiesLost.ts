import {
  findTable,
  keyOf,
  nameOf,
  tablesOf,
  type CatalogObject,
  type RowPolicy,
  type Table,
} from '../../catalog';
import { nodeAs, type Statement } from '../../sql';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { isGuardedByRowSecurity } from './rowSecurity';
import { droppedTenantColumn } from './tenantColumns';

/** A policy that goes with something else, and its table as it was. */
export interface LostPolicy {
  readonly table: Table;
  readonly policy: RowPolicy;
}

/**
 * The policies in force that a DROP … CASCADE or DROP OWNED takes away without naming them, from tables that stay, and in
 * whose place the migration puts no other. Of those that go with a tenant column a rule of its own speaks.
 */
export function policiesLostBy(
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): readonly LostPolicy[] {
  const { statement, before, after } = reviewed;
  if (!isGuardedByRowSecurity(migration.policy) || !takesDependants(statement)) return [];
  const ofTenantColumns = new Set(
    reviewed.behaviour.actions
      .flatMap(({ action }) => droppedTenantColumn(action, reviewed, migration)?.policies ?? [])
      .map(keyOf),
  );
  return tablesOf(before)
    .filter(({ rowSecurity, policies }) => rowSecurity.enabled && policies.length > 0)
    .flatMap((table) => {
      const [left, last] = [findTable(after, nameOf(table)), findTable(migration.after, nameOf(table))];
      if (left === undefined || last?.rowSecurity.enabled !== true) return [];
      return table.policies
        .filter((policy) => !left.policies.some(({ name }) => name === policy.name))
        .filter((policy) => !isReplaced(policy, last, migration) && hasRole(policy, migration))
        .map((policy) => ({ table, policy }))
        .filter((lost) => !ofTenantColumns.has(keyOf(objectOf(lost))));
    });
}

export function objectOf({ table, policy }: LostPolicy): CatalogObject {
  return { kind: 'policy', relation: nameOf(table), name: policy.name };
}

function takesDependants({ tree }: Statement): boolean {
  if (nodeAs(tree, 'DropOwnedStmt') !== undefined) return true;
  if (nodeAs(tree, 'DropStmt')?.behavior === 'DROP_CASCADE') return true;
  return (nodeAs(tree, 'AlterTableStmt')?.cmds ?? []).some(
    (node) => nodeAs(node, 'AlterTableCmd')?.behavior === 'DROP_CASCADE',
  );
}

function isReplaced(lost: RowPolicy, { policies }: Table, { script }: ReviewedMigration): boolean {
  return policies.some(
    ({ name, command, origin }) =>
      name === lost.name || (origin.path === script.path && (command === lost.command || command === 'all')),
  );
}

/** A policy for roles that are dropped as well leaves nobody behind. */
function hasRole({ roles }: RowPolicy, { before, after }: ReviewedMigration): boolean {
  return roles.some((role) => role === undefined || !before.roles.has(role) || after.roles.has(role));
}
