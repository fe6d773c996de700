import type { Node } from '@pgsql/types';
import { keysOf } from '../../catalog';
import { constantOf, nodeAs } from '../../sql';
import type { Loss } from './losses';
import type { RollbackRequest, RollbackStep, Undo } from './model';
import { rangeVar, string } from './trees';
import { seeingAllRows } from './visibleRows';

/**
 * The DELETE of rows that the step added, found by a key whose values the INSERT spells out. Undefined where nobody can
 * tell the rows: with ON CONFLICT some of them may have been there before.
 */
export function insertedRows(
  insertion: Node,
  { before }: RollbackStep,
  losses: readonly Loss[],
  request: Pick<RollbackRequest, 'bypassesRls'>,
): readonly Undo[] | undefined {
  const insert = nodeAs(insertion, 'InsertStmt');
  const loss = losses.find(({ kind }) => kind === 'insert');
  const rows = nodeAs(insert?.selectStmt, 'SelectStmt')?.valuesLists;
  if (insert === undefined || loss === undefined || rows === undefined || rows.length === 0) return undefined;
  if (insert.onConflictClause !== undefined || before.relations.get(loss.name) === undefined)
    return undefined;
  const columns =
    insert.cols?.flatMap((node) => nodeAs(node, 'ResTarget')?.name ?? []) ??
    loss.table.columns.map(({ name }) => name);
  const key = keysOf(loss.table).find((candidate) =>
    candidate.columns.every((column) => valuesOf(columns.indexOf(column), rows) !== undefined),
  );
  if (key === undefined) return undefined;
  const [only] = key.columns;
  const references = key.columns.map((column): Node => ({ ColumnRef: { fields: [string(column)] } }));
  const values = rows.map((row): Node => {
    const items = nodeAs(row, 'List')?.items ?? [];
    const picked = key.columns.flatMap((column) => items[columns.indexOf(column)] ?? []);
    const [value] = picked;
    return picked.length === 1 && value !== undefined
      ? value
      : { RowExpr: { args: picked, row_format: 'COERCE_IMPLICIT_CAST' } };
  });
  const left: Node | undefined =
    key.columns.length === 1 && only !== undefined
      ? references[0]
      : { RowExpr: { args: references, row_format: 'COERCE_IMPLICIT_CAST' } };
  if (left === undefined) return undefined;
  const whereClause: Node = {
    A_Expr: { kind: 'AEXPR_IN', name: [string('=')], lexpr: left, rexpr: { List: { items: values } } },
  };
  const tree: Node = { DeleteStmt: { relation: rangeVar(loss.name), whereClause } };
  return seeingAllRows({ tree, isAboutRows: true }, [loss], request);
}

/** The constants of one column in all rows; undefined where one is computed. */
function valuesOf(index: number, rows: readonly Node[]): readonly (number | string)[] | undefined {
  if (index < 0) return undefined;
  const values = rows.flatMap((row) => {
    const item = nodeAs(row, 'List')?.items?.[index];
    return item === undefined ? [] : (constantOf(item) ?? []);
  });
  return values.length === rows.length ? values : undefined;
}
