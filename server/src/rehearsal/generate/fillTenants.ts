import type { ClientBase } from 'pg';
import type { TenancyPolicy } from '../../project';
import { loadPostgresParser } from '../../sql';
import type { Shape } from '../shapes/shape';
import { standingsOf } from '../shapes/standing';
import { maximumOrdinal, sharedOrdinal, tokenOf } from './canary';
import { countRows, fillTable, type FilledTable } from './fillTable';
import { advanceSequences, setLaterReferences } from './finishFill';
import { withinExtent, type Extent } from './extent';
import { introspect } from './introspect';
import { relationName, type Schema, type Table } from './model';
import { fillOrder, type FillOrder } from './order';
import { ownersOf, ownershipOf, type Owners } from './ownership';
import { planTable } from './planTable';
import type { RowTenant } from './rowQuery';
import { quotedName } from './rowSql';
import type { Reference, TablePlan } from './tablePlan';
import { tenantKey } from './tenantKey';

export interface FixtureTenant {
  readonly name: string;
  /** 1 and up, different for every tenant of the database; the canaries of its values carry it. */
  readonly ordinal: number;
  readonly shape: Shape;
}

export interface FillTenantsOptions {
  readonly tenancy: TenancyPolicy;
  /** Which tables are the tenants'; with a schema or a database of its own only one tenant can be filled in a call. */
  readonly extent: Extent;
  /** Tenants to fill now. Rows that they have already count, so a second call adds what is missing. */
  readonly tenants: readonly FixtureTenant[];
  /** The highest ordinal of all calls on this database; without it, of these tenants. */
  readonly highestOrdinal?: number;
}

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
 * `client` must be a superuser's, outside a transaction; each table is filled in a transaction of its own.
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

/** Rows of a table that belongs to no tenant. */
const sharedRows = { unreferred: 25, referred: 100, mostUsedUp: 10_000 };

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
  const schema = withinExtent(await introspect(client), options.extent);
  const owners = ownersOf(schema, options.tenancy, options.extent);
  const order = fillOrder(schema, owners);
  const isShared = (table: Table): boolean => ownershipOf(owners, table).kind === 'shared';
  const sharedTables = order.tables.filter(isShared);
  const tenantTables = order.tables.filter((table) => !isShared(table));
  const rowsByTenant = new Map(
    options.tenants.map((tenant) => [tenant, rowsWanted(tenant.shape, schema, tenantTables, owners)]),
  );
  const run: Run = {
    client,
    schema,
    owners,
    order,
    setting: options.tenancy.setting,
    modulus: modulusFor(options),
    tenantCount: highestOrdinal(options),
    mostRows: (table) =>
      isShared(table)
        ? sharedRows.referred
        : Math.max(1, ...[...rowsByTenant.values()].map((rows) => rows.get(table.oid) ?? 0)),
    plans: new Map(),
  };

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
      const rows = rowsByTenant.get(tenant) ?? new Map<number, number>();
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

/** What stays the same for all tables and tenants of a call. */
interface Run {
  readonly client: ClientBase;
  readonly schema: Schema;
  readonly owners: Owners;
  readonly order: FillOrder;
  readonly setting: string | undefined;
  readonly modulus: number;
  readonly tenantCount: number;
  readonly mostRows: (table: Table) => number;
  readonly plans: Map<number, TablePlan>;
}

function highestOrdinal(options: FillTenantsOptions): number {
  return Math.max(options.highestOrdinal ?? 1, ...options.tenants.map(({ ordinal }) => ordinal));
}

/** Numbers of different tenants stay apart by their remainder: 97 while it is above all ordinals. */
function modulusFor(options: FillTenantsOptions): number {
  const highest = highestOrdinal(options);
  if (highest > maximumOrdinal || options.tenants.some(({ ordinal }) => ordinal < 1)) {
    throw new RangeError(
      `ordinals of tenants go from 1 to ${maximumOrdinal}; give fewer copies in fixtures.copies`,
    );
  }
  return [97, 997].find((modulus) => modulus > highest) ?? maximumOrdinal + 1;
}

function rowsWanted(
  shape: Shape,
  schema: Schema,
  tenantTables: readonly Table[],
  owners: Owners,
): ReadonlyMap<number, number> {
  const filled = tenantTables.filter((table) => ownershipOf(owners, table).kind !== 'root');
  const roots = tenantTables.filter((table) => !filled.includes(table));
  return new Map([
    ...shape.rowsByTable(standingsOf(schema, filled)),
    ...roots.map((table) => [table.oid, 1] as const),
  ]);
}

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
    await advanceSequences(run.client, table, run.modulus * (rowsWanted + 1));
    const countParents = (references: readonly Reference[]): Promise<ReadonlyMap<Reference, number>> =>
      countEach(run, references, tenant.key);
    const plan =
      run.plans.get(table.oid) ?? (await planTable(table, { ...run, rowsWanted, tenant, countParents }));
    run.plans.set(table.oid, plan);
    // The root's row is an ordinary one: it is what everything of the tenant refers to.
    const rowShape = plan.ownership.kind === 'root' ? ordinaryRows : shape;
    return fillTable({
      client: run.client,
      schema: run.schema,
      plan,
      owners: run.owners,
      tenant,
      shape: rowShape,
      wanted,
      countParents,
    });
  });
}

async function countEach(
  run: Run,
  references: readonly Reference[],
  key: string | undefined,
): Promise<ReadonlyMap<Reference, number>> {
  const counts = new Map<Reference, number>();
  for (const reference of references) {
    counts.set(reference, await countRows(run.client, run.owners, reference.parent, key));
  }
  return counts;
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

/**
 * Triggers and defaults may read the tenant from the setting; deferred constraints speak up at once. A plan that
 * was made for a table of ten rows, such as that of a foreign key's check, is forgotten, because the session would keep
 * it when there are a hundred thousand.
 */
async function inTransaction<Result>(
  run: Run,
  key: string | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  const { client, setting } = run;
  await client.query('BEGIN');
  try {
    await client.query(
      `DISCARD PLANS; SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0;
       SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres';
       SET LOCAL enable_nestloop = off; SET LOCAL jit = off`,
    );
    if (setting !== undefined) await client.query('SELECT set_config($1, $2, true)', [setting, key ?? '']);
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}
