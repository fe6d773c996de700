import type { ClientBase } from 'pg';
import type { Check } from './model';
import { allOf } from './rowQuery';

/** How many rows an expression is tried on. */
export const trialRows = 60;

/** `FROM` item with some rows to try value expressions on. */
export const trialFrom = `(SELECT g AS "#row", 1::int8 AS "#ordinal", 'cnry1z'::text AS "#token"
  FROM generate_series(1, ${trialRows}) g) r`;

/** How many rows of the `FROM` item satisfy the conditions; -1 where the server cannot evaluate them. */
export async function countSatisfying(
  client: ClientBase,
  from: string,
  conditions: readonly Check[],
  withClause = '',
): Promise<number> {
  const rows = await tryRows<{ satisfying: number }>(
    client,
    `${withClause}SELECT count(*) FILTER (WHERE ${allOf(conditions)})::int AS satisfying FROM ${from}`,
  );
  return rows?.[0]?.satisfying ?? -1;
}

/**
 * Runs a query that may fail for reasons that lie in the schema; undefined where it does. Must be called within a
 * transaction, which goes on after a failure.
 */
export async function tryRows<Row extends object>(
  client: ClientBase,
  sql: string,
): Promise<Row[] | undefined> {
  await client.query('SAVEPOINT trial');
  try {
    const { rows } = await client.query<Row>(sql);
    await client.query('RELEASE SAVEPOINT trial');
    return rows;
  } catch (error) {
    await client.query('ROLLBACK TO SAVEPOINT trial');
    // A lost connection is no property of the schema: the rollback above then fails as well.
    if (!(error instanceof Error)) throw error;
    return undefined;
  }
}
