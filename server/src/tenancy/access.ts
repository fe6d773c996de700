import type { Catalog, Table } from '../catalog';
import type { AppAccess } from './model';

/** What a role may do with a table, by grants to it, to the roles it is a member of, and to PUBLIC. */
export function appAccessOf(table: Table, catalog: Catalog, role: string | undefined): AppAccess | undefined {
  if (role === undefined) return undefined;
  const roles = new Set(['public', ...rolesOf(role, catalog)]);
  const privileges = table.grants
    .filter(({ grantee }) => roles.has(grantee))
    .map(({ privilege }) => privilege);
  const owns = table.owner !== undefined && table.owner !== 'public' && roles.has(table.owner);
  return { role, privileges: [...new Set(privileges)].toSorted(), owns };
}

/** A role and all that it is a member of, directly or through others. */
export function rolesOf(role: string, catalog: Catalog): ReadonlySet<string> {
  const found = new Set([role]);
  for (const each of found) {
    for (const parent of catalog.roles.get(each)?.memberOf ?? []) found.add(parent);
  }
  return found;
}
