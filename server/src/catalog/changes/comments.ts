import type { CommentStmt, Node, ObjectType } from '@pgsql/types';
import { nameOfParts, nodeAs, stringsOf } from '../../sql';
import type { Catalog } from '../model';
import { resolveRelation, resolveRoutine, resolveUserType } from '../query/resolve';
import type { Change } from './change';
import { partOfTable } from './reading';

export const changeComment: Change<CommentStmt> = (catalog, statement) => {
  const name =
    statement.object === undefined ? undefined : nameOfObject(catalog, statement.objtype, statement.object);
  if (name === undefined) return catalog;
  const key = `${(statement.objtype ?? '').replace('OBJECT_', '')} ${name}`;
  const comments =
    statement.comment === undefined || statement.comment === ''
      ? catalog.comments.delete(key)
      : catalog.comments.set(key, statement.comment);
  return { ...catalog, comments };
};

function nameOfObject(catalog: Catalog, type: ObjectType | undefined, object: Node): string | undefined {
  switch (type) {
    case 'OBJECT_COLUMN':
    case 'OBJECT_TABCONSTRAINT':
    case 'OBJECT_POLICY':
    case 'OBJECT_TRIGGER':
    case 'OBJECT_RULE': {
      const { table, part } = partOfTable(catalog, object);
      return `${table}.${part}`;
    }
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE': {
      const written = nameOfParts(nodeAs(object, 'ObjectWithArgs')?.objname);
      return written === undefined ? undefined : resolveRoutine(catalog, written);
    }
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN': {
      const written = nameOfParts(nodeAs(object, 'TypeName')?.names);
      return written === undefined ? undefined : resolveUserType(catalog, written);
    }
    case 'OBJECT_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
    case 'OBJECT_FOREIGN_TABLE':
    case 'OBJECT_INDEX':
    case 'OBJECT_SEQUENCE': {
      const written = nameOfParts(object);
      return written === undefined ? undefined : resolveRelation(catalog, written);
    }
    default:
      return stringsOf(object).join('.');
  }
}
