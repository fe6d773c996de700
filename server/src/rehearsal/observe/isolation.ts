import { DatabaseError, escapeIdentifier, type Client } from 'pg';
import type { TenancyPolicy } from '../../project';
import type { Fixture } from '../fixture';

/** Rows that the application role sees although they belong to another tenant, or to any while it acts for none. */
export interface RowSecurityLeak {
  /** The tenant that the application acts for; undefined where it acts for none. */
  readonly tenant: string | undefined;
  readonly relation: string;
  readonly rows: number;
}

/** What the application role was seen to see; `unused` where tenants are not told apart by it. */
export type RowSecurityFacts =
  | { readonly kind: 'probed'; readonly leaks: readonly RowSecurityLeak[] }
  | { readonly kind: 'unused' }
  | { readonly kind: 'not probed'; readonly reason: string };

/**
 * Reads every table and view with a tenant column as the application would, for each tenant and for none, and counts
 * the rows that it must not see. `admin` is a superuser; what it sets is undone.
 */
export async function probeRowSecurity(
  admin: Client,
  tenancy: TenancyPolicy,
  { model, tenants }: Fixture,
): Promise<RowSecurityFacts> {
  const { appRole, setting } = tenancy;
  if (model !== 'row' || tenancy.rls === 'off') return { kind: 'unused' };
  if (setting === undefined)
    return { kind: 'not probed', reason: 'no session setting is known that the policies read' };
  if (appRole === undefined) return { kind: 'not probed', reason: 'no application role is known to read as' };
  const relations = await readableRelations(admin, appRole, tenancy.tenantColumns);
  const leaks: RowSecurityLeak[] = [];
  for (const tenant of [...tenants, undefined]) {
    if (tenant !== undefined && tenant.key === undefined) continue;
    for (const relation of relations) {
      const rows = await visibleForeignRows(admin, { appRole, setting, relation, key: tenant?.key });
      if (rows > 0) leaks.push({ tenant: tenant?.name, relation: relation.name, rows });
    }
  }
  return { kind: 'probed', leaks };
}

interface ReadableRelation {
  readonly name: string;
  readonly sqlName: string;
  readonly tenantColumn: string;
}

async function readableRelations(
  admin: Client,
  appRole: string,
  tenantColumns: readonly string[],
): Promise<readonly ReadableRelation[]> {
  const { rows } = await admin.query<{ name: string; sqlName: string; column: string }>(
    `select n.nspname || '.' || c.relname as name, pg_catalog.format('%I.%I', n.nspname, c.relname) as "sqlName", a.attname as column
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = any ($2) and not a.attisdropped
     where c.relkind in ('r', 'p', 'v', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
       and pg_catalog.has_schema_privilege($1, n.oid, 'usage') and pg_catalog.has_table_privilege($1, c.oid, 'select')
     order by 1`,
    [appRole, tenantColumns],
  );
  return rows.map(({ name, sqlName, column }) => ({ name, sqlName, tenantColumn: column }));
}

async function visibleForeignRows(
  admin: Client,
  probe: {
    readonly appRole: string;
    readonly setting: string;
    readonly relation: ReadableRelation;
    readonly key: string | undefined;
  },
): Promise<number> {
  const { relation, key } = probe;
  try {
    await admin.query('begin');
    if (key !== undefined)
      await admin.query('select pg_catalog.set_config($1, $2, true)', [probe.setting, key]);
    await admin.query(`set local role ${escapeIdentifier(probe.appRole)}`);
    const foreign =
      key === undefined ? 'true' : `${escapeIdentifier(relation.tenantColumn)}::text is distinct from $1`;
    const { rows } = await admin.query<{ rows: string }>(
      `select count(*) as rows from ${relation.sqlName} where ${foreign}`,
      key === undefined ? [] : [key],
    );
    return Number(rows[0]?.rows ?? 0);
  } catch (error) {
    if (error instanceof DatabaseError && refusals.has(error.code ?? '')) return 0;
    throw error;
  } finally {
    await admin.query('rollback');
  }
}

/**
 * SQLSTATEs by which a server refuses to show rows, and so leaks none: no privilege, a policy's cast of an empty setting,
 * a setting that does not exist, an exception raised by a policy's function.
 */
const refusals: ReadonlySet<string> = new Set(['42501', '22P02', '42704', 'P0001']);
