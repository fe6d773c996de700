import type { ClientBase } from 'pg';
import { escapeIdentifier, escapeLiteral } from 'pg';
import { describeRefusal } from './insertRows';
import type { Table } from './model';
import { ownerJoin, type Owners } from './ownership';
import { columnList, quotedName } from './rowSql';
import type { Reference, TablePlan } from './tablePlan';

/**
 * Sets the references that had to wait for other tables, row by row in turn.
 *
 * @returns why they stay NULL, where the server refuses them.
 */
export async function setLaterReferences(
  client: ClientBase,
  plan: TablePlan,
  owners: Owners,
  tenantKey: string | undefined,
): Promise<readonly string[]> {
  const refusals: string[] = [];
  for (const reference of plan.later) {
    await client.query('SAVEPOINT later');
    try {
      await client.query(laterSql(plan.table, reference, owners, tenantKey));
      await client.query('RELEASE SAVEPOINT later');
    } catch (error) {
      await client.query('ROLLBACK TO SAVEPOINT later');
      refusals.push(`foreign key ${reference.foreignKey.name} stays NULL: ${describeRefusal(error)}`);
    }
  }
  return refusals;
}

function laterSql(table: Table, reference: Reference, owners: Owners, tenantKey: string | undefined): string {
  const own = ownerJoin(owners, table);
  const parent = ownerJoin(owners, reference.parent);
  const matched = reference.matched.map(
    ({ column, target }) => `p.${escapeIdentifier(target)} = c.${escapeIdentifier(column)}`,
  );
  const partition = reference.matched.map(({ target }) => `t.${escapeIdentifier(target)}`).join(', ');
  const over = partition === '' ? '' : `PARTITION BY ${partition} `;
  const targets = [...reference.matched, ...reference.taken].map(({ target }) => target);
  const assignments = reference.taken.map(
    ({ column, target }) => `${escapeIdentifier(column)} = p.${escapeIdentifier(target)}`,
  );
  const waiting = reference.taken.map(({ column }) => `t.${escapeIdentifier(column)} IS NULL`).join(' AND ');
  const matchedColumns = reference.matched.map(({ column }) => `, t.${escapeIdentifier(column)}`).join('');
  return `WITH p AS MATERIALIZED (
      SELECT ${columnList([...new Set(targets)], 't')}, count(*) OVER (${over.trim()}) AS "#count",
        row_number() OVER (${over}ORDER BY ${columnList(keyOrColumns(reference.parent), 't')}) - 1 AS "#position"
      FROM ${parent.from} WHERE ${parent.isOwn(tenantKey)}),
    c AS MATERIALIZED (
      SELECT t.ctid AS "#row", t.tableoid AS "#table"${matchedColumns},
        row_number() OVER (ORDER BY ${columnList(keyOrColumns(table), 't')}) - 1 AS "#place"
      FROM ${own.from} WHERE ${waiting} AND ${own.isOwn(tenantKey)})
    UPDATE ${quotedName(table)} u SET ${assignments.join(', ')}
    FROM c JOIN p ON ${[...matched, 'p."#position" = c."#place" % p."#count"'].join(' AND ')}
    WHERE u.ctid = c."#row" AND u.tableoid = c."#table"`;
}

function keyOrColumns(table: Table): readonly string[] {
  const key = table.keys.find((each) => each.primary)?.columns;
  return (
    key ??
    table.columns
      .filter(({ type }) => type.kind === 'base')
      .map(({ name }) => name)
      .slice(0, 3)
  );
}

/**
 * Moves the sequences of a table's columns past every number that rows will be given without them: what triggers and
 * the application insert must not collide.
 */
export async function advanceSequences(client: ClientBase, table: Table, highest: number): Promise<void> {
  for (const column of table.columns) {
    if (column.sequence === undefined) continue;
    const sequence = escapeLiteral(column.sequence);
    await client.query(
      `SELECT setval(s.seqrelid::regclass, least(s.seqmax, greatest(${highest}, written.highest)))
       FROM pg_sequence s,
         (SELECT max(${escapeIdentifier(column.name)})::int8 AS highest FROM ${quotedName(table)}) written,
         ${column.sequence} now
       WHERE s.seqrelid = ${sequence}::regclass AND s.seqincrement > 0
         AND now.last_value < least(s.seqmax, greatest(${highest}, written.highest))`,
    );
  }
}
