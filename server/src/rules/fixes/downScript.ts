import { resolveRelation, type QualifiedName } from '../../catalog';
import { nameOfParts, nameOfRangeVar, nodeAs, type Statement } from '../../sql';
import type { Edit, ReviewedMigration } from '../model';
import { alterActionsOf } from '../readings/alterActions';
import { spanWithLine } from './insertions';

/** The edits that take the DROP INDEX of an index out of the rollback, because another migration now makes the index. */
export function withoutIndexDrop(migration: ReviewedMigration, index: QualifiedName): readonly Edit[] {
  return editsOfDown(migration, (statement, sql) => {
    const drop = nodeAs(statement.tree, 'DropStmt');
    if (drop?.removeType !== 'OBJECT_INDEX' || drop.objects?.length !== 1) return [];
    const name = nameOfParts(drop.objects[0]);
    if (name === undefined || resolveRelation(migration.after, name) !== index) return [];
    return [{ span: spanWithLine(sql, statement), newText: '' }];
  });
}

/** The edits that take the CREATE INDEX of an index out of the rollback, because another migration now drops the index. */
export function withoutIndexCreation(migration: ReviewedMigration, index: QualifiedName): readonly Edit[] {
  return editsOfDown(migration, (statement, sql) => {
    const create = nodeAs(statement.tree, 'IndexStmt');
    const table = nameOfRangeVar(create?.relation);
    if (create?.idxname === undefined || table === undefined) return [];
    const schema = resolveRelation(migration.after, table).split('.')[0];
    if (`${schema ?? ''}.${create.idxname}` !== index) return [];
    return [{ span: spanWithLine(sql, statement), newText: '' }];
  });
}

/** The edits that undo, in place of a SET NOT NULL that the migration no longer makes, the constraint it makes now. */
export function withConstraintDrop(
  migration: ReviewedMigration,
  table: QualifiedName,
  column: string,
  dropConstraint: string,
): readonly Edit[] {
  return editsOfDown(migration, (statement) =>
    alterActionsOf(statement)
      .filter(
        ({ command, relation }) =>
          command.subtype === 'AT_DropNotNull' &&
          command.name === column &&
          resolveRelation(migration.after, relation) === table,
      )
      .map(({ span }) => ({ span, newText: dropConstraint })),
  );
}

/** Edits of the rollback, statement by statement, with spans that count from the beginning of its text. */
export function editsOfDown(
  migration: ReviewedMigration,
  edits: (statement: Statement, sql: string) => readonly Pick<Edit, 'span' | 'newText'>[],
): readonly Edit[] {
  const { down } = migration.migration;
  // Where both directions share a file, offsets into its other section cannot be told apart from the script's own.
  if (down === undefined || down.path === migration.script.path) return [];
  return migration.parse(down.sql).statements.flatMap((statement) =>
    edits(statement, down.sql).map(({ span, newText }) => ({
      path: down.path,
      span: { start: span.start + down.span.start, end: span.end + down.span.start },
      newText,
    })),
  );
}
