import type { Node } from '@pgsql/types';
import { constantOf, nodeAs, stringsOf, walk, type NodeOf } from '../../../sql';
import { someNode } from '../treeSearch';
import { columnTerm, itemIdOf, type EqualityClasses, type Term } from './equalityClasses';
import { termOfColumn } from './expressions';
import type { QueryBlock, RangeItem, RowGroup } from './rangeItems';

/** A clause of a query that takes rows together, with its keys as they are written. */
interface WrittenGroup {
  readonly clause: RowGroup['clause'];
  readonly keys: readonly Node[];
}

/** What a query takes together. `locate` gives the place in the file where an expression begins. */
export function rowGroupsOf(
  select: NodeOf<'SelectStmt'>,
  block: QueryBlock,
  classes: EqualityClasses,
  locate: (expression: Node) => number | undefined,
): readonly RowGroup[] {
  const written = [...groupBy(select), ...partitionBy(select), ...distinctOn(select)];
  if (written.length === 0) return [];
  const pinned = pinnedColumns(block, classes);
  return written.map(({ clause, keys }) => {
    const [first] = keys;
    return {
      clause,
      items: block.items,
      keys: keys.flatMap((key) => columnsIn(meaningOf(key, select, block), block)),
      pinned,
      firstKey: first === undefined ? undefined : locate(first),
    };
  });
}

/** An aggregate without GROUP BY takes all rows together. */
function groupBy({ groupClause, targetList }: NodeOf<'SelectStmt'>): readonly WrittenGroup[] {
  if (groupClause !== undefined) return [{ clause: 'GROUP BY', keys: groupClause }];
  const isChoice = (targetList ?? []).some((target) => someOwnNode(target, isChoosingAggregate));
  return isChoice ? [{ clause: 'GROUP BY', keys: [] }] : [];
}

/** Windows over a natural key; one without PARTITION BY numbers or sums all rows on purpose. */
function partitionBy({
  targetList,
  windowClause,
  sortClause,
}: NodeOf<'SelectStmt'>): readonly WrittenGroup[] {
  const named = (windowClause ?? []).flatMap((node) => nodeAs(node, 'WindowDef') ?? []);
  const used: NodeOf<'WindowDef'>[] = [];
  for (const node of [...(targetList ?? []), ...(sortClause ?? [])]) {
    walk(node, (each, kind) => {
      const over = nodeAs(each, 'FuncCall')?.over;
      if (over !== undefined)
        used.push(named.find(({ name }) => name !== undefined && name === over.name) ?? over);
      return kind === 'SubLink' ? false : undefined;
    });
  }
  return used.flatMap(({ partitionClause }) =>
    partitionClause === undefined ? [] : [{ clause: 'PARTITION BY' as const, keys: partitionClause }],
  );
}

/** DISTINCT without ON compares all that is selected, the tenant among it where it matters. */
function distinctOn({ distinctClause }: NodeOf<'SelectStmt'>): readonly WrittenGroup[] {
  const keys = (distinctClause ?? []).filter((node) => Object.keys(node).length > 0);
  return keys.length === 0 ? [] : [{ clause: 'DISTINCT ON', keys }];
}

function isChoosingAggregate(node: Node): boolean {
  const call = nodeAs(node, 'FuncCall');
  const name = stringsOf(call?.funcname).at(-1) ?? '';
  return call?.over === undefined && ['min', 'max', 'any_value'].includes(name);
}

function someOwnNode(tree: Node, matches: (node: Node) => boolean): boolean {
  let found = false;
  walk(tree, (node, kind) => {
    if (kind === 'SubLink') return false;
    found ||= matches(node);
    return undefined;
  });
  return found;
}

/** `GROUP BY 1` and `GROUP BY alias` mean an expression of the select list. */
function meaningOf(key: Node, { targetList }: NodeOf<'SelectStmt'>, block: QueryBlock): Node {
  const targets = (targetList ?? []).flatMap((node) => nodeAs(node, 'ResTarget') ?? []);
  const place = nodeAs(key, 'A_Const') === undefined ? undefined : constantOf(key);
  if (typeof place === 'number') return targets[place - 1]?.val ?? key;
  const names = stringsOf(nodeAs(key, 'ColumnRef')?.fields);
  const isColumn = block.items.some(
    ({ columns }) => columns === undefined || columns.includes(names[0] ?? ''),
  );
  if (names.length !== 1 || isColumn) return key;
  return targets.find(({ name }) => name === names[0])?.val ?? key;
}

function columnsIn(key: Node, block: QueryBlock): readonly Term[] {
  const columns: Term[] = [];
  someNode(key, (node) => {
    const reference = nodeAs(node, 'ColumnRef');
    const term = reference === undefined ? undefined : termOfColumn(reference, block);
    if (term !== undefined) columns.push(term);
    return false;
  });
  return columns;
}

/** Columns that are equal to something from outside of the query: a value, a variable, a row of the query around it. */
function pinnedColumns({ items }: QueryBlock, classes: EqualityClasses): ReadonlySet<Term> {
  const first = Math.min(...items.map(({ id }) => id));
  const isOutside = (term: Term) => (itemIdOf(term) ?? -1) < first;
  const columnsOf = (item: RangeItem) => (item.columns ?? []).map((column) => columnTerm(item.id, column));
  const terms = items.flatMap(columnsOf);
  return new Set(terms.filter((term) => classes.allEqualTo(term).some(isOutside)));
}
