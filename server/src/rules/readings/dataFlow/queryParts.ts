import type { Node, RangeVar } from '@pgsql/types';
import { nodeAs, stringsOf, type NodeOf } from '../../../sql';
import { columnTerm } from './equalityClasses';
import type { OutputColumn } from './expressions';
import type { QueryBlock, RangeItem } from './rangeItems';

/** DML with what its RETURNING list can name. */
export interface ReturningQuery {
  readonly withClause: NodeOf<'WithClause'> | undefined;
  readonly relation: RangeVar | undefined;
  readonly from: readonly Node[] | undefined;
  readonly condition: Node | undefined;
  readonly returning: readonly Node[] | undefined;
}

export function returningQuery(query: Node): ReturningQuery | undefined {
  const update = nodeAs(query, 'UpdateStmt');
  const remove = nodeAs(query, 'DeleteStmt');
  const other = nodeAs(query, 'InsertStmt') ?? nodeAs(query, 'MergeStmt');
  const written = update ?? remove ?? other;
  if (written === undefined) return undefined;
  return {
    withClause: written.withClause,
    relation: written.relation,
    from: update?.fromClause ?? remove?.usingClause,
    condition: update?.whereClause ?? remove?.whereClause,
    returning: written.returningClause?.exprs,
  };
}

/** The arm of a recursive query that does not name the query itself. */
export function firstArm(query: Node): Node | undefined {
  const select = nodeAs(query, 'SelectStmt');
  return select?.larg === undefined ? undefined : { SelectStmt: select.larg };
}

export function starOf(value: Node): { readonly qualifier: string | undefined } | undefined {
  const fields = nodeAs(value, 'ColumnRef')?.fields ?? [];
  const last = fields.at(-1);
  if (last === undefined || nodeAs(last, 'A_Star') === undefined) return undefined;
  return { qualifier: stringsOf(fields).at(-1) };
}

export function expanded(block: QueryBlock, qualifier: string | undefined): readonly OutputColumn[] {
  return block.items
    .filter((item) => qualifier === undefined || item.name === qualifier)
    .flatMap((item) =>
      (item.columns ?? []).map((column) => ({ name: column, terms: [columnTerm(item.id, column)] })),
    );
}

export function columnNameOf(value: Node): string | undefined {
  const cast = nodeAs(value, 'TypeCast')?.arg;
  if (cast !== undefined) return columnNameOf(cast);
  const column = nodeAs(value, 'ColumnRef');
  if (column !== undefined) return stringsOf(column.fields).at(-1);
  return stringsOf(nodeAs(value, 'FuncCall')?.funcname).at(-1);
}

/** The items of which an outer join may have no row. */
export function nullableSide(
  type: NodeOf<'JoinExpr'>['jointype'],
  lefts: readonly RangeItem[],
  rights: readonly RangeItem[],
): readonly RangeItem[] {
  switch (type) {
    case 'JOIN_LEFT':
      return rights;
    case 'JOIN_RIGHT':
      return lefts;
    case 'JOIN_FULL':
      return [...lefts, ...rights];
    default:
      return [];
  }
}

export function commonColumns(lefts: readonly RangeItem[], rights: readonly RangeItem[]): readonly string[] {
  const columns = new Set(lefts.flatMap((item) => item.columns ?? []));
  return rights.flatMap((item) => item.columns ?? []).filter((column) => columns.has(column));
}

export function owning(items: readonly RangeItem[], column: string): RangeItem | undefined {
  return items.find((item) => item.columns?.includes(column));
}

export function listOf<Value>(value: Value | undefined): readonly Value[] {
  return value === undefined ? [] : [value];
}
