import type { Node } from '@pgsql/types';
import type { Catalog } from '../../../catalog';
import { nodeAs, type NodeOf, type Statement } from '../../../sql';
import { columnTerm, type Term } from './equalityClasses';
import { termOf, type OutputColumn } from './expressions';
import type { QueryBlock, RangeItem } from './rangeItems';
import { outermost, StatementReader, type Scope } from './statementReader';

/** One INSERT, UPDATE, DELETE or MERGE with the relations whose rows decide what it writes. */
export interface DmlReading {
  readonly verb: 'INSERT' | 'UPDATE' | 'DELETE' | 'MERGE';
  readonly reader: StatementReader;
  readonly target: RangeItem;
  /** What an UPDATE assigns, by column. */
  readonly assigned: ReadonlyMap<string, Term | undefined>;
}

/** All DML of a statement, that in its WITH queries included. */
export function readDml(statement: Statement, catalog: Catalog): readonly DmlReading[] {
  if (statement.tree === undefined) return [];
  return dmlWithin(statement.tree).flatMap(({ node, around }) => {
    const reader = new StatementReader(statement, catalog);
    const scope = around.reduce((current, clause) => reader.withCommonTables(current, clause), outermost);
    const reading = readOne(node, reader, scope);
    return reading === undefined ? [] : [reading];
  });
}

interface FoundDml {
  readonly node: Node;
  /** The WITH clauses around it, outermost first. */
  readonly around: readonly NodeOf<'WithClause'>[];
}

function dmlWithin(node: Node, around: readonly NodeOf<'WithClause'>[] = []): readonly FoundDml[] {
  const explained = nodeAs(node, 'ExplainStmt');
  if (explained !== undefined) return explained.query === undefined ? [] : dmlWithin(explained.query, around);
  const query =
    nodeAs(node, 'InsertStmt') ??
    nodeAs(node, 'UpdateStmt') ??
    nodeAs(node, 'DeleteStmt') ??
    nodeAs(node, 'MergeStmt') ??
    nodeAs(node, 'SelectStmt');
  if (query === undefined) return [];
  const inner = (query.withClause?.ctes ?? []).flatMap((table) => {
    const commonQuery = nodeAs(table, 'CommonTableExpr')?.ctequery;
    if (commonQuery === undefined || query.withClause === undefined) return [];
    return dmlWithin(commonQuery, [...around, query.withClause]);
  });
  return nodeAs(node, 'SelectStmt') === undefined ? [...inner, { node, around }] : inner;
}

function readOne(node: Node, reader: StatementReader, scope: Scope): DmlReading | undefined {
  const insert = nodeAs(node, 'InsertStmt');
  if (insert !== undefined) return readInsert(insert, reader, scope);
  const update = nodeAs(node, 'UpdateStmt');
  if (update !== undefined) return readUpdate(update, reader, scope);
  const remove = nodeAs(node, 'DeleteStmt');
  if (remove !== undefined) return readDelete(remove, reader, scope);
  const merge = nodeAs(node, 'MergeStmt');
  return merge === undefined ? undefined : readMerge(merge, reader, scope);
}

function readUpdate(
  update: NodeOf<'UpdateStmt'>,
  reader: StatementReader,
  outer: Scope,
): DmlReading | undefined {
  const scope = reader.withCommonTables(outer, update.withClause);
  const block = reader.newBlock(undefined);
  const target = update.relation && reader.addRelation(update.relation, block, scope);
  if (target === undefined) return undefined;
  reader.readFrom(update.fromClause, block, scope);
  reader.readCondition(update.whereClause, 'WHERE', block, scope);
  const assigned = readAssignments(update.targetList, block, reader, scope);
  return { verb: 'UPDATE', reader, target, assigned };
}

function readAssignments(
  targets: readonly Node[] | undefined,
  block: QueryBlock,
  reader: StatementReader,
  scope: Scope,
): ReadonlyMap<string, Term | undefined> {
  const assigned = new Map<string, Term | undefined>();
  for (const node of targets ?? []) {
    const target = nodeAs(node, 'ResTarget');
    if (target?.name === undefined) continue;
    const several = nodeAs(target.val, 'MultiAssignRef');
    if (several === undefined) {
      reader.readSubselects(target.val, block, scope);
      assigned.set(target.name, assignedTerm(target.val, block, reader));
      continue;
    }
    // Each column of `(a, b) = (SELECT …)` carries the same source; it is read with the first of them.
    if (several.colno === 1) reader.readSubselects(several.source, block, scope);
    assigned.set(target.name, undefined);
  }
  return assigned;
}

function assignedTerm(value: Node | undefined, block: QueryBlock, reader: StatementReader): Term | undefined {
  const subLink = nodeAs(value, 'SubLink');
  if (subLink !== undefined) return reader.outputs.get(subLink)?.[0]?.terms[0];
  return termOf(value, block);
}

function readDelete(
  remove: NodeOf<'DeleteStmt'>,
  reader: StatementReader,
  outer: Scope,
): DmlReading | undefined {
  const scope = reader.withCommonTables(outer, remove.withClause);
  const block = reader.newBlock(undefined);
  const target = remove.relation && reader.addRelation(remove.relation, block, scope);
  if (target === undefined) return undefined;
  reader.readFrom(remove.usingClause, block, scope);
  reader.readCondition(remove.whereClause, 'WHERE', block, scope);
  return { verb: 'DELETE', reader, target, assigned: new Map() };
}

function readInsert(
  insert: NodeOf<'InsertStmt'>,
  reader: StatementReader,
  outer: Scope,
): DmlReading | undefined {
  const scope = reader.withCommonTables(outer, insert.withClause);
  // Nothing that is selected can name the target, so it stands in a level of its own.
  const target = insert.relation && reader.addRelation(insert.relation, reader.newBlock(undefined), scope);
  if (target === undefined || insert.selectStmt === undefined) return undefined;
  const written = (insert.cols ?? []).flatMap((column) => nodeAs(column, 'ResTarget')?.name ?? []);
  const columns = written.length > 0 ? written : (target.columns ?? []);
  equateInserted(reader, target, columns, reader.readQuery(insert.selectStmt, scope));
  return { verb: 'INSERT', reader, target, assigned: new Map() };
}

function readMerge(
  merge: NodeOf<'MergeStmt'>,
  reader: StatementReader,
  outer: Scope,
): DmlReading | undefined {
  const scope = reader.withCommonTables(outer, merge.withClause);
  const block = reader.newBlock(undefined);
  const target = merge.relation && reader.addRelation(merge.relation, block, scope);
  if (target === undefined) return undefined;
  reader.readFrom(merge.sourceRelation === undefined ? [] : [merge.sourceRelation], block, scope);
  reader.readCondition(merge.joinCondition, 'ON', block, scope);
  for (const node of merge.mergeWhenClauses ?? []) {
    const clause = nodeAs(node, 'MergeWhenClause');
    reader.readSubselects(clause?.condition, block, scope);
    for (const value of clause?.values ?? []) reader.readSubselects(value, block, scope);
    for (const assignment of clause?.targetList ?? []) {
      reader.readSubselects(nodeAs(assignment, 'ResTarget')?.val, block, scope);
    }
  }
  return { verb: 'MERGE', reader, target, assigned: new Map() };
}

function equateInserted(
  reader: StatementReader,
  target: RangeItem,
  columns: readonly string[],
  outputs: readonly OutputColumn[],
): void {
  columns.forEach((column, place) => {
    for (const term of outputs[place]?.terms ?? []) {
      reader.classes.equate(columnTerm(target.id, column), term);
    }
  });
}
