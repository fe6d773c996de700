import { uniqueAlternatives, valueAlternatives } from './alternatives';
import { cluesFor } from './columnChecks';
import type { KeyPlan } from './keyPlan';
import { relationName, type Check, type Column, type Table } from './model';
import type { Planning } from './planning';
import { rowColumn, typedLiteral } from './rowSql';
import { sampledValue, withSampledNulls } from './samples';
import type { CountedKey, Source, TablePlan } from './tablePlan';
import { countSatisfying, trialFrom, trialRows, tryRows } from './trial';
import { contextOf, type UniqueScope, type UniqueValue, type ValueContext } from './valueContext';

/** Chooses where the values of single columns come from. */
export interface ValueChooser {
  /** Whether values of the column can tell all rows apart; the values are kept for `sourceOf`. */
  canCarry(column: Column, scope: UniqueScope): Promise<boolean>;
  sourceOf(column: Column, keys: KeyPlan, countedKeys: readonly CountedKey[]): Promise<Source | undefined>;
  capacity(keys: KeyPlan): TablePlan['capacity'];
}

/** Chooses values column by column, and remembers what it found for keys. */
export function valueChooser(table: Table, conditions: readonly Check[], planning: Planning): ValueChooser {
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
      const alternatives = valueAlternatives(column, context(column), cluesFor(column, conditions));
      const { purpose } = context(column);
      const sampled = planning.distributions.get(table.oid)?.get(column.name);
      const likely = sampled && sampledValue(sampled, column, alternatives[0], purpose);
      const preferred = likely === undefined ? alternatives : [likely, ...alternatives];
      const sql = (await best(column, preferred)) ?? (await guess(column, planning));
      if (sql === undefined) return undefined;
      const withNulls =
        sampled === undefined
          ? sometimesNull(column, sql, own(column))
          : withSampledNulls(sql, sampled, column, purpose);
      return { kind: 'value', sql: withNulls, unique: undefined };
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
