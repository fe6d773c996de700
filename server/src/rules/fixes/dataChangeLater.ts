import {
  findRelation,
  nameOf,
  primaryKeyOf,
  quoted,
  quotedName,
  resolveRelation,
  type Table,
} from '../../catalog';
import { nameOfRangeVar, nodeAs, tokensOf, type Statement } from '../../sql';
import type { Fix, ReviewedMigration, ReviewedStatement } from '../model';
import { isMentionedAfter } from '../readings/mentions';
import { isKeyword } from '../readings/tokens';
import { spanWithLine } from './insertions';
import { laterMigration } from '../../rewrite';

/** Rows of a batch: enough to be quick about it, few enough that nobody notices that they are locked. */
const batchRows = 10_000;

/**
 * How a statement that changes the rows of a whole table gets out of the way of others: as a loop over batches that are
 * committed one by one, outside of a transaction, or at least as a migration of its own. Not `preferred`: the rows then
 * change after the rest of this migration, and no longer all at once.
 */
export function dataChangeLater(reviewed: ReviewedStatement, migration: ReviewedMigration): readonly Fix[] {
  const { statement, inTransaction, within } = reviewed;
  const table = changedTable(reviewed);
  if (table === undefined || within !== undefined) return [];
  const { path, sql } = migration.script;
  const written = sql.slice(statement.span.start, statement.span.end);
  const loop = batches(reviewed, table, written);
  if (!inTransaction) {
    if (loop === undefined) return [];
    const edits = [{ path, span: statement.span, newText: loop }];
    return [{ title: 'Go through the table in batches', preferred: false, edits }];
  }
  // What follows may rely on the rows as they are by then.
  if (isMentionedAfter(migration, reviewed, [table.name])) return [];
  const folder = migration.policy.migrations.find(
    (candidate) => candidate.path === migration.migration.folder,
  );
  const asLoop = loop !== undefined && folder?.transaction !== 'per-file';
  const later = laterMigration(migration, {
    title: `${asLoop ? 'backfill' : 'change rows of'} ${table.name}`,
    up: [asLoop ? loop : written],
    down: 'what stood in the rows before is not kept',
    transaction: asLoop ? 'none' : 'per-file',
  });
  if (later === undefined) return [];
  const removal = { path, span: spanWithLine(sql, statement), newText: '' };
  const title = asLoop
    ? 'Go through the table in batches, in a later migration'
    : 'Move it to a later migration';
  return [{ title, preferred: false, edits: [removal, ...later] }];
}

function changedTable({ statement: { tree }, before }: ReviewedStatement): Table | undefined {
  const target =
    nodeAs(tree, 'UpdateStmt')?.relation ??
    nodeAs(tree, 'DeleteStmt')?.relation ??
    nodeAs(tree, 'MergeStmt')?.relation ??
    nodeAs(tree, 'InsertStmt')?.relation;
  const written = nameOfRangeVar(target);
  if (written === undefined) return undefined;
  const relation = findRelation(before, resolveRelation(before, written));
  return relation?.kind === 'table' || relation?.kind === 'partitioned' ? relation : undefined;
}

/** The UPDATE as a loop in the order of the primary key; undefined where it is more than one UPDATE of one table's rows. */
function batches({ statement }: ReviewedStatement, table: Table, written: string): string | undefined {
  const update = nodeAs(statement.tree, 'UpdateStmt');
  const keys = primaryKeyOf(table)?.columns ?? [];
  const isPlain =
    update !== undefined &&
    update.fromClause === undefined &&
    update.withClause === undefined &&
    update.returningClause === undefined &&
    update.relation?.inh === true &&
    // A key that changes could be met again further on.
    !keys.some((key) =>
      (update.targetList ?? []).some((target) => nodeAs(target, 'ResTarget')?.name === key),
    );
  if (!isPlain || keys.length === 0 || written.includes(tag)) return undefined;
  if (table.columns.some(({ name }) => name === first || name === last)) return undefined;
  const name = quotedName(nameOf(table));
  const columns = keys.map(quoted).join(', ');
  const of = (record: string) => keys.map((key) => `${record}.${quoted(key)}`).join(', ');
  const compared = (sign: string, record: string) =>
    keys.length === 1 ? `${columns} ${sign} ${of(record)}` : `(${columns}) ${sign} (${of(record)})`;
  const backwards = keys.map((key) => `${quoted(key)} DESC`).join(', ');
  return `DO ${tag}
DECLARE
  ${first} record;
  ${last} record;
BEGIN
  SELECT ${columns} INTO ${first} FROM ${name} ORDER BY ${columns} LIMIT 1;
  WHILE ${first} IS NOT NULL LOOP
    SELECT ${columns} INTO ${last} FROM (
      SELECT ${columns} FROM ${name} WHERE ${compared('>=', first)} ORDER BY ${columns} LIMIT ${String(batchRows)}
    ) AS batch ORDER BY ${backwards} LIMIT 1;
    ${limited(statement, written, `${compared('>=', first)} AND ${compared('<=', last)}`)};
    COMMIT;
    SELECT ${columns} INTO ${first} FROM ${name} WHERE ${compared('>', last)} ORDER BY ${columns} LIMIT 1;
  END LOOP;
END
${tag}`;
}

const tag = '$backfill$';
const first = 'batch_first';
const last = 'batch_last';

/** The statement as written, with one more condition. */
function limited(statement: Statement, written: string, condition: string): string {
  const where = topLevelWhere(statement);
  if (where === undefined) return `${written} WHERE ${condition}`;
  const end = where - statement.span.start;
  // A comment at the end of the condition must not swallow the parenthesis.
  return `${written.slice(0, end)} ${condition} AND (${written.slice(end).trim()}\n    )`;
}

/** The end of the statement's own WHERE, those of sub-queries left out. */
function topLevelWhere(statement: Statement): number | undefined {
  let depth = 0;
  let end: number | undefined;
  for (const token of tokensOf(statement)) {
    if (token.text === '(') depth++;
    if (token.text === ')') depth--;
    if (depth === 0 && isKeyword(token, 'WHERE')) end = token.end;
  }
  return end;
}
