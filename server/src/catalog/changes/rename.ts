import type { AlterObjectSchemaStmt, Node, RenameStmt } from '@pgsql/types';
import { nameOfParts, nodeAs } from '../../sql';
import { withType } from '../edit';
import type { Catalog, QualifiedName } from '../model';
import { partsOf, qualify } from '../objectNames';
import { indexesOf, nameOf } from '../query/relations';
import { resolveRoutine, resolveUserType } from '../query/resolve';
import { refuse } from '../refusal';
import { renameColumn } from '../renaming/columns';
import { renameConstraint, renamePolicy, renameTrigger } from '../renaming/parts';
import { moveRelation } from '../renaming/relations';
import { moveRoutine, moveType, renameRole, renameSchema } from '../renaming/schemas';
import type { Change } from './change';
import { targetOf } from './reading';
import { matching } from './routines';
import { existingType } from './types';

/** ALTER … RENAME of everything. */
export const renameObject: Change<RenameStmt> = (catalog, statement) => {
  const from = statement.subname ?? '';
  const to = statement.newname ?? '';
  switch (statement.renameType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
    case 'OBJECT_FOREIGN_TABLE':
    case 'OBJECT_INDEX':
    case 'OBJECT_SEQUENCE':
      return ofKnown(catalog, statement, (name) =>
        moveRelation(catalog, name, qualify(partsOf(name).schema, to)),
      );
    case 'OBJECT_COLUMN':
      return ofKnown(catalog, statement, (name) => renameColumn(catalog, name, from, to));
    case 'OBJECT_TABCONSTRAINT':
      return ofKnown(catalog, statement, (name) =>
        withMovedComment(
          renameConstraint(catalog, name, from, to),
          'TABCONSTRAINT',
          `${name}.${from}`,
          `${name}.${to}`,
        ),
      );
    case 'OBJECT_POLICY':
      return ofKnown(catalog, statement, (name) =>
        withMovedComment(renamePolicy(catalog, name, from, to), 'POLICY', `${name}.${from}`, `${name}.${to}`),
      );
    case 'OBJECT_TRIGGER':
      return ofKnown(catalog, statement, (name) =>
        withMovedComment(
          renameTrigger(catalog, name, from, to),
          'TRIGGER',
          `${name}.${from}`,
          `${name}.${to}`,
        ),
      );
    case 'OBJECT_SCHEMA':
      return renameSchema(catalog, from, to);
    case 'OBJECT_ROLE':
      return renameRole(catalog, from, to);
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN': {
      const name = typeNamed(catalog, statement.object);
      const renamed = qualify(partsOf(name).schema, to);
      return withMovedComment(moveType(catalog, name, renamed), 'TYPE', name, renamed);
    }
    case 'OBJECT_DOMCONSTRAINT':
      return renameDomainCheck(catalog, typeNamed(catalog, statement.object), from, to);
    case 'OBJECT_ATTRIBUTE':
      return renameAttribute(catalog, resolvedType(catalog, statement), from, to);
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
      return ofRoutine(catalog, statement.object, (name) => qualify(partsOf(name).schema, to));
    default:
      return catalog;
  }
};

/** ALTER … SET SCHEMA: a table takes its indexes, constraints and owned sequences along. */
export const moveObject: Change<AlterObjectSchemaStmt> = (catalog, statement) => {
  const schema = statement.newschema ?? '';
  const moved = (name: QualifiedName) => qualify(schema, partsOf(name).name);
  switch (statement.objectType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
    case 'OBJECT_FOREIGN_TABLE':
    case 'OBJECT_SEQUENCE':
      return ofKnown(catalog, statement, (name) => {
        const along = [
          ...indexesOf(catalog, name).map(nameOf),
          ...[...catalog.sequences.values()].filter(({ ownedBy }) => ownedBy?.table === name).map(nameOf),
        ];
        return [name, ...along].reduce((result, each) => moveRelation(result, each, moved(each)), catalog);
      });
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN': {
      const name = typeNamed(catalog, statement.object);
      return withMovedComment(moveType(catalog, name, moved(name)), 'TYPE', name, moved(name));
    }
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
      return ofRoutine(catalog, statement.object, moved);
    default:
      return catalog;
  }
};

function withMovedComment(catalog: Catalog, kind: string, from: string, to: string): Catalog {
  const [before, after] = [`${kind} ${from}`, `${kind} ${to}`];
  const text = catalog.comments.get(before);
  if (text === undefined) return catalog;
  return { ...catalog, comments: catalog.comments.delete(before).set(after, text) };
}

/** IF EXISTS forgives a relation that is not there. */
function ofKnown(
  catalog: Catalog,
  statement: Pick<RenameStmt, 'relation' | 'missing_ok'>,
  change: (name: QualifiedName) => Catalog,
): Catalog {
  const name = targetOf(catalog, statement.relation);
  const isKnown = catalog.relations.has(name) || catalog.indexes.has(name) || catalog.sequences.has(name);
  if (isKnown) return change(name);
  return statement.missing_ok === true ? catalog : refuse(`relation "${name}" is not known to the history`);
}

function ofRoutine(
  catalog: Catalog,
  object: Node | undefined,
  target: (name: QualifiedName) => QualifiedName,
): Catalog {
  const written = nodeAs(object, 'ObjectWithArgs');
  const name = resolveRoutine(
    catalog,
    nameOfParts(written?.objname) ?? refuse('the statement names no function'),
  );
  const overloads = catalog.routines.get(name) ?? [];
  const moving = matching(catalog, name, written);
  if (moving.length === 0) return refuse(`function "${name}" is not known to the history`);
  if (moving.length === overloads.length) return moveRoutine(catalog, name, target(name));
  const to = target(name);
  const staying = overloads.filter((routine) => !moving.includes(routine));
  const moved = moving.map((routine) => ({ ...routine, ...partsOf(to) }));
  const present = catalog.routines.get(to) ?? [];
  return { ...catalog, routines: catalog.routines.set(name, staying).set(to, [...present, ...moved]) };
}

function typeNamed(catalog: Catalog, object: Node | undefined): QualifiedName {
  return resolveUserType(catalog, nameOfParts(object) ?? refuse('the statement names no type'));
}

function resolvedType(catalog: Catalog, statement: RenameStmt): QualifiedName {
  const { relation } = statement;
  if (relation?.relname === undefined) return refuse('the statement names no type');
  return resolveUserType(catalog, { schema: relation.schemaname, name: relation.relname });
}

function renameDomainCheck(catalog: Catalog, name: QualifiedName, from: string, to: string): Catalog {
  const type = existingType(catalog, name);
  if (type.kind !== 'domain') return refuse(`"${name}" is not a domain`);
  const checks = type.checks.map((check) => (check.name === from ? { ...check, name: to } : check));
  return withType(catalog, { ...type, checks });
}

function renameAttribute(catalog: Catalog, name: QualifiedName, from: string, to: string): Catalog {
  const type = existingType(catalog, name);
  if (type.kind !== 'composite') return refuse(`"${name}" is not a composite type`);
  const attributes = type.attributes.map((one) => (one.name === from ? { ...one, name: to } : one));
  return withType(catalog, { ...type, attributes });
}
