import { dependentsOf, spokenList, type CatalogObject } from '../../catalog';
import { nodeAs } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { spokenObjects } from '../readings/dependants';
import { droppedObjects } from '../readings/droppedObjects';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isOfThisMigration, originOf } from '../readings/madeHere';

/** DROP SCHEMA … CASCADE, with all that lies in it; without CASCADE the server drops only what is empty. */
export const pgDropSchema: Rule = {
  id: 'pg-drop-schema',
  category: 'data-loss',
  severity: 'warning',
  summary: 'DROP SCHEMA … CASCADE, which loses every table in it, or DROP SCHEMA of one that is not empty',
  speaksOf: ['DropStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, before } = reviewed;
  const drop = nodeAs(statement.tree, 'DropStmt');
  if (drop?.removeType !== 'OBJECT_SCHEMA') return undefined;
  const schemas = droppedObjects(reviewed).filter(
    (schema) => !isOfThisMigration(originOf(before, schema), migration),
  );
  const contents = schemas.flatMap((schema) => contentsOf(schema, reviewed));
  const isCascade = drop.behavior === 'DROP_CASCADE';
  const isKnown = schemas.every(({ name }) => before.schemas.has(name));
  // An empty schema holds no data, and of an unknown one the server drops nothing unless it is empty.
  if (schemas.length === 0 || (contents.length === 0 && (isKnown || !isCascade))) return undefined;
  if (!isKnown && drop.missing_ok === true && contents.length === 0) return undefined;
  const spoken = spokenList(schemas.map(({ name }) => name));
  const relations = contents.flatMap((object) => (object.kind === 'relation' ? [object.name] : []));
  if (!isCascade) {
    return {
      what: `DROP SCHEMA ${spoken} is refused while something is in it: ${spokenObjects(before, contents)}.`,
      who: 'The migration stops here, on the first tenant database and on every other.',
      remedy: 'Drop or move what is in it first, in the same transaction.',
      span: statement.span,
      relations,
      severity: 'error',
    };
  }
  const inIt =
    contents.length === 0
      ? 'everything in it, which the migration history does not know'
      : spokenObjects(before, contents);
  return {
    what: `DROP SCHEMA ${spoken} CASCADE takes ${inIt}.`,
    who: 'All rows are gone, for every tenant that has the schema, and a rollback cannot bring them back.',
    remedy:
      'Drop the tables one by one once nothing uses them any more, then the empty schema without CASCADE; keep a dump.',
    span: statement.span,
    relations,
  };
}

function contentsOf(schema: CatalogObject, { before }: ReviewedStatement): readonly CatalogObject[] {
  return dependentsOf(before, schema).map(({ object }) => object);
}
