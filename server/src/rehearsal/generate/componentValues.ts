import { valueAlternatives } from './alternatives';
import { cluesFor } from './columnChecks';
import { relationName, type Check, type Column } from './model';
import type { TablePlan } from './tablePlan';
import { contextOf } from './valueContext';

/** A value expression for a column. */
export interface ColumnSql {
  readonly name: string;
  readonly sql: string;
}

/**
 * Ways to make the values of columns that checks tie together: in ascending order from one of them (dates that follow
 * each other, amounts that add up), or each from the constants that its checks name.
 */
export function orderedTuples(
  plan: TablePlan,
  columns: readonly string[],
  conditions: readonly Check[],
  modulus: number,
): readonly (readonly ColumnSql[])[] {
  const members = plan.columns.filter(
    ({ column, source }) => columns.includes(column.name) && source.kind === 'value',
  );
  if (members.length < 2) return [];
  const named = members.flatMap(({ column, source }) => {
    if (source.kind !== 'value' || source.unique !== undefined) return [];
    const context = contextOf(relationName(plan.table), column, plan.table.columns.indexOf(column), modulus);
    const last = valueAlternatives(column, context, cluesFor(column, conditions)).slice(1).at(-1);
    return last === undefined ? [] : [{ name: column.name, sql: last }];
  });
  const ascending = axisGroups(members.map(({ column }) => column)).flatMap((group) =>
    permutations(group).map((order) => ascendingFrom(plan, order)),
  );
  return [...ascending, named, ...ascending.map((tuple) => merge(named, tuple))].filter(
    (tuple) => tuple.length > 0,
  );
}

/** Columns of one ordered type, where there are several. */
function axisGroups(columns: readonly Column[]): readonly (readonly Column[])[] {
  const groups = new Map<string, Column[]>();
  for (const column of columns) {
    const { type } = column;
    if (type.kind !== 'base' || steps[type.name] === undefined) continue;
    groups.set(type.name, [...(groups.get(type.name) ?? []), column]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** What one column is after another, small beside the distance between rows that have to keep apart. */
const steps: Readonly<Record<string, string>> = {
  int2: '1',
  int4: '1',
  int8: '1',
  numeric: '1',
  float8: '1',
  date: '1',
  timestamp: `interval '100 milliseconds'`,
  timestamptz: `interval '100 milliseconds'`,
  time: `interval '100 milliseconds'`,
};

function permutations(group: readonly Column[]): readonly (readonly Column[])[] {
  if (group.length > 3) return [group, [...group].reverse()];
  if (group.length < 2) return [group];
  return group.flatMap((first, index) =>
    permutations([...group.slice(0, index), ...group.slice(index + 1)]).map((rest) => [first, ...rest]),
  );
}

/** Each column a step after the one before, from the one that tells rows apart or else from the first. */
function ascendingFrom(plan: TablePlan, order: readonly Column[]): readonly ColumnSql[] {
  const sources = order.map((column) => plan.columns.find((planned) => planned.column === column)?.source);
  const unique = sources.findIndex((source) => source?.kind === 'value' && source.unique !== undefined);
  const start = Math.max(0, unique);
  const source = sources[start];
  if (source?.kind !== 'value') return [];
  return order.flatMap((column, index) => {
    const step = column.type.kind === 'base' ? steps[column.type.name] : undefined;
    if (index === start || step === undefined) return [];
    return [{ name: column.name, sql: `(${source.sql} + ${index - start} * ${step})::${column.type.sql}` }];
  });
}

function merge(base: readonly ColumnSql[], over: readonly ColumnSql[]): readonly ColumnSql[] {
  return [...base.filter(({ name }) => !over.some((other) => other.name === name)), ...over];
}
