import { nameOf, spokenList, spokenName, tablesOf } from '../../catalog';
import { nodeAs, type Statement } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { writesPolicy } from '../readings/actionKinds';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isGuardedByRowSecurity } from '../readings/rowSecurity';

/** Roles that policies name have to be there: before the policy, and as long as it is. */
export const rlsPolicyRoleMissing: Rule = {
  id: 'rls-policy-role-missing',
  category: 'rls',
  severity: 'error',
  summary: 'DROP ROLE of a role that policies name, or a policy for a role that comes only later',
  speaksOf: [...writesPolicy, 'DropRoleStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  if (!isGuardedByRowSecurity(migration.policy)) return undefined;
  return droppedTooEarly(reviewed) ?? madeTooLate(reviewed, migration);
}

function droppedTooEarly({ statement, before }: ReviewedStatement): Finding | undefined {
  const roles = namesIn(nodeAs(statement.tree, 'DropRoleStmt')?.roles);
  if (roles.length === 0) return undefined;
  const named = tablesOf(before).flatMap((table) =>
    table.policies
      .filter((policy) => policy.roles.some((role) => role !== undefined && roles.includes(role)))
      .map((policy) => ({ table: nameOf(table), policy: policy.name })),
  );
  const [first, ...others] = named;
  if (first === undefined) return undefined;
  const policies = [
    `policy ${first.policy} of ${spokenName(first.table)}`,
    ...(others.length === 0 ? [] : [`${others.length} more`]),
  ];
  return {
    what: `The server refuses to drop ${spokenList(roles)}: ${spokenList(policies)} ${others.length === 0 ? 'names' : 'name'} it (2BP01).`,
    who: 'The migration stops here. DROP OWNED BY before it would take the policies away, and their tables would show nobody a row.',
    remedy:
      'ALTER POLICY … TO another role for each of them before, then DROP OWNED BY for the rights that are left, then DROP ROLE.',
    span: statement.span,
    relations: [...new Set(named.map(({ table }) => table))],
  };
}

/** A role that nothing in the history makes may be the platform's; one that this script makes further down is not there yet. */
function madeTooLate(reviewed: ReviewedStatement, { statements }: ReviewedMigration): Finding | undefined {
  const { statement, before } = reviewed;
  const policy = nodeAs(statement.tree, 'CreatePolicyStmt') ?? nodeAs(statement.tree, 'AlterPolicyStmt');
  const missing = namesIn(policy?.roles).filter((role) => !before.roles.has(role));
  if (missing.length === 0) return undefined;
  const later = statements.slice(statements.indexOf(reviewed) + 1);
  const role = missing.find((name) =>
    later.some((other) => nodeAs(other.statement.tree, 'CreateRoleStmt')?.role === name),
  );
  if (role === undefined) return undefined;
  return {
    what: `The server refuses this policy: the role ${role} is made only further down (42704).`,
    who: 'The migration stops here.',
    remedy: `Put CREATE ROLE ${role} before the policy.`,
    span: statement.span,
    relations: [],
  };
}

function namesIn(roles: Statement['tree'][] | undefined): readonly string[] {
  return (roles ?? []).flatMap((node) => nodeAs(node, 'RoleSpec')?.rolename ?? []);
}
