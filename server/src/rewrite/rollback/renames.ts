import type { AlterObjectSchemaStmt, Node, RenameStmt } from '@pgsql/types';
import { resolveRelation, resolveRoutine, resolveUserType, type Catalog } from '../../catalog';
import { nameOfParts, nameOfRangeVar, nodeAs, stringsOf } from '../../sql';
import { partsOf, rangeVar, string, strings } from './trees';

/**
 * The opposite of a rename or of a move to another schema, read off the statement: by the catalog alone such an object
 * looks dropped and made anew. Undefined for all other statements.
 */
export function oppositeOfRename(tree: Node, before: Catalog): Node | undefined {
  const rename = nodeAs(tree, 'RenameStmt');
  if (rename !== undefined) return renamedBack(rename, before);
  const move = nodeAs(tree, 'AlterObjectSchemaStmt');
  if (move !== undefined) return movedBack(move, before);
  const relabelling = nodeAs(tree, 'AlterEnumStmt');
  if (relabelling?.oldVal === undefined || relabelling.newVal === undefined) return undefined;
  return { AlterEnumStmt: { ...relabelling, oldVal: relabelling.newVal, newVal: relabelling.oldVal } };
}

function renamedBack(rename: RenameStmt, before: Catalog): Node | undefined {
  const { newname } = rename;
  // The deparser leaves the table out of ALTER TRIGGER … RENAME: a trigger is dropped and made anew.
  if (newname === undefined || rename.renameType === 'OBJECT_TRIGGER') return undefined;
  if (rename.subname !== undefined) {
    return { RenameStmt: { ...rename, subname: newname, newname: rename.subname, missing_ok: false } };
  }
  const relation = nameOfRangeVar(rename.relation);
  if (relation !== undefined) {
    const { schema, name } = partsOf(resolveRelation(before, relation));
    const renamed = { ...rangeVar(`${schema}.${newname}`), inh: rename.relation?.inh ?? true };
    return { RenameStmt: { ...rename, relation: renamed, newname: name, missing_ok: false } };
  }
  const old = nameOfObject(rename.object);
  if (old === undefined || rename.object === undefined) return undefined;
  return { RenameStmt: { ...rename, object: withName(rename.object, newname), newname: old } };
}

function movedBack(move: AlterObjectSchemaStmt, before: Catalog): Node | undefined {
  const { newschema } = move;
  if (newschema === undefined) return undefined;
  const relation = nameOfRangeVar(move.relation);
  if (relation !== undefined) {
    const { schema, name } = partsOf(resolveRelation(before, relation));
    const moved = rangeVar(`${newschema}.${name}`);
    return { AlterObjectSchemaStmt: { ...move, relation: moved, newschema: schema, missing_ok: false } };
  }
  const routine = nodeAs(move.object, 'ObjectWithArgs');
  const written = nameOfParts(routine?.objname ?? move.object);
  if (written === undefined || move.object === undefined) return undefined;
  const isType = move.objectType === 'OBJECT_TYPE' || move.objectType === 'OBJECT_DOMAIN';
  if (routine === undefined && !isType) return undefined;
  const { schema, name } = partsOf(
    isType ? resolveUserType(before, written) : resolveRoutine(before, written),
  );
  const object: Node =
    routine === undefined
      ? { List: { items: strings([newschema, name]) } }
      : { ObjectWithArgs: { ...routine, objname: strings([newschema, name]) } };
  return { AlterObjectSchemaStmt: { ...move, object, newschema: schema } };
}

function nameOfObject(object: Node | undefined): string | undefined {
  const routine = nodeAs(object, 'ObjectWithArgs');
  return stringsOf(routine?.objname ?? object).at(-1);
}

function withName(object: Node, name: string): Node {
  const routine = nodeAs(object, 'ObjectWithArgs');
  const replaced = (parts: readonly Node[]): Node[] => [...parts.slice(0, -1), string(name)];
  if (routine !== undefined) {
    return { ObjectWithArgs: { ...routine, objname: replaced(routine.objname ?? []) } };
  }
  const items = nodeAs(object, 'List')?.items;
  return items === undefined ? string(name) : { List: { items: replaced(items) } };
}
