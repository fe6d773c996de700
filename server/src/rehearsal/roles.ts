import { randomBytes } from 'node:crypto';
import { escapeIdentifier, escapeLiteral, type Client } from 'pg';
import type { Policy } from '../project';
import { nodeAs, walk, type SqlFile, type Statement } from '../sql';
import type { NotChecked } from './result';
import type { StatementFilter } from './run/executeScript';

/** The role that runs migrations: owns the databases, and has no right beyond what a migration needs. */
export const migrationRole = 'tenantsafe_migration';

export interface PreparedRoles {
  readonly password: string;
  readonly notChecked: readonly NotChecked[];
}

/**
 * Makes the migration role, and the roles that the project names but never creates, without any attribute. The
 * migration role may set those roles, so that OWNER TO works, and bypasses row security only where the policy says that
 * the real runner does.
 */
export async function prepareRoles(
  admin: Client,
  policy: Policy,
  files: readonly SqlFile[],
): Promise<PreparedRoles> {
  const password = randomBytes(18).toString('base64url');
  const existing = await roleNames(admin);
  const attributes = `login createrole nosuperuser nocreatedb noreplication ${policy.runner.bypassesRls ? 'bypassrls' : 'nobypassrls'}`;
  const verb = existing.has(migrationRole) ? 'alter' : 'create';
  await admin.query(
    `${verb} role ${escapeIdentifier(migrationRole)} ${attributes} password ${escapeLiteral(password)}`,
  );
  const missing = [...rolesNeeded(policy, files)].filter((role) => !existing.has(role)).toSorted();
  for (const role of missing) await admin.query(`create role ${escapeIdentifier(role)} nologin`);
  for (const role of rolesNeeded(policy, files)) {
    await admin.query(`grant ${escapeIdentifier(role)} to ${escapeIdentifier(migrationRole)}`);
  }
  return { password, notChecked: [...rolesNeeded(policy, files)].toSorted().map(roleNotice) };
}

/** Names of all roles of the server. */
export async function roleNames(admin: Client): Promise<ReadonlySet<string>> {
  const { rows } = await admin.query<{ name: string }>('select rolname as name from pg_catalog.pg_roles');
  return new Set(rows.map(({ name }) => name));
}

/** Drops roles that a trial made, so that the next trial can make them again. Nothing may depend on them any more. */
export async function dropRolesSince(admin: Client, before: ReadonlySet<string>): Promise<void> {
  for (const role of await roleNames(admin)) {
    if (!before.has(role)) await admin.query(`drop role ${escapeIdentifier(role)}`).catch(() => undefined);
  }
}

/**
 * Roles belong to the whole server, on which the history is replayed several times: CREATE ROLE for a role that another
 * replay has made and DROP ROLE are left out, and said to be.
 */
export function roleFilter(admin: Client, leftOut: (notice: NotChecked) => void): StatementFilter {
  const createdHere = new Set<string>();
  return async (statement: Statement) => {
    if (nodeAs(statement.tree, 'DropRoleStmt') !== undefined) {
      leftOut({
        what: 'DROP ROLE',
        why: 'Roles belong to the whole server, which other fixture databases share.',
      });
      return 'leave out';
    }
    const role = nodeAs(statement.tree, 'CreateRoleStmt')?.role;
    if (role === undefined || createdHere.has(role)) return 'run';
    createdHere.add(role);
    if (!(await roleNames(admin)).has(role)) return 'run';
    leftOut({
      what: `CREATE ROLE ${role}`,
      why: 'The role is there from an earlier replay on the same server.',
    });
    return 'leave out';
  };
}

function rolesNeeded(policy: Policy, files: readonly SqlFile[]): ReadonlySet<string> {
  const named = new Set<string>();
  const created = new Set<string>();
  for (const statement of files.flatMap((file) => file.statements)) {
    if (statement.tree === undefined) continue;
    const role = nodeAs(statement.tree, 'CreateRoleStmt')?.role;
    if (role !== undefined) created.add(role);
    walk(statement.tree, (node) => {
      const name = nodeAs(node, 'RoleSpec')?.rolename;
      if (name !== undefined) named.add(name);
      return undefined;
    });
  }
  if (policy.tenancy.appRole !== undefined) named.add(policy.tenancy.appRole);
  return new Set(
    [...named].filter(
      (role) => !created.has(role) && !role.startsWith('pg_') && role !== 'public' && role !== migrationRole,
    ),
  );
}

function roleNotice(role: string): NotChecked {
  return {
    what: `Attributes and memberships of the role ${role}`,
    why: 'The history names the role without creating it; the fixture server has it without any attribute.',
  };
}
