import { findColumn, nameOf, type Catalog, type Table } from '../../catalog';
import { queryFiles, type Policy, type ProjectFiles } from '../../project';
import { nodeAs, type Statement } from '../../sql';
import type { ReviewedMigration } from '../model';
import { columnTerm, itemIdOf } from './dataFlow/equalityClasses';
import { outermost, StatementReader } from './dataFlow/statementReader';

/** A statement of the query files that the policy names under `fixtures.queries`. */
export interface ApplicationQuery {
  readonly path: string;
  readonly statement: Statement;
}

/** A table that a query reads, with the columns that it holds to one value each. */
export interface QueriedTable {
  readonly query: ApplicationQuery;
  readonly table: Table;
  readonly columns: readonly string[];
}

/** The application's queries, in the order of their files; none where the policy names no files. */
export function applicationQueries({ files, policy }: ReviewedMigration): readonly ApplicationQuery[] {
  const glob = policy.fixtures.queries;
  if (glob === undefined) return [];
  const byGlob = queriesOfFiles.get(files) ?? new Map<string, readonly ApplicationQuery[]>();
  queriesOfFiles.set(files, byGlob);
  const known = byGlob.get(glob) ?? readQueries(files, policy);
  byGlob.set(glob, known);
  return known;
}

/** Every migration of a project asks for the same files. */
const queriesOfFiles = new WeakMap<ProjectFiles, Map<string, readonly ApplicationQuery[]>>();

function readQueries(files: ProjectFiles, policy: Policy): readonly ApplicationQuery[] {
  return queryFiles(files, policy).flatMap(({ path, file }) =>
    file.statements.map((statement) => ({ path, statement })),
  );
}

/** The tables that a query reads in a schema, through views and sub-selects too. */
export function tablesQueried(query: ApplicationQuery, catalog: Catalog): readonly QueriedTable[] {
  const { statement } = query;
  const { tree } = statement;
  if (tree === undefined) return [];
  const reader = new StatementReader(statement, catalog);
  readInto(reader, statement);
  return reader.items.flatMap(({ id, definition }) => {
    if (definition === undefined || !('rowSecurity' in definition)) return [];
    const isHeld = (column: string) =>
      reader.classes.allEqualTo(columnTerm(id, column)).some((term) => itemIdOf(term) === undefined);
    const columns = definition.columns.map(({ name }) => name).filter(isHeld);
    return [{ query, table: definition, columns }];
  });
}

function readInto(reader: StatementReader, { tree }: Statement): void {
  const dml = nodeAs(tree, 'UpdateStmt') ?? nodeAs(tree, 'DeleteStmt');
  if (dml === undefined) {
    if (nodeAs(tree, 'SelectStmt') !== undefined && tree !== undefined) reader.readQuery(tree, outermost);
    return;
  }
  const scope = reader.withCommonTables(outermost, dml.withClause);
  const block = reader.newBlock(undefined);
  reader.readFrom(
    nodeAs(tree, 'UpdateStmt')?.fromClause ?? nodeAs(tree, 'DeleteStmt')?.usingClause,
    block,
    scope,
  );
  if (dml.relation !== undefined) reader.addRelation(dml.relation, block, scope);
  reader.readCondition(dml.whereClause, 'WHERE', block, scope);
}

/** Whether the column has so few values that an index over it tells little. */
export function hasFewValues(table: Table, column: string): boolean {
  return findColumn(table, column)?.type.name === 'bool';
}

/** Of two readings of one table by the same columns the first stands for both. */
export function isSameLookup(one: QueriedTable, other: QueriedTable): boolean {
  return nameOf(one.table) === nameOf(other.table) && one.columns.join() === other.columns.join();
}
