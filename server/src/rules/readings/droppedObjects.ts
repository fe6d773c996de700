import { findTable, type CatalogObject, type QualifiedName } from '../../catalog';
import { nodeAs } from '../../sql';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { isOfThisMigration } from './madeHere';
import { namedObject } from './namedObjects';
import { couldBeNew } from './newTables';

/** The objects that a DROP names, whether or not the history knows them; those of kinds that the catalog does not hold are left out. */
export function droppedObjects({ statement, before }: ReviewedStatement): readonly CatalogObject[] {
  const drop = nodeAs(statement.tree, 'DropStmt');
  return (drop?.objects ?? []).flatMap((object) => namedObject(before, drop?.removeType, object) ?? []);
}

/**
 * The tables that a DROP TABLE takes away from somebody: not those of this very migration, nor temporary ones, nor what
 * IF EXISTS names without the history knowing it.
 */
export function droppedTables(
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): readonly QualifiedName[] {
  const drop = nodeAs(reviewed.statement.tree, 'DropStmt');
  if (drop?.removeType !== 'OBJECT_TABLE' && drop?.removeType !== 'OBJECT_FOREIGN_TABLE') return [];
  return droppedObjects(reviewed)
    .map(({ name }) => name)
    .filter((name) => {
      const table = findTable(reviewed.before, name);
      if (couldBeNew(name, reviewed, migration)) return false;
      if (table === undefined) return drop.missing_ok !== true;
      return table.persistence !== 'temporary' && !isOfThisMigration(table.origin, migration);
    });
}
