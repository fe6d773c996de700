import type { ClientBase } from 'pg';
import { escapeIdentifier } from 'pg';
import { brokenForeignKeys } from './foreignKeyProof';
import type { Schema, Table } from './model';
import { rowConditions, rowQuery, type RowQueryOptions } from './rowQuery';
import { columnList, quotedName } from './rowSql';
import type { TablePlan } from './tablePlan';

/** How a row's values are chosen: with odd ones, with ordinary ones, or with only what has to be there. */
export type Style = 'odd' | 'ordinary' | 'bare';

export interface InsertResult {
  readonly inserted: number;
  /** What the server said to rows that it refused; undefined where it refused none. */
  readonly refusal: string | undefined;
}

export interface InsertRequest {
  readonly client: ClientBase;
  readonly schema: Schema;
  readonly plan: TablePlan;
  readonly first: number;
  readonly last: number;
  /** Styles to try, in this order. */
  readonly styles: readonly Style[];
  /** Options of the row query, by style. */
  readonly optionsFor: (style: Style) => Omit<RowQueryOptions, 'first' | 'last'>;
}

/**
 * Inserts a range of rows in one statement. When the server refuses it, good rows are separated from bad ones by
 * halving, and a bad row is tried in the other styles, so that one value that a trigger does not like costs that value
 * and not the table.
 *
 * Runs within a transaction of the client.
 */
export async function insertRows(request: InsertRequest): Promise<InsertResult> {
  const state = { inserted: 0, attemptsLeft: mostAttempts, refusal: undefined as string | undefined };
  const attempt = async (first: number, last: number, style: Style): Promise<boolean> => {
    state.attemptsLeft -= 1;
    const outcome = await tryInsert(request, first, last, style);
    if (outcome.refusal !== undefined) state.refusal = outcome.refusal;
    state.inserted += outcome.inserted;
    return outcome.refusal === undefined;
  };
  const attemptStyles = async (first: number, last: number): Promise<boolean> => {
    for (const style of request.styles) {
      if (await attempt(first, last, style)) return true;
    }
    return false;
  };
  const halve = async (first: number, last: number): Promise<void> => {
    if (state.attemptsLeft <= 0) return;
    if (first === last) {
      await attemptStyles(first, last);
      return;
    }
    const middle = Math.floor((first + last) / 2);
    for (const [from, to] of [
      [first, middle],
      [middle + 1, last],
    ] as const) {
      if (!(await attempt(from, to, request.styles[0] ?? 'ordinary'))) await halve(from, to);
    }
  };

  const { first, last } = request;
  const wholeAtOnce =
    last - first + 1 > mostAttempts
      ? await attemptStyles(first, last)
      : await attempt(first, last, request.styles[0] ?? 'ordinary');
  if (wholeAtOnce) return { inserted: state.inserted, refusal: undefined };
  const probes = [first, last].filter((row, index, all) => all.indexOf(row) === index);
  const before = state.inserted;
  for (const row of probes) await attemptStyles(row, row);
  if (state.inserted > before && last - first > 1) await halve(first + 1, last - 1);
  return { inserted: state.inserted, refusal: state.refusal };
}

/** Statements that are spent on one table before the rest of its rows is given up. */
const mostAttempts = 1500;

async function tryInsert(
  request: InsertRequest,
  first: number,
  last: number,
  style: Style,
): Promise<InsertResult> {
  const sql = insertSql(request.plan, { ...request.optionsFor(style), first, last }, 'good rows');
  if (last - first >= provedTogetherFrom && mayProveTogether(request.plan.table)) {
    const inserted = await insertProvingTogether(request, sql);
    if (inserted !== undefined) return { inserted, refusal: undefined };
  }
  return withinSavepoint(request.client, async () => (await request.client.query(sql)).rowCount ?? 0);
}

async function withinSavepoint(client: ClientBase, insert: () => Promise<number>): Promise<InsertResult> {
  await client.query('SAVEPOINT rows');
  try {
    const inserted = await insert();
    await client.query('RELEASE SAVEPOINT rows');
    return { inserted, refusal: undefined };
  } catch (error) {
    await client.query('ROLLBACK TO SAVEPOINT rows');
    return { inserted: 0, refusal: describeRefusal(error) };
  }
}

/** From so many rows on, one look at all of them costs less than a look at each. */
const provedTogetherFrom = 5000;

/**
 * Foreign keys are checked by triggers, row by row, which takes longer than the insert itself. Where these are a
 * table's only triggers they are switched off for the statement, and the keys are proved for the whole table with the
 * query that the server uses to validate a constraint. A schema's own triggers are never switched off.
 */
function mayProveTogether(table: Table): boolean {
  return (
    table.foreignKeys.length > 0 &&
    !table.hasInsertHooks &&
    ![...table.keys, ...table.exclusions].some((key) => key.deferrable)
  );
}

/** The number of rows; undefined, with nothing inserted, where the server refused them or a key does not hold. */
async function insertProvingTogether(request: InsertRequest, sql: string): Promise<number | undefined> {
  const { client, plan, schema } = request;
  let broken: readonly string[] = [];
  const { inserted, refusal } = await withinSavepoint(client, async () => {
    await client.query('SAVEPOINT unproved; SET LOCAL session_replication_role = replica');
    const { rowCount } = await client.query(sql);
    await client.query('SET LOCAL session_replication_role = origin');
    broken = await brokenForeignKeys(client, schema, [plan.table]);
    if (broken.length > 0) await client.query('ROLLBACK TO SAVEPOINT unproved');
    return rowCount ?? 0;
  });
  return refusal === undefined && broken.length === 0 ? inserted : undefined;
}

/**
 * Which constraint keeps rows out that the conditions or the keys left out silently: inserts the range without either
 * and takes it back. Undefined where the server takes them all.
 */
export async function explainRefusal(request: InsertRequest): Promise<string | undefined> {
  const { client, plan, first, last } = request;
  await client.query('SAVEPOINT rows');
  try {
    await client.query(insertSql(plan, { ...request.optionsFor('ordinary'), first, last }, 'all rows'));
    return undefined;
  } catch (error) {
    return describeRefusal(error);
  } finally {
    await client.query('ROLLBACK TO SAVEPOINT rows');
  }
}

/** The statement that inserts a range of rows: those that satisfy the conditions and keys, or all of them. */
export function insertSql(
  plan: TablePlan,
  options: RowQueryOptions,
  which: 'good rows' | 'all rows',
): string {
  const isFiltered = which !== 'all rows';
  const query = rowQuery(plan, options);
  const names = plan.columns.map(({ column }) => column.name);
  const conditions = isFiltered ? rowConditions(plan) : [];
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  const target = `${quotedName(plan.table)} (${columnList(names)}) OVERRIDING SYSTEM VALUE`;
  // Constraints that are checked late cannot decide about a conflict, and PostgreSQL refuses the clause altogether.
  const isLate = [...plan.table.keys, ...plan.table.exclusions].some((key) => key.deferrable);
  const conflict = isFiltered && !isLate ? ' ON CONFLICT DO NOTHING' : '';
  return `${query.with}INSERT INTO ${target}
    SELECT ${names.map((name) => `r.${escapeIdentifier(name)}`).join(', ')} FROM ${query.from}${where} ORDER BY r."#row"${conflict}`;
}

interface ServerError {
  readonly message: string;
  readonly code: string;
  readonly constraint?: string;
  readonly where?: string;
}

/** One sentence: what the server said, its SQLSTATE, and the constraint or function that said it. */
export function describeRefusal(error: unknown): string {
  if (!isServerError(error)) throw error;
  const source =
    error.constraint === undefined || error.message.includes(error.constraint)
      ? []
      : [`constraint ${error.constraint}`];
  const raised = /PL\/pgSQL function (\S+)\(/.exec(error.where ?? '')?.[1];
  const details = [
    `SQLSTATE ${error.code}`,
    ...source,
    ...(raised === undefined ? [] : [`raised in function ${raised}`]),
  ];
  return `${error.message} (${details.join(', ')})`;
}

/** Anything else, such as a lost connection, is no answer of the server. */
function isServerError(error: unknown): error is ServerError {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^[0-9A-Z]{5}$/.test(error.code)
  );
}
