import { findTable, nameOf, tablesOf, type Catalog, type QualifiedName, type Table } from '../../catalog';
import type { Policy } from '../../project';
import { rolesOf, tenancyOf } from '../../tenancy';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { isGuardedByRowSecurity } from './rowSecurity';

/** What a statement gives the application on a table. */
export interface GainedAccess {
  readonly table: Table;
  readonly privileges: readonly string[];
}

/**
 * The application's role with all that it is a member of, and PUBLIC; PUBLIC alone where the policy names no such role.
 * It acts with the rights of them all.
 */
export function applicationRoles(catalog: Catalog, { tenancy }: Policy): ReadonlySet<string> {
  return new Set(['public', ...(tenancy.appRole === undefined ? [] : rolesOf(tenancy.appRole, catalog))]);
}

/** How a message names who connects for tenants. */
export function spokenApplication({ tenancy }: Policy): string {
  return tenancy.appRole ?? 'everybody';
}

/**
 * The rights on tenants' tables that the application has after a statement, did not have before the migration, and still
 * has at its end. Of rights on single columns nothing is said.
 */
export function accessGainedBy(
  { before, after }: ReviewedStatement,
  migration: ReviewedMigration,
): readonly GainedAccess[] {
  const { policy } = migration;
  return tablesOf(after).flatMap((granted) => {
    const name = nameOf(granted);
    if (before.relations.get(name) === granted) return [];
    const last = findTable(migration.after, name);
    if (last === undefined || !isOfTenants(name, migration.after, policy)) return [];
    const [had, has, keeps] = [
      new Set([...privilegesOn(name, before, policy), ...privilegesOn(name, migration.before, policy)]),
      privilegesOn(name, after, policy),
      privilegesOn(name, migration.after, policy),
    ];
    const privileges = [...has].filter((each) => !had.has(each) && keeps.has(each));
    return privileges.length === 0 ? [] : [{ table: last, privileges }];
  });
}

/**
 * The tables that a statement makes the application own, or a member of their owner, and whose policies it passes by that
 * at the end of the migration: row-level security is not forced there.
 */
export function ownershipGainedBy(
  { before, after }: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Table[] {
  const { policy } = migration;
  if (!isGuardedByRowSecurity(policy) || migration.direction === 'down') return [];
  const [had, has, keeps] = [before, after, migration.after].map((catalog) => ownedTables(catalog, policy));
  return [...(has ?? [])].flatMap((name) => {
    const last = findTable(migration.after, name);
    const isPassed = last?.rowSecurity.enabled === true && !last.rowSecurity.forced;
    return isPassed && had?.has(name) === false && keeps?.has(name) === true ? [last] : [];
  });
}

function ownedTables(catalog: Catalog, policy: Policy): ReadonlySet<QualifiedName> {
  const roles = applicationRoles(catalog, policy);
  const owned = tablesOf(catalog).filter(
    ({ owner }) => owner !== undefined && owner !== 'public' && roles.has(owner),
  );
  return new Set(owned.map(nameOf));
}

function isOfTenants(name: QualifiedName, catalog: Catalog, policy: Policy): boolean {
  return tenancyOf(catalog, policy).table(name)?.standing.side === 'tenant';
}

function privilegesOn(name: QualifiedName, catalog: Catalog, policy: Policy): ReadonlySet<string> {
  const roles = applicationRoles(catalog, policy);
  const grants = findTable(catalog, name)?.grants ?? [];
  return new Set(grants.filter(({ grantee }) => roles.has(grantee)).map(({ privilege }) => privilege));
}
