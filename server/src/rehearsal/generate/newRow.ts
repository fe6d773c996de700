import { escapeIdentifier } from 'pg';
import { sharedOrdinal, tokenOf } from './canary';
import { countEach, inTransaction, isShared, planOf, type FixtureTenant, type Run } from './fillRun';
import { countRows } from './fillTable';
import { insertSql } from './insertRows';
import type { Table } from './model';
import { ownershipOf } from './ownership';
import type { RowTenant } from './rowQuery';
import type { TablePlan } from './tablePlan';
import { tenantKey } from './tenantKey';
import { tryRows } from './trial';

/** A row that application code could write: the columns that it names, and their values as text. */
export interface NewRow {
  readonly columns: readonly string[];
  readonly values: readonly (string | null)[];
}

/**
 * One more row of a table for a tenant of a filled database, which stays as it is. Columns that draw from a sequence are
 * left to it, as applications do. Undefined where the schema has no room for another row, such as a table with one row
 * for each tenant, or no rows to refer to.
 */
export async function newRow(run: Run, table: Table, tenant: FixtureTenant): Promise<NewRow | undefined> {
  const rowTenant = await rowTenantFor(run, table, tenant);
  return inTransaction(run, rowTenant.key, async () => {
    // What is made here only shows how a row looks.
    await run.client.query('SAVEPOINT new_row');
    const existing = await countRows(run.client, run.owners, table, rowTenant.key);
    const plan = await planOf(run, table, rowTenant, Math.max(run.mostRows(table), existing));
    const row = plan.obstacle === undefined ? await firstRow(run, plan, rowTenant, existing) : undefined;
    await run.client.query('ROLLBACK TO SAVEPOINT new_row');
    return row;
  });
}

/** The root has one row for each tenant, so one more row is one more tenant. */
async function rowTenantFor(run: Run, table: Table, tenant: FixtureTenant): Promise<RowTenant> {
  if (isShared(run, table)) return { ordinal: sharedOrdinal, token: tokenOf(sharedOrdinal), key: undefined };
  const isRoot = ownershipOf(run.owners, table).kind === 'root';
  const ordinal = isRoot ? run.tenantCount + 1 : tenant.ordinal;
  const key = await tenantKey(run.client, run.schema, run.owners, ordinal, run.modulus);
  return { ordinal, token: tokenOf(ordinal), key };
}

/** Some of the numbers may meet values that are there, in a key or before a trigger: several are tried. */
async function firstRow(
  run: Run,
  plan: TablePlan,
  tenant: RowTenant,
  existing: number,
): Promise<NewRow | undefined> {
  const counts = await countEach(run, plan.references, tenant.key);
  const mirrored = plan.columns.flatMap(({ source }) => (source.kind === 'same' ? [source.as] : []));
  const given = plan.columns.filter(
    ({ column }) => column.sequence === undefined || mirrored.includes(column.name),
  );
  const columns = given.map(({ column }) => column.name);
  const texts = columns.map((name) => `${escapeIdentifier(name)}::text`);
  const unused = existing * 10;
  for (const { first, last, bare } of [
    { first: existing + 1, last: existing + 20, bare: false },
    { first: unused + 1, last: unused + 20, bare: false },
    { first: unused + 1, last: unused + 1, bare: false },
    { first: unused + 2, last: unused + 2, bare: true },
  ]) {
    const range = { tenant, owners: run.owners, counts, mostParents: undefined, odd: undefined };
    const sql = insertSql(plan, { ...range, first, last, omitReferenceEvery: 0, bare }, 'good rows');
    const rows = await tryRows<{ values: readonly (string | null)[] }>(
      run.client,
      `${sql} RETURNING ARRAY[${texts.join(', ')}]::text[] AS values`,
    );
    const values = rows?.[0]?.values;
    if (values !== undefined) return { columns, values };
  }
  return undefined;
}
