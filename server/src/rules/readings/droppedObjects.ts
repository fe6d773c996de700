import type { DropStmt } from '@pgsql/types';
import {
  findTable,
  resolveRelation,
  resolveRoutine,
  resolveUserType,
  type Catalog,
  type CatalogObject,
  type QualifiedName,
} from '../../catalog';
import { nameOfParts, nodeAs, stringsOf } from '../../sql';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { isOfThisMigration } from './madeHere';
import { couldBeNew } from './newTables';

/** The objects that a DROP names, whether or not the history knows them; those of kinds that the catalog does not hold are left out. */
export function droppedObjects({ statement, before }: ReviewedStatement): readonly CatalogObject[] {
  const drop = nodeAs(statement.tree, 'DropStmt');
  return (drop?.objects ?? []).flatMap((object) => droppedObject(before, drop?.removeType, object) ?? []);
}

function droppedObject(
  catalog: Catalog,
  kind: DropStmt['removeType'],
  object: NonNullable<DropStmt['objects']>[number],
): CatalogObject | undefined {
  const written = nameOfParts(
    nodeAs(object, 'TypeName')?.names ?? nodeAs(object, 'ObjectWithArgs')?.objname ?? object,
  );
  if (written === undefined) return undefined;
  switch (kind) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      return { kind: 'relation', name: resolveRelation(catalog, written) };
    case 'OBJECT_INDEX':
      return { kind: 'index', name: resolveRelation(catalog, written) };
    case 'OBJECT_SEQUENCE':
      return { kind: 'sequence', name: resolveRelation(catalog, written) };
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return { kind: 'type', name: resolveUserType(catalog, written) };
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
    case 'OBJECT_AGGREGATE':
      return { kind: 'routine', name: resolveRoutine(catalog, written) };
    case 'OBJECT_SCHEMA':
      return { kind: 'schema', name: stringsOf(object)[0] ?? written.name };
    case 'OBJECT_EXTENSION':
      return { kind: 'extension', name: stringsOf(object)[0] ?? written.name };
    case 'OBJECT_POLICY':
    case 'OBJECT_TRIGGER': {
      const [part, name, schema] = [...stringsOf(object)].reverse();
      if (part === undefined || name === undefined) return undefined;
      const relation = resolveRelation(catalog, { schema, name });
      return { kind: kind === 'OBJECT_POLICY' ? 'policy' : 'trigger', relation, name: part };
    }
    default:
      return undefined;
  }
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
