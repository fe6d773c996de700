import type { Node } from '@pgsql/types';
import { nodeAs, parsePostgres, stringsOf } from '../../sql';
import { nodesOf, type PlanNode, type QueryPlan } from './queryPlan';

/** An index that might have spared a statement a sequential scan. */
export interface IndexCandidate {
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly string[];
}

/**
 * The index to try for the sequential scan of a plan that threw away the most rows; undefined where no scan threw away
 * most of what it read, or its filter compares no plain column.
 */
export function missingIndex({ root }: QueryPlan): IndexCandidate | undefined {
  const wasteful = nodesOf(root)
    .filter(throwsMostAway)
    .toSorted((left, right) => right.rowsRemoved * right.loops - left.rowsRemoved * left.loops);
  for (const { table, filter } of wasteful) {
    if (table === undefined || filter === undefined) continue;
    const columns = comparedColumns(filter, table.alias);
    if (columns.length > 0) return { schema: table.schema, table: table.name, columns };
  }
  return undefined;
}

/** An index pays where it leads to a small part of a table that is not small itself. */
function throwsMostAway({ kind, loops, rows, rowsRemoved }: PlanNode): boolean {
  return kind === 'Seq Scan' && rowsRemoved * loops >= 1000 && rowsRemoved >= 9 * rows;
}

/** Columns compared for equality, and behind them one that is compared by its order: what a B-tree finds by. */
function comparedColumns(filter: string, alias: string): readonly string[] {
  const { tree } = parsePostgres(`select where ${filter}`);
  const where = nodeAs(tree, 'SelectStmt')?.whereClause;
  const comparisons = conjunctsOf(where).flatMap((part) => comparisonIn(part, alias));
  const columnsBy = (kind: Comparison['kind']) =>
    comparisons.filter((comparison) => comparison.kind === kind).map(({ column }) => column);
  return [...new Set([...columnsBy('equality').slice(0, 3), ...columnsBy('order').slice(0, 1)])];
}

interface Comparison {
  readonly kind: 'equality' | 'order';
  readonly column: string;
}

function conjunctsOf(condition: Node | undefined): readonly Node[] {
  if (condition === undefined) return [];
  const both = nodeAs(condition, 'BoolExpr');
  return both?.boolop === 'AND_EXPR' ? (both.args ?? []).flatMap(conjunctsOf) : [condition];
}

function comparisonIn(condition: Node, alias: string): readonly Comparison[] {
  const nullTest = nodeAs(condition, 'NullTest');
  if (nullTest?.nulltesttype === 'IS_NULL') return comparisonOf('equality', columnIn(nullTest.arg, alias));
  const expression = nodeAs(condition, 'A_Expr');
  if (expression === undefined) return [];
  const [operator] = stringsOf(expression.name);
  const column = columnIn(expression.lexpr, alias) ?? columnIn(expression.rexpr, alias);
  if (operator === '=') return comparisonOf('equality', column);
  return ['<', '<=', '>', '>='].includes(operator ?? '') ? comparisonOf('order', column) : [];
}

function comparisonOf(kind: Comparison['kind'], column: string | undefined): readonly Comparison[] {
  return column === undefined ? [] : [{ kind, column }];
}

/** The name of the column that an expression is, apart from a cast that the server may have written. */
function columnIn(expression: Node | undefined, alias: string): string | undefined {
  const cast = nodeAs(expression, 'TypeCast');
  if (cast !== undefined) return columnIn(cast.arg, alias);
  const parts = stringsOf(nodeAs(expression, 'ColumnRef')?.fields);
  const [first, second] = parts;
  // Where one table is read alone the server leaves its name out; another table's name means another table's column.
  if (parts.length === 1) return first;
  return parts.length === 2 && first === alias ? second : undefined;
}
