import { findColumn, type Catalog, type Relation } from '../../catalog';
import type { ReviewedMigration } from '../model';

/**
 * Whether the application's role has no right to a relation, or to one of its columns, because earlier migrations have
 * taken it away or never given it: then no query of it can need them. Only where the history grants that role anything
 * does an absence say something.
 */
export function isOutOfReach(
  relation: Relation,
  column: string | undefined,
  { before, policy }: ReviewedMigration,
): boolean {
  const { appRole } = policy.tenancy;
  if (appRole === undefined || !isGrantedSomething(before, appRole)) return false;
  const grants = [
    ...relation.grants,
    ...(column === undefined ? relation.columns : [findColumn(relation, column)]).flatMap(
      (each) => each?.grants ?? [],
    ),
  ];
  if (relation.owner === appRole) return false;
  return !grants.some(({ grantee }) => actsAs(before, appRole).has(grantee));
}

function isGrantedSomething(catalog: Catalog, role: string): boolean {
  return catalog.relations.some(({ grants }) => grants.some(({ grantee }) => grantee === role));
}

/** The role itself, everybody, and the roles that it is a member of. */
function actsAs(catalog: Catalog, role: string, known = new Set<string>(['public'])): ReadonlySet<string> {
  known.add(role);
  for (const group of catalog.roles.get(role)?.memberOf ?? []) {
    if (!known.has(group)) actsAs(catalog, group, known);
  }
  return known;
}
