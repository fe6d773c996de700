import type { Client } from 'pg';
import type { BoundQuery } from '../../../project';
import { attempt, attemptAsAny, type Actor } from './actor';
import { lostIndexes, type LostIndex } from './plans';

/** A query of the application before and after the migration. */
export interface QueryFacts {
  readonly path: string;
  /** Zero-based place in its file. */
  readonly statement: number;
  readonly outcome: QueryOutcome;
  /** Indexes that found its rows before, where tables are now read in full; looked at on the large tenant only. */
  readonly lostIndexes: readonly LostIndex[];
}

export type QueryOutcome =
  | { readonly kind: 'same' }
  | { readonly kind: 'not compared'; readonly reason: string }
  | { readonly kind: 'failed'; readonly message: string }
  /** Up to a few rows, as lines, of those that only one side has. */
  | { readonly kind: 'changed'; readonly sample: readonly string[] };

export interface QueryRequest {
  readonly query: BoundQuery;
  readonly tenantKey: string | undefined;
  readonly actors: readonly Actor[];
  /** Superusers' connections to the database before and after the migration. */
  readonly before: Client;
  readonly after: Client;
  readonly comparesPlans: boolean;
}

/** Runs a query on both databases as the application would, and compares rows and plans. */
export async function compareQuery(request: QueryRequest): Promise<QueryFacts> {
  const { query } = request;
  const facts = { path: query.path, statement: query.statement, lostIndexes: [] };
  const notCompared = (reason: string): QueryFacts => ({
    ...facts,
    outcome: { kind: 'not compared', reason },
  });
  const [unbound] = query.unbound;
  if (unbound !== undefined) {
    return notCompared(
      `nothing says the value of ${unbound}: add a line such as -- params: ${unbound} = 'value'`,
    );
  }
  const values = parametersOf(request);
  if (values === undefined) return notCompared('the tenant has no key for its parameter');
  const was = await attemptAsAny(request.before, request.actors, (client) => rowsOf(client, query, values));
  if (was === undefined) return notCompared('nobody is there to run it');
  if (was.outcome.kind === 'failed')
    return notCompared(`it fails before the migration: ${was.outcome.message}`);
  const is = await attempt(request.after, was.actor, (client) => rowsOf(client, query, values));
  if (is.kind === 'failed') return { ...facts, outcome: { kind: 'failed', message: is.message } };
  const lost = request.comparesPlans ? await lostIndexes({ ...request, actor: was.actor, values }) : [];
  return {
    ...facts,
    outcome: await outcomeOf(request, values, was.actor, was.outcome.result, is.result),
    lostIndexes: lost,
  };
}

interface Rows {
  readonly columns: readonly string[];
  /** Values as the server writes them. */
  readonly rows: readonly (readonly (string | null)[])[];
}

function parametersOf({ query, tenantKey }: QueryRequest): readonly (string | null)[] | undefined {
  const values = query.parameters.map((parameter) =>
    parameter.kind === 'tenant' ? tenantKey : parameter.value,
  );
  return values.every((value) => value !== undefined) ? values : undefined;
}

async function rowsOf(
  client: Client,
  { text }: BoundQuery,
  values: readonly (string | null)[],
): Promise<Rows> {
  const result = await client.query<(string | null)[]>({
    text,
    values: [...values],
    rowMode: 'array',
    types: { getTypeParser: () => (value: string) => value },
  });
  return { columns: result.fields.map(({ name }) => name), rows: result.rows };
}

async function outcomeOf(
  { query, before }: QueryRequest,
  values: readonly (string | null)[],
  actor: Actor,
  was: Rows,
  is: Rows,
): Promise<QueryOutcome> {
  if (query.mayChange) return { kind: 'same' };
  const missing = was.columns.find((column) => !is.columns.includes(column));
  if (missing !== undefined) return { kind: 'changed', sample: [`column ${missing} is gone`] };
  const difference = differenceOf(was, is, query);
  if (difference === undefined) return { kind: 'same' };
  // What another plan or a later moment changes too is no work of the migration.
  const otherwise = await attempt(before, actor, async (client) => {
    await client.query(
      'set local enable_seqscan = off; set local enable_hashagg = off; set local enable_hashjoin = off; set local enable_sort = off',
    );
    return rowsOf(client, query, values);
  });
  if (otherwise.kind === 'failed' || differenceOf(was, otherwise.result, query) !== undefined) {
    return {
      kind: 'not compared',
      reason: 'its result depends on the plan or the moment; make its ORDER BY name one order of all rows',
    };
  }
  return { kind: 'changed', sample: difference };
}

/** Rows that only one side has, as lines; undefined where all are the same. Columns that are new do not count. */
function differenceOf(was: Rows, is: Rows, { isOrdered }: BoundQuery): readonly string[] | undefined {
  const places = was.columns.map((column, place) =>
    is.columns[place] === column ? place : is.columns.indexOf(column),
  );
  const old = was.rows.map((row) => JSON.stringify(row));
  const now = is.rows.map((row) => JSON.stringify(places.map((place) => row[place] ?? null)));
  if (old.length === now.length && old.every((row, place) => row === now[place])) return undefined;
  const [gone, come] = [surplus(old, now), surplus(now, old)];
  if (gone.length + come.length > 0) {
    return [
      ...gone.slice(0, shownRows).map((row) => `before only: ${row}`),
      ...come.slice(0, shownRows).map((row) => `after only: ${row}`),
    ];
  }
  const moved = isOrdered ? old.findIndex((row, place) => row !== now[place]) : -1;
  return moved < 0
    ? undefined
    : [`row ${moved + 1} before: ${old[moved] ?? ''}`, `after: ${now[moved] ?? ''}`];
}

const shownRows = 3;

/** What is more often in one list than in the other. */
function surplus(these: readonly string[], those: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const row of those) counts.set(row, (counts.get(row) ?? 0) + 1);
  return these.filter((row) => {
    const count = counts.get(row) ?? 0;
    counts.set(row, count - 1);
    return count <= 0;
  });
}
