import type { Node, SelectStmt } from '@pgsql/types';
import type { QualifiedName } from '../../catalog';
import { findRelation, indexesOf, isTable, readQuery } from '../../catalog';
import { nodeAs, stringsOf, walk } from '../../sql';
import type { BehaviourContext } from '../model';
import { family, withStorage } from './neighbours';

/** Tables that a statement reads in full, as far as its text decides that and not the plan. */
export interface FullReading {
  readonly scans: readonly QualifiedName[];
  readonly dependsOn: readonly string[];
}

const plan = 'The plan that the server chooses: an index may spare it from reading a table in full.';

/**
 * The tables that a query reads in full; views stand for the tables they read.
 *
 * @param around the statement that the query is a part of, whose WITH names no tables.
 */
export function readInFull(query: Node, context: BehaviourContext, around: Node = query): FullReading {
  const select = nodeAs(query, 'SelectStmt');
  const commonTables = commonTablesOf(around);
  const read = readQuery(context.catalog, query).reading.relations;
  const tables = [
    ...new Set(
      read
        .filter(({ node }) => node.schemaname !== undefined || !commonTables.has(node.relname ?? ''))
        // A sequence is a single row.
        .filter(({ name }) => !context.catalog.sequences.has(name))
        .flatMap(({ name, node }) => (node.inh === true ? baseTables(name, context) : [name])),
    ),
  ];
  if (select === undefined || tables.length === 0) return { scans: [], dependsOn: [] };
  if (!isSelective(select)) return { scans: tables, dependsOn: tables.length > 1 ? [plan] : [] };
  const isOne = tables.length === 1 && tables[0] !== undefined;
  if (isOne && select.whereClause !== undefined) return filteredReading(tables, select.whereClause, context);
  return { scans: tables, dependsOn: [plan] };
}

/** The tables that an UPDATE or DELETE with that condition reads in full. */
export function filteredReading(
  tables: readonly QualifiedName[],
  condition: Node | undefined,
  context: BehaviourContext,
): FullReading {
  const stored = withStorage(context.catalog, tables);
  if (condition === undefined) return { scans: stored, dependsOn: [] };
  const uses = stored.map((table) => indexUse(table, condition, context));
  if (uses.every((use) => use === 'lookup')) return { scans: [], dependsOn: [] };
  if (uses.every((use) => use === 'none')) return { scans: stored, dependsOn: [] };
  return { scans: stored, dependsOn: [plan] };
}

/**
 * What queries inside a data change read: those of its WITH, of its FROM, USING or source, and of its expressions.
 *
 * @param parts the parts that may hold queries.
 */
export function readBeside(
  parts: readonly (Node | undefined)[],
  around: Node,
  context: BehaviourContext,
): FullReading {
  const scans = parts.flatMap((part) =>
    part === undefined ? [] : queriesIn(part).flatMap((query) => readInFull(query, context, around).scans),
  );
  return { scans: [...new Set(scans)], dependsOn: scans.length === 0 ? [] : [plan] };
}

/** The outermost queries of a subtree. */
function queriesIn(part: Node): readonly Node[] {
  const queries: Node[] = [];
  walk(part, (node) => {
    if (nodeAs(node, 'SelectStmt') === undefined) return undefined;
    queries.push(node);
    return false;
  });
  return queries;
}

/** Tables with rows of their own that a relation stands for: itself and all that inherit from it, or what a view reads. */
export function baseTables(name: QualifiedName, context: BehaviourContext): readonly QualifiedName[] {
  return tablesBehind(name, context, new Set());
}

/** Views can read each other in a circle, which the server refuses only when they are read. */
function tablesBehind(
  name: QualifiedName,
  context: BehaviourContext,
  above: ReadonlySet<QualifiedName>,
): readonly QualifiedName[] {
  const relation = findRelation(context.catalog, name);
  if (relation === undefined || isTable(relation) || relation.kind === 'materialized view') {
    return withStorage(context.catalog, family(context.catalog, name));
  }
  const within = new Set([...above, name]);
  const reads = relation.reads.filter((read) => !within.has(read));
  return reads.flatMap((read) => tablesBehind(read, context, within));
}

/** Names that stand for a WITH query, also for one that writes. */
export function commonTablesOf(query: Node): ReadonlySet<string> {
  const names = new Set<string>();
  walk(query, (node) => {
    const name = nodeAs(node, 'CommonTableExpr')?.ctename;
    if (name !== undefined) names.add(name);
    return undefined;
  });
  return names;
}

/** A query that an index, a limit or a join could answer without reading all rows. */
function isSelective(select: SelectStmt): boolean {
  return (
    select.whereClause !== undefined ||
    select.limitCount !== undefined ||
    (select.fromClause ?? []).length > 1
  );
}

type IndexUse = 'lookup' | 'possible' | 'none';

/** Whether a condition compares the first column of an index with a value (a lookup), or names it in another way. */
function indexUse(table: QualifiedName, condition: Node, context: BehaviourContext): IndexUse {
  const first = new Set(indexesOf(context.catalog, table).flatMap((index) => index.keys[0]?.column ?? []));
  const hasExpressionIndex = indexesOf(context.catalog, table).some(
    (index) => index.keys[0]?.expression !== undefined,
  );
  const parts = conjunctsOf(condition);
  if (parts.some((part) => isLookup(part, first))) return 'lookup';
  const mentioned = parts.some((part) => columnsIn(part).some((column) => first.has(column)));
  return mentioned || hasExpressionIndex || parts.some((part) => hasQuery(part)) ? 'possible' : 'none';
}

function conjunctsOf(condition: Node): readonly Node[] {
  const conjunction = nodeAs(condition, 'BoolExpr');
  return conjunction?.boolop === 'AND_EXPR' ? (conjunction.args ?? []).flatMap(conjunctsOf) : [condition];
}

/** `column = value`, `column IN (values)`. */
function isLookup(part: Node, columns: ReadonlySet<string>): boolean {
  const comparison = nodeAs(part, 'A_Expr');
  const isEquality = stringsOf(comparison?.name).join() === '=';
  if (comparison === undefined || !isEquality) return false;
  const column = stringsOf(nodeAs(comparison.lexpr, 'ColumnRef')?.fields).at(-1);
  if (column === undefined || !columns.has(column)) return false;
  const value = comparison.rexpr;
  const list = nodeAs(value, 'List')?.items ?? [];
  return isValue(value) || (list.length > 0 && list.every(isValue));
}

function isValue(node: Node | undefined): boolean {
  const cast = nodeAs(node, 'TypeCast');
  if (cast !== undefined) return isValue(cast.arg);
  return nodeAs(node, 'A_Const') !== undefined || nodeAs(node, 'ParamRef') !== undefined;
}

function columnsIn(part: Node): readonly string[] {
  const columns: string[] = [];
  walk(part, (node) => {
    const name = stringsOf(nodeAs(node, 'ColumnRef')?.fields).at(-1);
    if (name !== undefined) columns.push(name);
    return undefined;
  });
  return columns;
}

function hasQuery(part: Node): boolean {
  let found = false;
  walk(part, (node) => {
    if (nodeAs(node, 'SubLink') !== undefined) found = true;
    return undefined;
  });
  return found;
}
