import type { AlterRoleStmt, CreateRoleStmt, DropRoleStmt, GrantRoleStmt, Node } from '@pgsql/types';
import { nodeAs } from '../../sql';
import type { Catalog, Origin, Role } from '../model';
import { refuse } from '../refusal';
import type { Change } from './change';
import { definitionNamed, isOn, roleName, roleNames } from './reading';

/** Attributes by the name that the grammar gives their definitions. */
const attributeNames: Readonly<Record<string, string>> = {
  superuser: 'superuser',
  createrole: 'createrole',
  createdb: 'createdb',
  canlogin: 'login',
  inherit: 'inherit',
  isreplication: 'replication',
  bypassrls: 'bypassrls',
};

export const createRole: Change<CreateRoleStmt> = (catalog, statement, origin) => {
  const name = statement.role ?? '';
  if (catalog.roles.has(name)) return refuse(`role "${name}" already exists`);
  const initial = statement.stmt_type === 'ROLESTMT_USER' ? ['inherit', 'login'] : ['inherit'];
  const options = statement.options ?? [];
  const role: Role = {
    name,
    attributes: attributesAfter(initial, options),
    memberOf: roleNames(catalog, listOf(options, 'addroleto')),
    origin,
  };
  const created = { ...catalog, roles: catalog.roles.set(name, role) };
  const members = [...listOf(options, 'rolemembers'), ...listOf(options, 'adminmembers')];
  return roleNames(catalog, members).reduce((result, member) => join(result, member, name, origin), created);
};

/** ALTER ROLE … attributes, and ALTER GROUP … ADD or DROP USER. */
export const alterRole: Change<AlterRoleStmt> = (catalog, statement, origin) => {
  const name = roleName(catalog, statement.role);
  if (name === undefined) return catalog;
  const options = statement.options ?? [];
  const members = roleNames(catalog, listOf(options, 'rolemembers'));
  if (members.length > 0) {
    const change = statement.action === -1 ? leave : join;
    return members.reduce((result, member) => change(result, member, name, origin), catalog);
  }
  const role = roleOf(catalog, name, origin);
  const changed = { ...role, attributes: attributesAfter(role.attributes, options) };
  return { ...catalog, roles: catalog.roles.set(name, changed) };
};

export const dropRole: Change<DropRoleStmt> = (catalog, statement) => {
  const names = roleNames(catalog, statement.roles);
  return { ...catalog, roles: catalog.roles.deleteAll(names) };
};

export const grantRole: Change<GrantRoleStmt> = (catalog, statement, origin) => {
  const groups = (statement.granted_roles ?? []).flatMap(
    (node) => nodeAs(node, 'AccessPriv')?.priv_name ?? [],
  );
  const members = roleNames(catalog, statement.grantee_roles);
  // REVOKE ADMIN OPTION FOR takes only the option.
  if (statement.is_grant !== true && (statement.opt ?? []).length > 0) return catalog;
  const change = statement.is_grant === true ? join : leave;
  return groups.reduce(
    (result, group) => members.reduce((inner, member) => change(inner, member, group, origin), result),
    catalog,
  );
};

function join(catalog: Catalog, member: string, group: string, origin: Origin): Catalog {
  const role = roleOf(catalog, member, origin);
  const memberOf = [...role.memberOf.filter((other) => other !== group), group];
  return { ...catalog, roles: catalog.roles.set(member, { ...role, memberOf }) };
}

function leave(catalog: Catalog, member: string, group: string, origin: Origin): Catalog {
  const role = roleOf(catalog, member, origin);
  const memberOf = role.memberOf.filter((other) => other !== group);
  return { ...catalog, roles: catalog.roles.set(member, { ...role, memberOf }) };
}

/** A role that the history only names, such as one that the platform made, is taken up when something is said of it. */
function roleOf(catalog: Catalog, name: string, origin: Origin): Role {
  return catalog.roles.get(name) ?? { name, attributes: ['inherit'], memberOf: [], origin };
}

function attributesAfter(attributes: readonly string[], options: readonly Node[]): readonly string[] {
  return options.reduce((result: readonly string[], node) => {
    const definition = nodeAs(node, 'DefElem');
    const attribute = attributeNames[definition?.defname ?? ''];
    if (attribute === undefined) return result;
    const others = result.filter((other) => other !== attribute);
    return isOn(definition) ? [...others, attribute] : others;
  }, attributes);
}

function listOf(options: readonly Node[], name: string): readonly Node[] {
  return nodeAs(definitionNamed(options, name)?.arg, 'List')?.items ?? [];
}
