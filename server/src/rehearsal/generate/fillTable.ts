import type { ClientBase } from 'pg';
import type { Oddities, Shape } from '../shapes/shape';
import { explainRefusal, insertRows, type InsertRequest, type InsertResult, type Style } from './insertRows';
import { relationName, type Column, type Schema, type Table } from './model';
import { ownerJoin, type Owners } from './ownership';
import { choicesOf, type RowTenant } from './rowQuery';
import { rowNumber } from './rowSql';
import type { Reference, TablePlan } from './tablePlan';
import type { UniqueScope } from './valueContext';

/** What became of one table of one tenant. */
export interface FilledTable {
  readonly relation: string;
  /** Rows that the tenant has now. */
  readonly rows: number;
  readonly wanted: number;
  /** Why there are fewer than wanted; null where there are not. */
  readonly reason: string | null;
}

export interface FillRequest {
  readonly client: ClientBase;
  readonly schema: Schema;
  readonly plan: TablePlan;
  readonly owners: Owners;
  readonly tenant: RowTenant;
  readonly shape: Pick<Shape, 'oddities' | 'omitReferenceEvery'>;
  /** How many rows the tenant should have; rows that are there already count. */
  readonly wanted: number;
  countParents(references: readonly Reference[]): Promise<ReadonlyMap<Reference, number>>;
}

/** Tops a tenant's rows of a table up to the wanted number, as far as the schema lets it. Runs in a transaction. */
export async function fillTable(request: FillRequest): Promise<FilledTable> {
  const { plan } = request;
  const wanted = Math.min(request.wanted, plan.singleRow ? 1 : Infinity);
  const relation = relationName(plan.table);
  const existing = await countRows(request.client, request.owners, plan.table, request.tenant.key);
  if (existing >= wanted) return { relation, rows: existing, wanted, reason: null };
  const obstacle = plan.obstacle ?? (await missingParent(request));
  if (obstacle !== undefined) return { relation, rows: existing, wanted, reason: obstacle };

  const limit = await limitOf(request);
  const made = await makeRows(request, existing, Math.min(wanted, limit.rows));
  const rows = existing + made.inserted;
  const reason = rows >= wanted ? null : await reasonFor(request, existing, rows, limit, made.refusal);
  return { relation, rows, wanted, reason };
}

/**
 * Makes rows in batches, and then more in place of those that were refused, while most are not. Each row number is
 * used once, so the values of the new rows are other ones.
 */
async function makeRows(request: FillRequest, existing: number, wanted: number): Promise<InsertResult> {
  let inserted = 0;
  let refusal: string | undefined;
  let first = existing + 1;
  const make = async (last: number): Promise<void> => {
    if (first > last) return;
    const batch = await insertRows(await insertRequest(request, first, last));
    inserted += batch.inserted;
    refusal = batch.refusal ?? refusal;
    first = last + 1;
  };
  for (const last of batchesUpTo(wanted, existing, request.plan)) await make(last);
  for (let round = 0; round < mostRounds; round += 1) {
    const missing = wanted - existing - inserted;
    if (missing <= 0 || missing > Math.max(inserted, alwaysTriedAgain)) break;
    await make(first + missing - 1);
  }
  return { inserted, refusal };
}

const mostRounds = 8;
/** So few rows may all have met what rows of the history use up, such as a parent that can be referred to once. */
const alwaysTriedAgain = 10;

/** Rows of the table that belong to the tenant; all rows where the table belongs to none. */
export async function countRows(
  client: ClientBase,
  owners: Owners,
  table: Table,
  tenantKey: string | undefined,
): Promise<number> {
  const { from, isOwn } = ownerJoin(owners, table);
  const { rows } = await client.query<{ count: string }>(
    `SELECT count(*) FROM ${from} WHERE ${isOwn(tenantKey)}`,
  );
  return Number(rows[0]?.count ?? 0);
}

/** A tree grows in three batches, so that later rows find earlier ones to hang on. */
function batchesUpTo(last: number, existing: number, plan: TablePlan): readonly number[] {
  if (!plan.references.some((reference) => reference.self)) return [last];
  const wanted = last - existing;
  return [existing + Math.ceil(wanted / 20), existing + Math.ceil(wanted / 4), last];
}

async function insertRequest(request: FillRequest, first: number, last: number): Promise<InsertRequest> {
  const counts = await request.countParents(request.plan.references);
  const { oddities, omitReferenceEvery } = request.shape;
  const styles: readonly Style[] =
    oddities === undefined ? ['ordinary', 'bare'] : ['odd', 'ordinary', 'bare'];
  return {
    client: request.client,
    schema: request.schema,
    plan: request.plan,
    first,
    last,
    styles,
    optionsFor: (style) => ({
      tenant: request.tenant,
      owners: request.owners,
      counts,
      mostParents: undefined,
      odd: style === 'odd' && oddities !== undefined ? oddValues(request.plan, oddities) : undefined,
      omitReferenceEvery: style === 'odd' ? omitReferenceEvery : 0,
      bare: style === 'bare',
    }),
  };
}

/** Mixes a shape's odd values into the ordinary ones, in turns that differ from column to column. */
function oddValues(
  plan: TablePlan,
  oddities: Oddities,
): (column: Column, ordinary: string, unique: UniqueScope | undefined) => string | undefined {
  const primary = new Set(plan.table.keys.filter((key) => key.primary).flatMap((key) => key.columns));
  return (column, ordinary, unique) => {
    if (primary.has(column.name) || column.sequence !== undefined) return undefined;
    const values = oddities.valuesFor(column);
    // Other tenants have the same odd values, and one unbounded range would keep every other row out.
    const isExclusive = plan.table.exclusions.some((exclusion) => exclusion.columns.includes(column.name));
    if (values.length === 0 || isExclusive || unique === 'all') return undefined;
    const position = plan.table.columns.indexOf(column);
    const period = oddities.period(values.length);
    // A value that must not repeat comes up once.
    const turn = unique === 'tenant' ? rowNumber : `(${rowNumber} + ${position}) % ${period}`;
    const cases = values.map(
      (sql, index) => `WHEN ${Math.floor((index * period) / values.length)} THEN ${sql}`,
    );
    return `(CASE ${turn} ${cases.join(' ')} ELSE ${ordinary} END)`;
  };
}

async function missingParent(request: FillRequest): Promise<string | undefined> {
  const counts = await request.countParents(request.plan.references);
  const missing = request.plan.references.find(
    (reference) => reference.optional.length === 0 && counts.get(reference) === 0,
  );
  return missing === undefined
    ? undefined
    : `foreign key ${missing.foreignKey.name} needs rows in ${relationName(missing.parent)}, which has none`;
}

interface Limit {
  readonly rows: number;
  readonly because: string | undefined;
}

/** The most rows that the keys allow, given the rows of the parents. */
async function limitOf(request: FillRequest): Promise<Limit> {
  const { plan } = request;
  const counts = await request.countParents(plan.references);
  const counted = plan.countedKeys.map((each) => ({
    rows: Math.floor(
      [
        ...each.references.map((reference) => counts.get(reference) ?? 0),
        ...each.columns.map((name) => choicesOf(plan, name).length),
      ].reduce((product, size) => product * Math.max(1, size), 1) /
        (each.scope === 'all' ? plan.tenantCount : 1),
    ),
    because: each.key.name,
  }));
  const limits: readonly Limit[] = plan.capacity === undefined ? counted : [...counted, plan.capacity];
  return limits.reduce<Limit>((least, limit) => (limit.rows < least.rows ? limit : least), {
    rows: Infinity,
    because: undefined,
  });
}

async function reasonFor(
  request: FillRequest,
  existing: number,
  rows: number,
  limit: Limit,
  refusal: string | undefined,
): Promise<string> {
  if (refusal !== undefined) return refusal;
  if (limit.because !== undefined && rows >= limit.rows) {
    return `unique key ${limit.because} allows no more rows with the values that there are`;
  }
  // Rows with numbers that were never used: those that are there already would only speak of their own keys.
  const { wanted } = request;
  const more = Math.min(1000, wanted - existing);
  const unused = wanted * (mostRounds + 1) + 1;
  const explained = await explainRefusal(await insertRequest(request, unused, unused + more));
  return (
    explained ??
    'the other rows would have met the same values twice in a unique key or an exclusion constraint'
  );
}
