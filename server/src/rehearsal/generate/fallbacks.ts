import type { ClientBase } from 'pg';
import { escapeIdentifier } from 'pg';
import { literalPool } from './alternatives';
import { cluesFor } from './columnChecks';
import type { Check, Column, Schema } from './model';
import { allOf, candidateRows, type RowQuery } from './rowQuery';
import { seedOf, typedLiteral } from './rowSql';
import type { Fallback, Reference, TablePlan } from './tablePlan';
import { tryRows } from './trial';

/** As many combinations as are tried, and as many as are kept. */
const mostCombinations = 5000;
const mostKept = 64;
/** Rows with which a combination is tried where it depends on the row's other columns. */
const sampleRows = 8;

export interface FallbackSearch {
  readonly client: ClientBase;
  readonly schema: Schema;
  readonly plan: TablePlan;
  /** Rows with ordinary values. */
  readonly rows: RowQuery;
  /** Columns whose values may be replaced, if nothing else stands on them. */
  readonly columns: readonly string[];
  /** What the replaced row has to satisfy. */
  readonly conditions: readonly Check[];
}

/**
 * Searches values for the columns that satisfy the conditions: combines literals that the conditions suggest, and
 * keeps those that the server finds good. Undefined where there is nothing to replace or nothing satisfies.
 */
export async function findFallback(search: FallbackSearch): Promise<Fallback | undefined> {
  const { plan } = search;
  const replaced = plan.columns.filter(
    ({ column, source }) =>
      search.columns.includes(column.name) && source.kind === 'value' && source.unique === undefined,
  );
  const kept = plan.references.filter(
    (reference) =>
      reference.optional.length > 0 && reference.optional.some((name) => search.columns.includes(name)),
  );
  const size = replaced.length + kept.length;
  if (size === 0) return undefined;
  const room = Math.max(
    2,
    Math.min(40, Math.floor((mostCombinations / 2 ** kept.length) ** (1 / Math.max(1, replaced.length)))),
  );
  const pools: string[][] = [];
  for (const { column } of replaced) pools.push((await literalsFor(column, search)).slice(0, room));
  const rows = combinations([...pools, ...kept.map(() => ['true', 'false'])]).slice(0, mostCombinations);
  const settled = new Set([...replaced.map(({ column }) => column.name), ...optionalColumns(kept)]);
  const readsOthers = search.conditions.some((check) => check.columns.some((name) => !settled.has(name)));
  const all: Fallback = {
    replaced: replaced.map(({ column }) => ({ column: column.name, type: column.type.sql })),
    kept,
    rows,
    selfContained: !readsOthers && kept.length === 0,
  };
  const good = await satisfying(search, all);
  return good.length === 0 ? undefined : { ...all, rows: good };
}

function optionalColumns(references: readonly Reference[]): readonly string[] {
  return references.flatMap((reference) => reference.optional);
}

/** Literals of the column's type that the server accepts. */
async function literalsFor(column: Column, search: FallbackSearch): Promise<string[]> {
  const type = column.type.sql;
  const pool = literalPool(column, cluesFor(column, search.conditions));
  const texts = pool.filter((text) => text !== null);
  const valid: string[] = [];
  if (search.schema.serverVersion >= 160000) {
    const { rows } = await search.client.query<{ text: string }>(
      `SELECT text FROM unnest($1::text[]) WITH ORDINALITY AS u (text, place)
       WHERE pg_input_is_valid(text, $2) ORDER BY place`,
      [texts, type],
    );
    valid.push(...rows.map((row) => row.text));
  } else {
    for (const text of texts) {
      if ((await tryRows(search.client, `SELECT ${typedLiteral(text, type)}`)) !== undefined)
        valid.push(text);
    }
  }
  const literals = valid.map((text) => typedLiteral(text, type));
  return pool.includes(null) ? [`NULL::${type}`, ...literals] : literals;
}

function combinations(pools: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return pools.reduce<readonly (readonly string[])[]>(
    (rows, pool) => rows.flatMap((row) => pool.map((value) => [...row, value])),
    [[]],
  );
}

/** The rows that satisfy the conditions with some row, in an order that mixes them. */
async function satisfying(
  search: FallbackSearch,
  fallback: Fallback,
): Promise<readonly (readonly string[])[]> {
  const limit = fallback.selfContained ? 1 : sampleRows;
  const { from } = candidateRows(search.plan, fallback);
  const found = await tryRows<{ choice: string }>(
    search.client,
    `${search.rows.with}SELECT DISTINCT f."#choice" AS choice
     FROM (SELECT r.* FROM ${search.rows.from} WHERE r.${escapeIdentifier('#row')} <= ${limit} OFFSET 0) r,
       LATERAL (SELECT f."#choice" FROM ${from} WHERE ${allOf(search.conditions)}) f`,
  );
  return (found ?? [])
    .map(({ choice }) => Number(choice))
    .sort((a, b) => seedOf(String(a)) - seedOf(String(b)))
    .slice(0, mostKept)
    .flatMap((choice) => {
      const row = fallback.rows[choice];
      return row === undefined ? [] : [row];
    });
}
