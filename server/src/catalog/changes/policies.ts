import type { AlterPolicyStmt, CreatePolicyStmt, Node } from '@pgsql/types';
import { nodeAs } from '../../sql';
import { changeTable, existingTable } from '../edit';
import type { Catalog, RowPolicy, Table } from '../model';
import { refuse } from '../refusal';
import { readExpression } from '../trees/reading';
import { qualifyRelations } from '../trees/rewriting';
import type { Change } from './change';
import { roleName, targetOf } from './reading';

export const createPolicy: Change<CreatePolicyStmt> = (catalog, statement, origin) => {
  const name = targetOf(catalog, statement.table);
  const table = existingTable(catalog, name);
  const policyName = statement.policy_name ?? '';
  if (table.policies.some((policy) => policy.name === policyName)) {
    return refuse(`policy "${policyName}" for table "${name}" already exists`);
  }
  const policy: RowPolicy = {
    name: policyName,
    permissive: statement.permissive ?? false,
    command: commandOf(statement.cmd_name),
    roles: rolesOf(catalog, statement.roles),
    using: stored(catalog, table, statement.qual),
    withCheck: stored(catalog, table, statement.with_check),
    origin,
  };
  return changeTable(catalog, name, (found) => ({ ...found, policies: [...found.policies, policy] }));
};

/** ALTER POLICY: roles and expressions that it does not name stay. */
export const alterPolicy: Change<AlterPolicyStmt> = (catalog, statement, origin) => {
  const name = targetOf(catalog, statement.table);
  const table = existingTable(catalog, name);
  if (!table.policies.some((policy) => policy.name === statement.policy_name)) {
    return refuse(`policy "${statement.policy_name ?? ''}" for table "${name}" does not exist`);
  }
  return changeTable(catalog, name, (found) => ({
    ...found,
    policies: found.policies.map((policy) =>
      policy.name === statement.policy_name
        ? {
            ...policy,
            roles: statement.roles === undefined ? policy.roles : rolesOf(catalog, statement.roles),
            using: stored(catalog, table, statement.qual) ?? policy.using,
            withCheck: stored(catalog, table, statement.with_check) ?? policy.withCheck,
            origin,
          }
        : policy,
    ),
  }));
};

/** PUBLIC takes all others in. */
function rolesOf(catalog: Catalog, roles: readonly Node[] | undefined): RowPolicy['roles'] {
  const named = (roles ?? []).map((node) => roleName(catalog, nodeAs(node, 'RoleSpec')));
  return named.includes('public') ? ['public'] : named;
}

/** The server keeps the identity of the relations that a subquery reads, not the search path. */
function stored(catalog: Catalog, table: Table, expression: Node | undefined): Node | undefined {
  if (expression === undefined) return undefined;
  return qualifyRelations(expression, readExpression(catalog, expression, table), catalog);
}

function commandOf(name: string | undefined): RowPolicy['command'] {
  switch (name) {
    case 'select':
    case 'insert':
    case 'update':
    case 'delete':
      return name;
    default:
      return 'all';
  }
}
