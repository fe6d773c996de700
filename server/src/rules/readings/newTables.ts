import type { RangeVar } from '@pgsql/types';
import { findTable, nameOf, type QualifiedName, type Table } from '../../catalog';
import { nodeAs, type Span, type Statement } from '../../sql';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { oncePerMigration } from './oncePerMigration';
import { relationNameSpan } from './tokens';

/** A table that a script brings into being and leaves behind. */
export interface NewTable {
  readonly name: QualifiedName;
  /** As the script's last statement leaves it. */
  readonly table: Table;
  readonly madeBy: ReviewedStatement;
  /** Its name in the statement that makes it. */
  readonly span: Span;
}

/** Tables for good: temporary ones, and what the script renames or drops again, are left out. */
export const newTablesOf = oncePerMigration((migration): readonly NewTable[] => {
  return migration.statements.flatMap((reviewed) => {
    const written = createdRelation(reviewed.statement);
    if (written?.relname === undefined) return [];
    const made = findTable(reviewed.after, { schema: written.schemaname, name: written.relname });
    if (made === undefined || reviewed.before.relations.has(nameOf(made))) return [];
    const table = findTable(migration.after, nameOf(made));
    if (table === undefined || table.persistence === 'temporary') return [];
    const span = relationNameSpan(reviewed.statement, written.location, undefined);
    return [{ name: nameOf(table), table, madeBy: reviewed, span }];
  });
});

function createdRelation(statement: Statement): RangeVar | undefined {
  const create =
    nodeAs(statement.tree, 'CreateStmt') ?? nodeAs(statement.tree, 'CreateForeignTableStmt')?.base;
  if (create !== undefined) return create.relation;
  const createAs = nodeAs(statement.tree, 'CreateTableAsStmt');
  if (createAs !== undefined) return createAs.objtype === 'OBJECT_TABLE' ? createAs.into?.rel : undefined;
  return nodeAs(statement.tree, 'SelectStmt')?.intoClause?.rel;
}

/**
 * Whether a table that the history does not know may have been made by this very script, in a statement that the model
 * does not follow: then nobody can say that others wait for it.
 */
export function couldBeNew(
  table: QualifiedName,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): boolean {
  if (reviewed.createdHere.has(table)) return true;
  if (reviewed.before.relations.has(table)) return false;
  return reviewed.before.notUnderstood.some(({ origin }) => origin.path === migration.script.path);
}
