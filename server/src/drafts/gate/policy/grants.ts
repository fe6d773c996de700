import type { Node } from '@pgsql/types';
import type { Catalog } from '../../../catalog';
import type { Policy } from '../../../project';
import { nodeAs } from '../../../sql';
import type { Refused } from './allowedStatements';

const grantable: ReadonlySet<string> = new Set([
  'OBJECT_TABLE',
  'OBJECT_SEQUENCE',
  'OBJECT_FUNCTION',
  'OBJECT_PROCEDURE',
  'OBJECT_TYPE',
  'OBJECT_DOMAIN',
]);

/** Privileges may go to roles that have some already, on single objects, and not further from there. */
export function refusedGrant(tree: Node, catalog: Catalog, policy: Policy): readonly Refused[] {
  const grant = nodeAs(tree, 'GrantStmt');
  if (grant?.is_grant !== true) return [];
  if (grant.grant_option === true) return [refused('Privileges that can be passed on end anywhere')];
  if (grant.targtype !== 'ACL_TARGET_OBJECT' || !grantable.has(grant.objtype ?? '')) {
    return [refused('This gives rights on more than single tables, sequences, functions and types')];
  }
  const known = rolesIn(catalog, policy);
  return (grant.grantees ?? []).flatMap((node) => {
    const role = nodeAs(node, 'RoleSpec');
    const isForFunction = grant.objtype === 'OBJECT_FUNCTION' || grant.objtype === 'OBJECT_TYPE';
    if (role?.roletype === 'ROLESPEC_PUBLIC') {
      return isForFunction ? [] : [refused('This gives everybody access')];
    }
    const name = role?.rolename;
    if (name !== undefined && known.has(name)) return [];
    return [refused(`The role ${name ?? 'in force'} has no access to anything so far`)];
  });
}

function rolesIn(catalog: Catalog, { tenancy }: Policy): ReadonlySet<string> {
  const grants = [...catalog.relations.values()].flatMap((relation) => relation.grants);
  const roles = grants.map(({ grantee }) => grantee).filter((name) => name !== 'public');
  return new Set(tenancy.appRole === undefined ? roles : [tenancy.appRole, ...roles]);
}

function refused(what: string): Refused {
  return {
    rule: 'draft-widens-access',
    message: `${what}: grant what the application’s role needs, and nothing else.`,
  };
}
