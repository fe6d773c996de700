import { DatabaseError, escapeIdentifier, type Client } from 'pg';
import type { TenancyPolicy } from '../../project';
import type { Fixture, FixtureTenant } from '../fixture';
import {
  introspect,
  ownerJoin,
  ownersOf,
  ownershipOf,
  quotedName,
  relationName,
  type Owners,
  type Schema,
  type Table,
} from '../generate';
import type { SchemaSnapshot } from '../snapshot/schema';

/** A unique key by which a tenant cannot use a value because another has it. */
export interface SharedKey {
  /** The tenant that was refused the value. */
  readonly tenant: string;
  /** The tenant that has the value. */
  readonly holder: string;
  readonly relation: string;
  readonly table: number;
  readonly key: string;
  readonly columns: readonly string[];
}

/**
 * Gives a row of one tenant the values of another's in each unique key that is not as it was `before`: where the server
 * refuses that, tenants share the key. Keys whose values nobody chooses, such as generated ids, are left out.
 */
export async function findSharedKeys(
  admin: Client,
  tenancy: TenancyPolicy,
  { model, tenants }: Fixture,
  { before, after }: { readonly before: SchemaSnapshot; readonly after: SchemaSnapshot },
): Promise<readonly SharedKey[]> {
  const keyed = tenants.filter(({ key }) => key !== undefined);
  if (model !== 'row' || keyed.length < 2 || !hasNewIndex(before, after)) return [];
  const schema = await introspect(admin);
  const owners = ownersOf(schema, tenancy, { kind: 'rows' });
  const found: SharedKey[] = [];
  for (const table of schema.tables) {
    const { kind } = ownershipOf(owners, table);
    if (kind !== 'column' && kind !== 'path') continue;
    for (const key of table.keys) {
      if (!isNewIndex(`index ${table.schema}.${key.name}`, before, after)) continue;
      if (key.columns.some((column) => tenancy.tenantColumns.includes(column))) continue;
      if (await anyIsMadeUp(admin, key.columns, table, schema, owners)) continue;
      const columns = [...new Set([...key.columns, ...key.predicateColumns])];
      const refused = await refusedTenant(admin, table, owners, { name: key.name, columns }, keyed);
      if (refused === undefined) continue;
      found.push({
        tenant: refused.tenant.name,
        holder: refused.holder.name,
        relation: relationName(table),
        table: table.oid,
        key: key.name,
        columns: key.columns,
      });
    }
  }
  return found;
}

/** Those that no unique key of the same table on some of the same columns had refused already. */
export async function newlyShared(
  reference: Client,
  keys: readonly SharedKey[],
): Promise<readonly SharedKey[]> {
  const schema = await introspect(reference);
  return keys.filter(({ table: id, columns }) => {
    const table = schema.tables.find(({ oid }) => oid === id);
    const isCovered = table?.keys.some(
      (key) => key.predicate === undefined && key.columns.every((column) => columns.includes(column)),
    );
    return isCovered !== true;
  });
}

function hasNewIndex(before: SchemaSnapshot, after: SchemaSnapshot): boolean {
  return [...after.objects.keys()].some((object) => isNewIndex(object, before, after));
}

function isNewIndex(object: string, before: SchemaSnapshot, after: SchemaSnapshot): boolean {
  if (!object.startsWith('index ')) return false;
  const definition = (snapshot: SchemaSnapshot) => snapshot.objects.get(object)?.attributes['definition'];
  return definition(after) !== undefined && definition(after) !== definition(before);
}

/** Whether values of a column never meet those of another tenant: somebody makes them up, or they are a tenant's own key. */
async function anyIsMadeUp(
  admin: Client,
  columns: readonly string[],
  table: Table,
  schema: Schema,
  owners: Owners,
): Promise<boolean> {
  for (const column of table.columns.filter(({ name }) => columns.includes(name))) {
    if (column.identity !== undefined || column.sequence !== undefined || column.generated) return true;
    if (column.type.kind === 'base' && column.type.name === 'uuid') return true;
    const refersToOwned = table.foreignKeys.some((key) => {
      const parent = schema.tables.find(({ oid }) => oid === key.target);
      return (
        key.columns.includes(column.name) &&
        parent !== undefined &&
        ownershipOf(owners, parent).kind !== 'shared'
      );
    });
    if (refersToOwned) return true;
    if (column.defaultSql !== undefined && (await differsEachTime(admin, column.defaultSql))) return true;
  }
  return false;
}

async function differsEachTime(admin: Client, expression: string): Promise<boolean> {
  await admin.query('begin read only');
  try {
    const { rows } = await admin.query<{ differs: boolean }>(
      `select (${expression})::text is distinct from (${expression})::text as differs`,
    );
    return rows[0]?.differs === true;
  } catch {
    // What may not run in a read-only transaction draws its values from somewhere.
    return true;
  } finally {
    await admin.query('rollback');
  }
}

async function refusedTenant(
  admin: Client,
  table: Table,
  owners: Owners,
  key: { readonly name: string; readonly columns: readonly string[] },
  tenants: readonly FixtureTenant[],
): Promise<{ readonly tenant: FixtureTenant; readonly holder: FixtureTenant } | undefined> {
  const rows: { readonly owner: FixtureTenant; readonly isIt: string }[] = [];
  for (const owner of tenants) {
    const isIt = await rowOf(admin, table, owners, key.columns, owner);
    if (isIt !== undefined) rows.push({ owner, isIt });
  }
  const [holder, taker] = rows;
  if (holder === undefined || taker === undefined) return undefined;
  const names = key.columns.map((column) => escapeIdentifier(column)).join(', ');
  const name = quotedName(table);
  await admin.query("begin; set local session_replication_role = 'replica'; set constraints all immediate");
  try {
    await admin.query(
      `update ${name} set (${names}) = (select ${names} from ${name} where ${holder.isIt}) where ${taker.isIt}`,
    );
    return undefined;
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return error.code === uniqueViolation && error.constraint === key.name
      ? { tenant: taker.owner, holder: holder.owner }
      : undefined;
  } finally {
    await admin.query('rollback');
  }
}

const uniqueViolation = '23505';

/** SQL condition for one row of the tenant that has a value in each of the columns. */
async function rowOf(
  admin: Client,
  table: Table,
  owners: Owners,
  columns: readonly string[],
  owner: FixtureTenant,
): Promise<string | undefined> {
  const { from, isOwn } = ownerJoin(owners, table);
  const set = columns.map((column) => `t.${escapeIdentifier(column)} is not null`).join(' and ');
  const { rows } = await admin.query<{ condition: string }>(
    `select pg_catalog.format('tableoid = %L and ctid = %L', t.tableoid, t.ctid) as condition
     from ${from} where ${isOwn(owner.key)} and ${set} limit 1`,
  );
  return rows[0]?.condition;
}
