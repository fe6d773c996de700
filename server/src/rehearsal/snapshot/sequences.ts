import { escapeLiteral, type Client } from 'pg';

/** Where a sequence stands. Positions outlive the rollback of the transaction that moved them. */
export interface SequencePosition {
  /** As SQL names it. */
  readonly name: string;
  readonly last: string;
  readonly isCalled: boolean;
}

/** Reads the positions of all sequences of a database, as a superuser. */
export async function readSequences(client: Client): Promise<readonly SequencePosition[]> {
  const { rows: sequences } = await client.query<{ name: string }>(
    `select pg_catalog.format('%I.%I', n.nspname, c.relname) as name
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'S' and c.relpersistence <> 't' order by 1`,
  );
  const positions: SequencePosition[] = [];
  for (let from = 0; from < sequences.length; from += sequencesPerQuery) {
    const queries = sequences
      .slice(from, from + sequencesPerQuery)
      .map(
        ({ name }) =>
          `select ${escapeLiteral(name)} as name, last_value::text as last, is_called as "isCalled" from ${name}`,
      );
    const { rows } = await client.query<SequencePosition>(queries.join(' union all '));
    positions.push(...rows);
  }
  return positions;
}

/** What the server plans in one go without trouble. */
const sequencesPerQuery = 200;

/** Puts sequences back to where they were read. */
export async function restoreSequences(
  client: Client,
  positions: readonly SequencePosition[],
): Promise<void> {
  const present = new Map((await readSequences(client)).map((position) => [position.name, position]));
  const moved = positions.filter(({ name, last, isCalled }) => {
    const now = present.get(name);
    return now !== undefined && (now.last !== last || now.isCalled !== isCalled);
  });
  for (const { name, last, isCalled } of moved) {
    await client.query('select pg_catalog.setval($1, $2, $3)', [name, last, isCalled]);
  }
}
