import type { Node } from '@pgsql/types';
import type { TransactionMode } from '../../project';
import { nodeAs, parseSqlFile, prettySqlOf, sqlOf } from '../../sql';
import type { RollbackRequest } from './model';
import type { RestoringStatement } from './restoreSchema';

/** What a rollback's file says. */
export interface Printed {
  readonly request: RollbackRequest;
  readonly statements: readonly RestoringStatement[];
  readonly remaining: readonly string[];
  readonly losses: readonly string[];
  readonly doubts: readonly string[];
  readonly transaction: TransactionMode;
}

/** The text of the file: what it does not bring back and what nobody can be sure of first, then its statements. */
export function printRollback({
  request,
  statements,
  remaining,
  losses,
  doubts,
  transaction,
}: Printed): string {
  const { path, lockTimeout } = request;
  const isInTransaction = transaction === 'per-file' && statements.length > 0;
  return [
    `-- Undoes ${path.slice(path.lastIndexOf('/') + 1)}.`,
    ...losses.map((loss) => comment(`lossy: ${loss}`)),
    ...remaining.map((difference) => comment(`irreversible: ${difference}`)),
    ...doubts.map((doubt) => comment(doubt.charAt(0).toUpperCase() + doubt.slice(1))),
    ...(dropsRows(statements)
      ? ['-- What was written since into the tables and columns dropped here is lost.']
      : []),
    ...(transaction === 'none' && statements.length > 1
      ? ['-- Runs outside of a transaction, so that others wait only for moments.']
      : []),
    ...(isInTransaction && lockTimeout !== undefined ? [`${lockTimeout};`, ''] : []),
    ...printStatements(statements),
    '',
  ].join('\n');
}

/** On one line: a name or a text that is quoted in it may have several. */
function comment(clause: string): string {
  return `-- ${clause.replaceAll(/\s+/g, ' ')}.`;
}

/** One statement a line, each with the comment that belongs to it. */
export function printStatements(statements: readonly RestoringStatement[]): readonly string[] {
  return statements.flatMap(({ tree, sql, remark }) => [
    ...(remark === undefined ? [] : [`-- ${remark}`]),
    `${laidOut(tree, sql)};`,
  ]);
}

/** The longest line that reads well. */
const longestLine = 110;

/** A long statement over several lines, as far as that says the same: the deparser would indent strings too. */
function laidOut(tree: Node, sql: string): string {
  if (sql.length <= longestLine) return sql;
  const pretty = prettySqlOf(tree).replaceAll(/ +$/gm, '');
  const [parsed] = parseSqlFile(pretty).statements;
  return parsed?.tree !== undefined && sqlOf(parsed.tree) === sql ? pretty : sql;
}

function dropsRows(statements: readonly RestoringStatement[]): boolean {
  return statements.some(({ tree, isAboutRows }) => {
    if (isAboutRows === true) return false;
    if (nodeAs(tree, 'DropStmt')?.removeType === 'OBJECT_TABLE') return true;
    return (nodeAs(tree, 'AlterTableStmt')?.cmds ?? []).some(
      (command) => nodeAs(command, 'AlterTableCmd')?.subtype === 'AT_DropColumn',
    );
  });
}
