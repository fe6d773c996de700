import type { Node } from '@pgsql/types';
import type { Catalog } from '../../../catalog';
import { nodeAs, type NodeOf, type Statement } from '../../../sql';
import type { DmlReading, ReadDml } from './dmlReading';
import { readConflict } from './insertConflicts';
import { mergeReaders } from './mergeActions';
import { equateInserted, readAssignments } from './writtenColumns';
import { outermost, StatementReader, type Elsewhere, type Scope } from './statementReader';

/** What is read: a statement of the script, or a tree of a function's body, for which the statement only gives the place. */
export interface DmlSource {
  readonly tree: Node;
  readonly statement: Statement;
  /** Undefined where the tree's own text stands in the script. */
  readonly elsewhere: Elsewhere | undefined;
}

/** All DML of a statement, that in its WITH queries included. */
export function readDml({ tree, statement, elsewhere }: DmlSource, catalog: Catalog): readonly DmlReading[] {
  return dmlWithin(tree).flatMap(({ node, around }) =>
    readersOf(node).flatMap((read) => {
      // Each action of a MERGE learns other equalities.
      const reader = new StatementReader(statement, catalog);
      const scope = around.reduce((current, clause) => reader.withCommonTables(current, clause), {
        ...outermost,
        elsewhere,
      });
      return read(reader, scope) ?? [];
    }),
  );
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

function readersOf(node: Node): readonly ReadDml[] {
  const insert = nodeAs(node, 'InsertStmt');
  if (insert !== undefined) return [(reader, scope) => readInsert(insert, reader, scope)];
  const update = nodeAs(node, 'UpdateStmt');
  if (update !== undefined) return [(reader, scope) => readUpdate(update, reader, scope)];
  const remove = nodeAs(node, 'DeleteStmt');
  if (remove !== undefined) return [(reader, scope) => readDelete(remove, reader, scope)];
  const merge = nodeAs(node, 'MergeStmt');
  return merge === undefined ? [] : mergeReaders(merge);
}

function readUpdate(
  update: NodeOf<'UpdateStmt'>,
  reader: StatementReader,
  outer: Scope,
): DmlReading | undefined {
  const scope = reader.withCommonTables(outer, update.withClause);
  const block = reader.newBlock(undefined);
  reader.readFrom(update.fromClause, block, scope);
  const target = update.relation && reader.addRelation(update.relation, block, scope);
  if (target === undefined) return undefined;
  reader.readCondition(update.whereClause, 'WHERE', block, scope);
  const assigned = readAssignments(update.targetList, block, reader, scope);
  return { verb: 'UPDATE', reader, target, assigned };
}

function readDelete(
  remove: NodeOf<'DeleteStmt'>,
  reader: StatementReader,
  outer: Scope,
): DmlReading | undefined {
  const scope = reader.withCommonTables(outer, remove.withClause);
  const block = reader.newBlock(undefined);
  reader.readFrom(remove.usingClause, block, scope);
  const target = remove.relation && reader.addRelation(remove.relation, block, scope);
  if (target === undefined) return undefined;
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
  readConflict(insert, target, reader, scope);
  return { verb: 'INSERT', reader, target, assigned: new Map() };
}
