import { randomBytes } from 'node:crypto';
import { escapeIdentifier, escapeLiteral, type Client } from 'pg';
import type { Migration, Policy } from '../project';
import { kindOf, nodeAs, parseSqlFile, walk, type SqlFile, type Statement } from '../sql';
import { stewardRole } from './engine';
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
 * migration role may set those roles, so that OWNER TO works, but never a superuser; it bypasses row security only where
 * the policy says that the real runner does.
 */
export async function prepareRoles(
  admin: Client,
  policy: Policy,
  files: readonly SqlFile[],
): Promise<PreparedRoles> {
  const password = randomBytes(18).toString('base64url');
  const existing = await roleNames(admin);
  const creates = await createsOnlyItsOwn(admin);
  const attributes = `login ${creates ? 'createrole' : 'nocreaterole'} nosuperuser nocreatedb noreplication ${policy.runner.bypassesRls ? 'bypassrls' : 'nobypassrls'}`;
  const verb = existing.has(migrationRole) ? 'alter' : 'create';
  await admin.query(
    `${verb} role ${escapeIdentifier(migrationRole)} ${attributes} password ${escapeLiteral(password)}`,
  );
  const needed = rolesNeeded(policy, files, creates ? 'the history makes some' : 'the history makes none');
  const missing = [...needed].filter((role) => !existing.has(role)).toSorted();
  for (const role of missing) await admin.query(`create role ${escapeIdentifier(role)} nologin`);
  const superusers = await superuserNames(admin);
  for (const role of needed) {
    const change = superusers.has(role) ? 'revoke %s from' : 'grant %s to';
    await admin.query(`${change.replace('%s', escapeIdentifier(role))} ${escapeIdentifier(migrationRole)}`);
  }
  // What the migrations own is the steward's to change too, as where a policy is taken off to prove that a probe sees it.
  await letStewardAct(admin);
  return { password, notChecked: [...needed].toSorted().map(roleNotice) };
}

/**
 * Before PostgreSQL 16 a role that may create roles may also give itself any that is no superuser, such as the one that
 * runs programs. There it may not, and the roles that the history creates are made for it.
 */
async function createsOnlyItsOwn(admin: Client): Promise<boolean> {
  const { rows } = await admin.query<{ number: number }>(
    `select current_setting('server_version_num')::int as number`,
  );
  return (rows[0]?.number ?? 0) >= 160_000;
}

/** Lets the steward act for the roles that there are by now, as the application's; superusers are none of them. */
export async function letStewardAct(admin: Client): Promise<void> {
  const superusers = await superuserNames(admin);
  for (const role of await roleNames(admin)) {
    if (superusers.has(role) || role.startsWith('pg_') || role === stewardRole) continue;
    await admin.query(`grant ${escapeIdentifier(role)} to ${escapeIdentifier(stewardRole)}`);
  }
}

/** Names of all roles of the server. */
export async function roleNames(admin: Client): Promise<ReadonlySet<string>> {
  const { rows } = await admin.query<{ name: string }>('select rolname as name from pg_catalog.pg_roles');
  return new Set(rows.map(({ name }) => name));
}

/** A member of one of these may read files, run programs and change the server. */
async function superuserNames(admin: Client): Promise<ReadonlySet<string>> {
  const { rows } = await admin.query<{ name: string }>(
    'select rolname as name from pg_catalog.pg_roles where rolsuper',
  );
  return new Set(rows.map(({ name }) => name));
}

/** Drops roles that a trial made, so that the next trial can make them again. Nothing may depend on them any more. */
export async function dropRolesSince(admin: Client, before: ReadonlySet<string>): Promise<void> {
  for (const role of await roleNames(admin)) {
    if (!before.has(role)) await admin.query(`drop role ${escapeIdentifier(role)}`).catch(() => undefined);
  }
}

/**
 * Whether a migration or its rollback may change roles, which belong to the whole server, so that trials of it must not
 * run at once: in statements of its own, or in code that it runs and that nobody has looked into.
 */
export function mayChangeRoles({ up, down }: Migration): boolean {
  return [up, down].some((script) =>
    parseSqlFile(script?.sql ?? '').statements.some(
      ({ tree }) => tree !== undefined && statementsThatMayChangeRoles.has(kindOf(tree)),
    ),
  );
}

const statementsThatMayChangeRoles: ReadonlySet<string> = new Set([
  ...['CreateRoleStmt', 'AlterRoleStmt', 'AlterRoleSetStmt', 'DropRoleStmt', 'GrantRoleStmt', 'RenameStmt'],
  ...['DoStmt', 'CallStmt', 'SelectStmt'],
]);

/**
 * Roles belong to the whole server, on which the history is replayed several times: CREATE ROLE for a role that another
 * replay has made and DROP ROLE are left out, and said to be. So is what the migration role could do as a superuser only:
 * handing objects over to one, and setting the default privileges of one.
 */
export function roleFilter(admin: Client, leftOut: (notice: NotChecked) => void): StatementFilter {
  const createdHere = new Set<string>();
  return async (statement: Statement) => {
    const actsFor = roleActedFor(statement);
    if (actsFor !== undefined && (await superuserNames(admin)).has(actsFor)) {
      leftOut({
        what: `Owner and default privileges of ${actsFor}`,
        why: `${actsFor} is a superuser of the fixture server, for whom no migration may act; the migration role keeps the objects.`,
      });
      return 'leave out';
    }
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

/** The role that a statement makes an owner, or whose default privileges it sets. */
function roleActedFor({ tree }: Statement): string | undefined {
  const owner = nodeAs(tree, 'AlterOwnerStmt')?.newowner;
  if (owner !== undefined) return owner.rolename;
  const commands = nodeAs(tree, 'AlterTableStmt')?.cmds ?? [];
  const [command] = commands.map((each) => nodeAs(each, 'AlterTableCmd'));
  if (commands.length === 1 && command?.subtype === 'AT_ChangeOwner') return command.newowner?.rolename;
  const roles = (nodeAs(tree, 'AlterDefaultPrivilegesStmt')?.options ?? [])
    .map((option) => nodeAs(option, 'DefElem'))
    .find((option) => option?.defname === 'roles')?.arg;
  return nodeAs(nodeAs(roles, 'List')?.items?.[0], 'RoleSpec')?.rolename;
}

function rolesNeeded(
  policy: Policy,
  files: readonly SqlFile[],
  creating: 'the history makes some' | 'the history makes none',
): ReadonlySet<string> {
  const named = new Set<string>();
  const created = new Set<string>();
  for (const statement of files.flatMap((file) => file.statements)) {
    if (statement.tree === undefined) continue;
    const role = nodeAs(statement.tree, 'CreateRoleStmt')?.role;
    if (role !== undefined) (creating === 'the history makes some' ? created : named).add(role);
    walk(statement.tree, (node) => {
      const name = nodeAs(node, 'RoleSpec')?.rolename;
      if (name !== undefined) named.add(name);
      return undefined;
    });
  }
  if (policy.tenancy.appRole !== undefined) named.add(policy.tenancy.appRole);
  return new Set(
    [...named].filter(
      (role) =>
        !created.has(role) &&
        !role.startsWith('pg_') &&
        !['public', migrationRole, stewardRole].includes(role),
    ),
  );
}

function roleNotice(role: string): NotChecked {
  return {
    what: `Attributes and memberships of the role ${role}`,
    why: 'The history names the role without creating it; the fixture server has it without any attribute.',
  };
}
