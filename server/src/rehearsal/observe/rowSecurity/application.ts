import { randomBytes } from 'node:crypto';
import { escapeIdentifier, escapeLiteral, type Client } from 'pg';
import type { TenancyPolicy } from '../../../project';
import { scanSql } from '../../../sql';
import type { FixtureTenant } from '../../fixture';
import { introspect, ownerJoin, ownersOf, relationName, type Schema } from '../../generate';

/** How the probe gets a role of its own. */
export interface Logins {
  /** A superuser's connection to another database, which makes and drops the role. */
  readonly administrator: Client;
  /** Opens a connection to the database under test. */
  readonly open: (credentials: { readonly user: string; readonly password: string }) => Promise<Client>;
}

/** For whom the application acts. */
export type Actor =
  { readonly kind: 'tenant'; readonly tenant: FixtureTenant; readonly become: string } | NobodyActor;

interface NobodyActor {
  readonly kind: 'nobody' | 'nobody again';
}

/** The application as a client of the database: its role, acting for somebody in one transaction after the other. */
export interface Application {
  /** Does something in a transaction that is rolled back. */
  act<Result>(actor: Actor, work: (client: Client) => Promise<Result>): Promise<Result>;
}

/**
 * Gives the work a connection with the rights of the application role and no others: a function of the schema that
 * resets the role finds itself in a role that may do nothing.
 */
export async function asApplication<Result>(
  { administrator, open }: Logins,
  appRole: string,
  work: (application: Application) => Promise<Result>,
): Promise<Result> {
  const role = `tenantsafe_probe_${randomBytes(4).toString('hex')}`;
  const password = randomBytes(18).toString('base64url');
  await administrator.query(
    `create role ${escapeIdentifier(role)} login noinherit nosuperuser password ${escapeLiteral(password)}`,
  );
  try {
    await administrator.query(`grant ${escapeIdentifier(appRole)} to ${escapeIdentifier(role)}`);
    const client = await open({ user: role, password });
    try {
      return await work(applicationOn(client, appRole));
    } finally {
      await client.end();
    }
  } finally {
    await administrator.query(`drop role ${escapeIdentifier(role)}`);
  }
}

function applicationOn(client: Client, appRole: string): Application {
  return {
    async act(actor, work) {
      await client.query('begin');
      try {
        await client.query(`set local role ${escapeIdentifier(appRole)}`);
        if (actor.kind === 'tenant') await become(client, actor.become);
        return await work(client);
      } finally {
        await client.query('rollback');
      }
    },
  };
}

async function become(client: Client, sql: string): Promise<void> {
  try {
    await client.query(sql);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`the application role cannot act for a tenant: ${reason}`, { cause: error });
  }
}

/** The tenants that the application can act for, with the SQL for it; a reason where it is not known how. */
export async function actorsOf(
  admin: Client,
  tenancy: TenancyPolicy,
  tenants: readonly FixtureTenant[],
): Promise<readonly Actor[] | string> {
  const { setting, become: statements, memberTable } = tenancy;
  if (statements !== undefined) {
    const members = await membersOf(admin, tenancy, memberTable, statements);
    if (typeof members === 'string') return members;
    return tenants.flatMap((tenant): Actor[] => {
      const { key } = tenant;
      if (key === undefined) return [];
      const member = members.get(key);
      if (member === undefined && namesMember(statements)) return [];
      return [{ kind: 'tenant', tenant, become: withValues(statements, { tenant: key, member }) }];
    });
  }
  if (setting === undefined) {
    return 'no session setting is known that the policies read, and no tenancy.become says how to act for a tenant';
  }
  return tenants.flatMap((tenant): Actor[] => {
    const { key } = tenant;
    if (key === undefined) return [];
    const sql = `select pg_catalog.set_config(${escapeLiteral(setting)}, ${escapeLiteral(key)}, true)`;
    return [{ kind: 'tenant', tenant, become: sql }];
  });
}

/** The key of one row of the member table for each tenant that has one, by the tenant's key. */
async function membersOf(
  admin: Client,
  tenancy: TenancyPolicy,
  memberTable: string | undefined,
  statements: string,
): Promise<ReadonlyMap<string, string> | string> {
  if (!namesMember(statements)) return new Map();
  if (memberTable === undefined) return 'tenancy.become uses :member, and no tenancy.memberTable is known';
  const schema = await introspect(admin);
  const table = schema.tables.find((each) => each.name === memberTable || relationName(each) === memberTable);
  if (table === undefined) return `the member table ${memberTable} is not there`;
  const { from, key } = ownerJoin(ownersOf(schema, tenancy, { kind: 'rows' }), table);
  const column = memberKey(table, tenancy);
  if (key === undefined || column === undefined) {
    return `the rows of ${memberTable} have no key, or belong to no tenant`;
  }
  const { rows } = await admin.query<{ tenant: string; member: string }>(
    `select (${key})::text as tenant, min(t.${escapeIdentifier(column)}::text) as member from ${from} group by 1`,
  );
  return new Map(rows.map(({ tenant, member }) => [tenant, member]));
}

/** The primary key's column; of several the first that does not hold the tenant. */
function memberKey(table: Schema['tables'][number], { tenantColumns }: TenancyPolicy): string | undefined {
  const primary = table.keys.find((key) => key.primary)?.columns ?? [];
  return primary.find((column) => !tenantColumns.includes(column)) ?? primary[0];
}

function namesMember(statements: string): boolean {
  return placeholders(statements).some(({ name }) => name === 'member');
}

/** `:tenant` and `:member` as literals, wherever they do not stand inside of strings or comments. */
export function withValues(
  statements: string,
  values: { readonly tenant: string; readonly member: string | undefined },
): string {
  let result = '';
  let copied = 0;
  for (const { name, start, end } of placeholders(statements)) {
    const value = values[name];
    if (value === undefined) continue;
    result += statements.slice(copied, start) + escapeLiteral(value);
    copied = end;
  }
  return result + statements.slice(copied);
}

function placeholders(statements: string): readonly {
  readonly name: 'tenant' | 'member';
  readonly start: number;
  readonly end: number;
}[] {
  const tokens = scanSql(statements);
  return tokens.flatMap(({ text, start, end }, place) => {
    const next = tokens[place + 1];
    if (text !== ':' || next?.start !== end) return [];
    return next.text === 'tenant' || next.text === 'member'
      ? [{ name: next.text, start, end: next.end }]
      : [];
  });
}
