import { nodeAs, type Statement } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isTenantDatabaseScript } from '../readings/tenantDatabases';

/** What the whole server has once, changed by a migration that runs in the database of each tenant. */
export const tenantDbClusterGlobal: Rule = {
  id: 'tenant-db-cluster-global',
  category: 'tenant-database',
  severity: 'error',
  summary:
    'A role or tablespace, which the whole server has once, made or dropped once for each tenant database',
  check: (migration) => findingsByStatement(migration, findingFor),
};

interface ServerObject {
  readonly kind: 'role' | 'tablespace';
  readonly change: 'made' | 'dropped' | 'changed';
  readonly isPassing: boolean;
}

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  if (!isTenantDatabaseScript(migration)) return undefined;
  const object = serverObject(reviewed.statement);
  // A DO block that asks first, or catches the error, gets past it.
  const isAsked = reviewed.within?.circumstances.some(
    ({ kind }) => kind === 'condition' || kind === 'protected',
  );
  if (object === undefined || (isAsked === true && object.change === 'made')) return undefined;
  const { kind, change, isPassing } = object;
  return {
    what: `A ${kind} belongs to the whole server, and this one is ${change} in the run for each tenant’s database.`,
    who: isPassing
      ? 'The run for one tenant changes it for all tenants on the server, and those on other servers at another time.'
      : `The run for the first tenant on a server goes through, and every other fails (${change === 'made' ? '42710' : '42704'}, or 2BP01 while another database needs it).`,
    remedy: 'Do it in a migration of the control plane, which runs once for each server.',
    span: reviewed.statement.span,
    relations: [],
    ...(isPassing ? { severity: 'warning' as const } : {}),
  };
}

function serverObject({ tree }: Statement): ServerObject | undefined {
  if (nodeAs(tree, 'CreateRoleStmt') !== undefined) return { kind: 'role', change: 'made', isPassing: false };
  if (nodeAs(tree, 'AlterRoleStmt') !== undefined || nodeAs(tree, 'GrantRoleStmt') !== undefined)
    return { kind: 'role', change: 'changed', isPassing: true };
  const dropRole = nodeAs(tree, 'DropRoleStmt');
  if (dropRole !== undefined)
    return { kind: 'role', change: 'dropped', isPassing: dropRole.missing_ok === true };
  if (nodeAs(tree, 'CreateTableSpaceStmt') !== undefined)
    return { kind: 'tablespace', change: 'made', isPassing: false };
  const dropSpace = nodeAs(tree, 'DropTableSpaceStmt');
  return dropSpace && { kind: 'tablespace', change: 'dropped', isPassing: dropSpace.missing_ok === true };
}
