import type { ClientBase } from 'pg';
import { loadPostgresParser } from '../../sql';
import type { Shape } from '../shapes/shape';
import { sharedOrdinal, tokenOf } from './canary';
import {
  countEach,
  inTransaction,
  isShared,
  openRun,
  planOf,
  sharedRows,
  type FillTenantsOptions,
  type FixtureTenant,
  type Run,
} from './fillRun';
import { countRows, fillTable, type FilledTable } from './fillTable';
import { advanceSequences, setLaterReferences } from './finishFill';
import { relationName, type Schema, type Table } from './model';
import type { RowTenant } from './rowQuery';
import { quotedName } from './rowSql';
import { runSeed, seedRemedy } from './seeds';
import { tenantKey } from './tenantKey';

export interface FilledTenants {
  /**
   * Tables of no tenant, filled once. Where the history has put rows into one they stay the only ones, as in a list of
   * currencies, unless other tables use each of them only once.
   */
  readonly shared: readonly FilledTable[];
  readonly tenants: readonly FilledTenant[];
}

export interface FilledTenant {
  readonly name: string;
  readonly ordinal: number;
  /** The value that the tenant's rows have in tenant columns, as text; undefined in a schema without any. */
  readonly key: string | undefined;
  readonly tables: readonly FilledTable[];
}

/**
 * Fills the schema of the connected database with rows for each tenant, made inside the server: the same schema and
 * tenants give the same rows. A table that cannot be filled is reported with what stands in the way and stops nothing.
 *
 * `client` must be the steward's, outside a transaction; each table is filled in a transaction of its own.
 *
 * @throws RangeError when an ordinal does not fit into the canaries.
 */
export async function fillTenants(client: ClientBase, options: FillTenantsOptions): Promise<FilledTenants> {
  await loadPostgresParser();
  const filler = await openFiller(client, options);
  const shared = await filler.fillShared();
  const tenants: FilledTenant[] = [];
  for (const tenant of options.tenants) tenants.push(await filler.fillTenant(tenant));
  const names = filler.schema.tables.map(quotedName);
  if (names.length > 0) await client.query(`ANALYZE ${names.join(', ')}`);
  return { shared, tenants };
}

interface Filler {
  readonly schema: Schema;
  fillShared(): Promise<readonly FilledTable[]>;
  fillTenant(tenant: FixtureTenant): Promise<FilledTenant>;
}

interface SharedSize {
  readonly rows: number;
  /** Rows that other tables use only once, as a membership its user: what the history has put there is not enough. */
  readonly usedUp: boolean;
}

/** Enough for every tenant's rows to refer to different ones, and as many as are used up by unique references. */
function sharedSize(table: Table, run: Run, rowsOf: (other: Table) => number): SharedSize {
  const references = run.schema.tables
    .filter((other) => other !== table)
    .flatMap((other) =>
      other.foreignKeys.filter((key) => key.target === table.oid).map((key) => ({ other, key })),
    );
  if (references.length === 0) return { rows: sharedRows.unreferred, usedUp: false };
  const using = references.filter(({ other, key }) =>
    other.keys.some((unique) => key.columns.every((name) => unique.columns.includes(name))),
  );
  const used = Math.max(0, ...using.map(({ other }) => rowsOf(other) * run.tenantCount));
  const rows = Math.max(sharedRows.referred, Math.min(sharedRows.mostUsedUp, used));
  return { rows, usedUp: using.length > 0 };
}

async function openFiller(client: ClientBase, options: FillTenantsOptions): Promise<Filler> {
  const run = await openRun(client, options);
  const { schema, owners, order, sizes } = run;
  const sharedTables = order.tables.filter((table) => isShared(run, table));
  const tenantTables = order.tables.filter((table) => !isShared(run, table));

  return {
    schema,
    fillShared: async () => {
      const tenant: RowTenant = { ordinal: sharedOrdinal, token: tokenOf(sharedOrdinal), key: undefined };
      const filled: FilledTable[] = [];
      for (const table of sharedTables) {
        const existing = await countRows(client, owners, table, undefined);
        const { rows: wanted, usedUp } = sharedSize(table, run, run.mostRows);
        filled.push(
          existing > 0 && !usedUp
            ? { relation: relationName(table), rows: existing, wanted: existing, reason: null }
            : await fillOne(run, table, tenant, ordinaryRows, wanted),
        );
      }
      return [...filled, ...(await finish(run, sharedTables, undefined))];
    },
    fillTenant: async (tenant) => {
      const key = await tenantKey(client, schema, owners, tenant.ordinal, run.modulus);
      const rowTenant: RowTenant = { ordinal: tenant.ordinal, token: tokenOf(tenant.ordinal), key };
      const rows = sizes.get(tenant) ?? new Map<number, number>();
      const tables: FilledTable[] = [];
      for (const table of tenantTables) {
        tables.push(await fillOne(run, table, rowTenant, tenant.shape, rows.get(table.oid) ?? 0));
      }
      const notes = await finish(run, tenantTables, key);
      return { name: tenant.name, ordinal: tenant.ordinal, key, tables: withNotes(tables, notes) };
    },
  };
}

const ordinaryRows: Pick<Shape, 'oddities' | 'omitReferenceEvery'> = {
  oddities: undefined,
  omitReferenceEvery: 0,
};

async function fillOne(
  run: Run,
  table: Table,
  tenant: RowTenant,
  shape: Pick<Shape, 'oddities' | 'omitReferenceEvery'>,
  wanted: number,
): Promise<FilledTable> {
  if (wanted === 0) return { relation: relationName(table), rows: 0, wanted, reason: null };
  return inTransaction(run, tenant.key, async () => {
    const rowsWanted = Math.max(run.mostRows(table), wanted);
    const seedRefusal = await runSeed(run.client, run.seeds, table, tenant.key);
    await advanceSequences(run.client, table, run.modulus * (rowsWanted + 1));
    const plan = await planOf(run, table, tenant, rowsWanted);
    // The root's row is an ordinary one: it is what everything of the tenant refers to.
    const rowShape = plan.ownership.kind === 'root' ? ordinaryRows : shape;
    const filled = await fillTable({
      client: run.client,
      schema: run.schema,
      plan,
      owners: run.owners,
      tenant,
      shape: rowShape,
      wanted,
      countParents: (references) => countEach(run, references, tenant.key),
    });
    if (seedRefusal !== undefined) return { ...filled, reason: seedRefusal };
    if (filled.rows > 0 || filled.reason === null) return filled;
    return { ...filled, reason: `${filled.reason}; ${seedRemedy(table, run.owners)}` };
  });
}

/** Sets what had to wait; returns a table with its note where that failed. */
async function finish(
  run: Run,
  tables: readonly Table[],
  key: string | undefined,
): Promise<readonly FilledTable[]> {
  const notes: FilledTable[] = [];
  for (const table of tables) {
    const plan = run.plans.get(table.oid);
    if (plan === undefined || plan.later.length === 0) continue;
    const reasons = await inTransaction(run, key, () =>
      setLaterReferences(run.client, plan, run.owners, key),
    );
    if (reasons.length === 0) continue;
    const rows = await countRows(run.client, run.owners, table, key);
    notes.push({ relation: relationName(table), rows, wanted: rows, reason: reasons.join('; ') });
  }
  return notes;
}

function withNotes(tables: readonly FilledTable[], notes: readonly FilledTable[]): readonly FilledTable[] {
  return tables.map((table) => {
    const note = notes.find(({ relation }) => relation === table.relation);
    return note === undefined ? table : { ...table, reason: table.reason ?? note.reason };
  });
}
