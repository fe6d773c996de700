import type { ClientBase } from 'pg';
import type { TenancyPolicy } from '../../project';
import type { Shape } from '../shapes/shape';
import { standingsOf } from '../shapes/standing';
import { maximumOrdinal } from './canary';
import { withinExtent, type Extent } from './extent';
import { countRows } from './fillTable';
import { introspect } from './introspect';
import type { Schema, Table } from './model';
import { fillOrder, type FillOrder } from './order';
import { ownersOf, ownershipOf, type Owners } from './ownership';
import { planTable } from './planTable';
import type { RowTenant } from './rowQuery';
import { readSamples, type Distributions, type Sample } from './samples';
import type { Seed } from './seeds';
import type { Reference, TablePlan } from './tablePlan';

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
  /** What a person adds where the generator knows no way. */
  readonly seeds?: readonly Seed[];
  /** Rows whose distributions the values follow. */
  readonly samples?: readonly Sample[];
  /** SQL that makes a transaction act for somebody, where triggers or defaults ask who acts. */
  readonly actAs?: string;
}

/** What stays the same for all tables and tenants of a call. */
export interface Run {
  readonly client: ClientBase;
  readonly schema: Schema;
  readonly owners: Owners;
  readonly order: FillOrder;
  readonly setting: string | undefined;
  readonly modulus: number;
  readonly tenantCount: number;
  readonly mostRows: (table: Table) => number;
  /** How many rows each tenant gets, by the table's oid. */
  readonly sizes: ReadonlyMap<FixtureTenant, ReadonlyMap<number, number>>;
  readonly plans: Map<number, TablePlan>;
  readonly seeds: readonly Seed[];
  readonly distributions: Distributions;
  readonly actAs: string | undefined;
}

/**
 * Reads the schema and decides what all tables and tenants have in common.
 *
 * @throws RangeError when an ordinal does not fit into the canaries.
 */
export async function openRun(client: ClientBase, options: FillTenantsOptions): Promise<Run> {
  const schema = withinExtent(await introspect(client), options.extent);
  const owners = ownersOf(schema, options.tenancy, options.extent);
  const order = fillOrder(schema, owners);
  const tenantTables = order.tables.filter((table) => !isShared({ owners }, table));
  const sizes = new Map(
    options.tenants.map((tenant) => [tenant, rowsWanted(tenant.shape, schema, tenantTables, owners)]),
  );
  return {
    client,
    schema,
    owners,
    order,
    setting: options.tenancy.setting,
    modulus: modulusFor(options),
    tenantCount: highestOrdinal(options),
    mostRows: (table) =>
      isShared({ owners }, table)
        ? sharedRows.referred
        : Math.max(1, ...[...sizes.values()].map((rows) => rows.get(table.oid) ?? 0)),
    sizes,
    plans: new Map(),
    seeds: options.seeds ?? [],
    distributions: await readSamples(client, schema, options.samples ?? []),
    actAs: options.actAs,
  };
}

export function isShared({ owners }: Pick<Run, 'owners'>, table: Table): boolean {
  return ownershipOf(owners, table).kind === 'shared';
}

/** The plan of a table, made once. Runs within a transaction of the client. */
export async function planOf(
  run: Run,
  table: Table,
  tenant: RowTenant,
  rowsWanted: number,
): Promise<TablePlan> {
  const countParents = (references: readonly Reference[]) => countEach(run, references, tenant.key);
  const plan =
    run.plans.get(table.oid) ?? (await planTable(table, { ...run, rowsWanted, tenant, countParents }));
  run.plans.set(table.oid, plan);
  return plan;
}

/** How many rows of the tenant each reference can choose from. */
export async function countEach(
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

/**
 * Triggers and defaults may read the tenant from the setting; deferred constraints speak up at once. A plan that
 * was made for a table of ten rows, such as that of a foreign key's check, is forgotten, because the session would keep
 * it when there are a hundred thousand.
 */
export async function inTransaction<Result>(
  run: Run,
  key: string | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  const { client, setting, actAs } = run;
  await client.query('BEGIN');
  try {
    await client.query(
      `DISCARD PLANS; SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0;
       SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres';
       SET LOCAL enable_nestloop = off; SET LOCAL jit = off`,
    );
    if (setting !== undefined) await client.query('SELECT set_config($1, $2, true)', [setting, key ?? '']);
    if (actAs !== undefined) await client.query(actAs);
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

/** Rows of a table that belongs to no tenant. */
export const sharedRows = { unreferred: 25, referred: 100, mostUsedUp: 10_000 };

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
