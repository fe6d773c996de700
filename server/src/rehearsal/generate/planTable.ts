import type { ClientBase } from 'pg';
import { uniqueAlternatives, valueAlternatives } from './alternatives';
import { cluesFor, componentsOf, conditionsOf } from './columnChecks';
import { orderedTuples, type ColumnSql } from './componentValues';
import { findFallback } from './fallbacks';
import { planKeys, type KeyPlan } from './keyPlan';
import { relationName, type Check, type Column, type Schema, type Table, type UniqueKey } from './model';
import type { FillOrder } from './order';
import { ownershipOf, type Owners } from './ownership';
import { planReferences, type PlannedReferences } from './references';
import { rowQuery, type RowQuery, type RowTenant } from './rowQuery';
import { rowColumn, typedLiteral } from './rowSql';
import type {
  Component,
  CountedKey,
  PartialKey,
  PlannedColumn,
  Reference,
  Source,
  TablePlan,
} from './tablePlan';
import { countSatisfying, trialFrom, trialRows, tryRows } from './trial';
import { contextOf, type UniqueScope, type UniqueValue, type ValueContext } from './valueContext';

export interface Planning {
  readonly client: ClientBase;
  readonly schema: Schema;
  readonly owners: Owners;
  readonly order: FillOrder;
  readonly modulus: number;
  /** How many tenants the database will have. */
  readonly tenantCount: number;
  /** The most rows that any tenant will have in the table. */
  readonly rowsWanted: number;
  /** A tenant whose parents have rows, to try rows with. */
  readonly tenant: RowTenant;
  countParents(references: readonly Reference[]): Promise<ReadonlyMap<Reference, number>>;
}

/**
 * Decides how the rows of a table are made: keys first, then values that satisfy each column's own checks, then what
 * several columns have to satisfy together. The server is asked wherever an expression decides.
 *
 * Runs within a transaction of the client.
 */
export async function planTable(table: Table, planning: Planning): Promise<TablePlan> {
  const conditions = conditionsOf(table);
  const referred = planReferences(table, planning.schema, planning.owners, planning.order);
  const chooser = valueChooser(table, conditions, planning);
  const { owners } = planning;
  const keys = await planKeys({
    table,
    owners,
    ...referred,
    canCarry: (...args) => chooser.canCarry(...args),
  });
  // Rows of no tenant need no turns.
  const isShared = ownershipOf(owners, table).kind === 'shared';
  const countedKeys = keys.without
    .filter(({ key }) => key.predicate === undefined)
    .map(({ key, scope }) => countedKey(key, isShared ? 'tenant' : scope, table, referred));
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

interface ValueChooser {
  canCarry(column: Column, scope: UniqueScope): Promise<boolean>;
  sourceOf(column: Column, keys: KeyPlan, countedKeys: readonly CountedKey[]): Promise<Source | undefined>;
  capacity(keys: KeyPlan): TablePlan['capacity'];
}

/** Chooses values column by column, and remembers what it found for keys. */
function valueChooser(table: Table, conditions: readonly Check[], planning: Planning): ValueChooser {
  const carried = new Map<string, UniqueValue>();
  const own = (column: Column): readonly Check[] =>
    conditions.filter((check) => check.columns.every((name) => name === column.name));
  const context = (column: Column): ValueContext =>
    contextOf(relationName(table), column, table.columns.indexOf(column), planning.modulus);

  const best = async (column: Column, alternatives: readonly string[]): Promise<string | undefined> => {
    const checks = own(column);
    if (checks.length === 0) return alternatives[0];
    let found: { readonly sql: string; readonly satisfying: number } | undefined;
    for (const sql of alternatives) {
      const satisfying = await countSatisfying(planning.client, trialOf(column, sql), checks);
      if (satisfying > (found?.satisfying ?? -1)) found = { sql, satisfying };
      if (satisfying === trialRows) break;
    }
    return found?.sql ?? alternatives[0];
  };

  return {
    canCarry: async (column, scope) => {
      const all = uniqueAlternatives(column, context(column), cluesFor(column, conditions), scope);
      const roomy = all.filter(({ capacity }) => capacity >= planning.rowsWanted);
      const known = carried.get(column.name);
      for (const value of roomy.length > 0 ? roomy : all.filter(({ capacity }) => capacity >= tightest)) {
        const satisfying = await countSatisfying(planning.client, trialOf(column, value.sql), own(column));
        if (satisfying < trialRows) continue;
        if (known === undefined || scope === 'all') carried.set(column.name, value);
        return true;
      }
      return false;
    },
    sourceOf: async (column, keys, countedKeys) => {
      const scope = keys.carriers.get(column.name);
      const unique = scope === undefined ? undefined : carried.get(column.name);
      if (unique !== undefined) return { kind: 'value', sql: unique.sql, unique: scope };
      const counted = countedKeys.find((key) => key.columns.includes(column.name));
      if (counted !== undefined) {
        const choices = await choicesFor(column, own(column), planning);
        if (choices.length > 0) return { kind: 'counted', key: counted, choices };
      }
      const clues = cluesFor(column, conditions);
      const sql =
        (await best(column, valueAlternatives(column, context(column), clues))) ??
        (await guess(column, planning));
      return sql === undefined
        ? undefined
        : { kind: 'value', sql: sometimesNull(column, sql, own(column)), unique: undefined };
    },
    capacity: (keys) => {
      const tight = [...keys.carriers.keys()]
        .map((name) => ({ name, rows: carried.get(name)?.capacity ?? Infinity }))
        .sort((a, b) => a.rows - b.rows)[0];
      const key = table.keys.find((each) => each.columns.includes(tight?.name ?? ''));
      if (tight === undefined || key === undefined || tight.rows >= planning.rowsWanted) return undefined;
      return { rows: tight.rows, because: key.name };
    },
  };
}

/** A column that tells fewer rows apart than this is counted through instead. */
const tightest = 30;

function trialOf(column: Column, sql: string): string {
  return `(SELECT ${sql} AS "${column.name.replaceAll('"', '""')}" FROM ${trialFrom}) r`;
}

/** Moments that most rows have not come to yet are NULL in three of four rows, other optional moments in one. */
function sometimesNull(column: Column, sql: string, checks: readonly Check[]): string {
  const { type } = column;
  const isMoment = type.kind === 'base' && ['date', 'timestamp', 'timestamptz'].includes(type.name);
  if (!isMoment || column.notNull || column.defaultSql !== undefined || checks.length > 0) return sql;
  const isEnd = /delet|archiv|cancel|revok|expire|disabl|suspend|end|clos|retir|void|fail/.test(
    column.name.toLowerCase(),
  );
  return `(CASE WHEN ${rowColumn('#row')} % 4 ${isEnd ? '=' : '<>'} 1 THEN ${sql} END)`;
}

/** All values that the column may have, as far as they can be listed. */
async function choicesFor(
  column: Column,
  checks: readonly Check[],
  planning: Planning,
): Promise<readonly string[]> {
  const { type } = column;
  const literals = listable(column, checks).map((text) => typedLiteral(text, type.sql));
  if (checks.length === 0 || literals.length === 0) return literals;
  const name = `"${column.name.replaceAll('"', '""')}"`;
  const rows = await tryRows<{ place: number }>(
    planning.client,
    `SELECT (place - 1)::int AS place FROM unnest(ARRAY[${literals.join(', ')}]) WITH ORDINALITY AS u (${name}, place)
     WHERE ${checks.map((check) => `(${check.sql}) IS NOT FALSE`).join(' AND ')} ORDER BY place`,
  );
  return (rows ?? []).flatMap(({ place }) => literals[place] ?? []);
}

function listable(column: Column, checks: readonly Check[]): readonly string[] {
  const { type } = column;
  if (type.kind === 'enum') return type.labels;
  if (type.kind !== 'base') return [];
  if (type.name === 'bool') return ['true', 'false'];
  if (['int2', 'int4', 'int8', 'numeric'].includes(type.name)) {
    return Array.from({ length: 100 }, (_, index) => String(index + 1));
  }
  const constants = cluesFor(column, checks).constants;
  return constants.length > 0 ? [...new Set(constants)] : ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];
}

/** A value of a type that nothing is known of, if its input function takes something common. */
async function guess(column: Column, planning: Planning): Promise<string | undefined> {
  for (const text of ['1', '0', '[1,2,3]', '{}', 'a', '(1,1)', '2024-01-01', '']) {
    const literal = typedLiteral(text, column.type.sql);
    if ((await tryRows(planning.client, `SELECT ${literal}`)) !== undefined) return literal;
  }
  return undefined;
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
          rows: await trialQuery(current, planning),
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
    const rows = await trialQuery(withValues(plan, tuple), planning);
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

async function trialQuery(plan: TablePlan, planning: Planning): Promise<RowQuery> {
  return rowQuery(plan, {
    tenant: planning.tenant,
    first: 1,
    last: trialRows,
    owners: planning.owners,
    counts: await planning.countParents(plan.references),
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
      rows: await trialQuery(plan, planning),
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
