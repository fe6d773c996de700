import { valueChooser } from './chooseValues';
import { componentsOf, conditionsOf } from './columnChecks';
import { orderedTuples, type ColumnSql } from './componentValues';
import { findFallback } from './fallbacks';
import { planKeys, type KeyPlan } from './keyPlan';
import type { Check, Column, Table, UniqueKey } from './model';
import { ownershipOf } from './ownership';
import type { Planning, PlanRequest } from './planning';
import { planReferences, type PlannedReferences } from './references';
import { rowQuery, type RowQuery } from './rowQuery';
import type { Component, CountedKey, PartialKey, PlannedColumn, TablePlan } from './tablePlan';
import { countSatisfying, trialRows } from './trial';
import type { UniqueScope } from './valueContext';

/**
 * Decides how the rows of a table are made: keys first, then values that satisfy each column's own checks, then what
 * several columns have to satisfy together. The server is asked wherever an expression decides.
 *
 * Runs within a transaction of the client.
 */
export async function planTable(table: Table, request: PlanRequest): Promise<TablePlan> {
  const conditions = conditionsOf(table);
  const referred = planReferences(table, request.schema, request.owners, request.order);
  const counts = await request.countParents(referred.references);
  const planning: Planning = {
    ...request,
    counts: new Map([...counts].map(([reference, count]) => [reference, Math.min(count, trialParents)])),
  };
  const chooser = valueChooser(table, conditions, planning);
  const { owners } = planning;
  const keys = await planKeys({
    table,
    owners,
    ...referred,
    canCarry: (...args) => chooser.canCarry(...args),
  });
  // Tables whose rows are all one tenant's, or no tenant's, need no turns.
  const isOneOwners = ['shared', 'whole'].includes(ownershipOf(owners, table).kind);
  const countedKeys = keys.without
    .filter(({ key }) => key.predicate === undefined)
    .map(({ key, scope }) => countedKey(key, isOneOwners ? 'tenant' : scope, table, referred));
  const columns: PlannedColumn[] = [];
  const omitted: Column[] = [];
  for (const column of table.columns.filter((each) => !each.generated)) {
    const source = referred.sources.get(column.name) ?? (await chooser.sourceOf(column, keys, countedKeys));
    if (source === undefined) omitted.push(column);
    else columns.push({ column, source });
  }
  const plan: TablePlan = {
    table,
    ownership: ownershipOf(planning.owners, table),
    columns,
    references: referred.references,
    later: referred.later,
    components: [],
    countedKeys,
    tenantCount: planning.tenantCount,
    partialKeys: [],
    singleRow: keys.single !== undefined,
    capacity: chooser.capacity(keys),
    obstacle: obstacleOf(omitted),
  };
  return addPartialKeys(await addComponents(plan, conditions, planning), keys, planning);
}

/** Rows of each parent are enough to try rows with; a big parent would be read for every try. */
const trialParents = 50;

/** Columns without a value: only one that needs a value stands in the way. */
function obstacleOf(omitted: readonly Column[]): string | undefined {
  const needed = omitted.find((column) => column.notNull && column.defaultSql === undefined);
  return needed === undefined
    ? undefined
    : `no value is known for column ${needed.name} of type ${needed.type.sql}, which is NOT NULL`;
}

function countedKey(
  key: UniqueKey,
  scope: UniqueScope,
  table: Table,
  referred: PlannedReferences,
): CountedKey {
  return {
    key,
    scope,
    references: referred.references.filter((reference) =>
      reference.taken.some(({ column }) => key.columns.includes(column)),
    ),
    columns: table.columns
      .filter(
        (column) =>
          key.columns.includes(column.name) && !referred.sources.has(column.name) && !column.generated,
      )
      .map((column) => column.name),
  };
}

/** Adds what columns have to satisfy together: the best way to make their values, and values to fall back on. */
async function addComponents(
  plan: TablePlan,
  conditions: readonly Check[],
  planning: Planning,
): Promise<TablePlan> {
  let current = plan;
  const components: Component[] = [];
  for (const { columns, conditions: tied } of componentsOf(plan.table, conditions)) {
    const best = await bestTuple(current, columns, tied, planning);
    current = withValues(current, best.tuple);
    const ordinarySuffices = best.satisfying === trialRows;
    const fallback = ordinarySuffices
      ? undefined
      : await findFallback({
          client: planning.client,
          schema: planning.schema,
          plan: current,
          rows: trialQuery(current, planning),
          columns,
          conditions: tied,
        });
    components.push({ columns, conditions: tied, ordinarySuffices, fallback });
  }
  return { ...current, components };
}

async function bestTuple(
  plan: TablePlan,
  columns: readonly string[],
  conditions: readonly Check[],
  planning: Planning,
): Promise<{ readonly tuple: readonly ColumnSql[]; readonly satisfying: number }> {
  let best: { readonly tuple: readonly ColumnSql[]; readonly satisfying: number } = {
    tuple: [],
    satisfying: -1,
  };
  for (const tuple of [[], ...orderedTuples(plan, columns, conditions, planning.modulus)]) {
    const rows = trialQuery(withValues(plan, tuple), planning);
    const satisfying = await countSatisfying(planning.client, rows.from, conditions, rows.with);
    if (satisfying > best.satisfying) best = { tuple, satisfying };
    if (satisfying === trialRows) break;
  }
  return best;
}

function withValues(plan: TablePlan, tuple: readonly ColumnSql[]): TablePlan {
  if (tuple.length === 0) return plan;
  const columns = plan.columns.map((planned) => {
    const replaced = tuple.find(({ name }) => name === planned.column.name);
    if (replaced === undefined || planned.source.kind !== 'value') return planned;
    return { ...planned, source: { ...planned.source, sql: replaced.sql } };
  });
  return { ...plan, columns };
}

function trialQuery(plan: TablePlan, planning: Planning): RowQuery {
  return rowQuery(plan, {
    tenant: planning.tenant,
    first: 1,
    last: trialRows,
    owners: planning.owners,
    counts: planning.counts,
    mostParents: trialParents,
    odd: undefined,
    // What holds only while every reference is there would cost a shape that leaves some out those rows.
    omitReferenceEvery: 4,
    bare: false,
  });
}

/** Partial unique indexes without a column that tells rows apart: rows have to leave the index's condition. */
async function addPartialKeys(plan: TablePlan, keys: KeyPlan, planning: Planning): Promise<TablePlan> {
  const partialKeys: PartialKey[] = [];
  for (const { key } of keys.without) {
    const { predicate } = key;
    if (predicate === undefined) continue;
    const conditions = plan.components
      .filter((component) => component.columns.some((name) => key.predicateColumns.includes(name)))
      .flatMap((component) => component.conditions);
    const outside: Check = {
      name: key.name,
      columns: key.predicateColumns,
      sql: `(${predicate}) IS NOT TRUE`,
    };
    const fallback = await findFallback({
      client: planning.client,
      schema: planning.schema,
      plan,
      rows: trialQuery(plan, planning),
      columns: key.predicateColumns,
      conditions: [...conditions, outside],
    });
    if (fallback !== undefined) {
      // Whether a row has to leave the condition depends on the rows before it, so its values are tried in place.
      partialKeys.push({ key, predicate, conditions, fallback: { ...fallback, selfContained: false } });
    }
  }
  return { ...plan, partialKeys };
}
