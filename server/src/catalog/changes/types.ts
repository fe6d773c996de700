import type {
  AlterEnumStmt,
  CompositeTypeStmt,
  CreateEnumStmt,
  CreateRangeStmt,
  DefineStmt,
} from '@pgsql/types';
import { nameOfParts, nameOfRangeVar, nodeAs, stringsOf } from '../../sql';
import { withType } from '../edit';
import type { Catalog, Origin, Owned, QualifiedName, UserType } from '../model';
import { qualify } from '../objectNames';
import { columnTypeOf, resolveUserType } from '../query/resolve';
import { refuse } from '../refusal';
import type { Change } from './change';
import { columnOf } from './columns';
import { grantsForNew } from './defaultGrants';
import { definitionNamed, newObjectName } from './reading';

export const createEnum: Change<CreateEnumStmt> = (catalog, statement, origin) =>
  addType(catalog, {
    ...newType(catalog, newObjectName(catalog, nameOfParts(statement.typeName)), origin),
    kind: 'enum',
    labels: stringsOf(statement.vals),
  });

export const createComposite: Change<CompositeTypeStmt> = (catalog, statement, origin) =>
  addType(catalog, {
    ...newType(catalog, newObjectName(catalog, nameOfRangeVar(statement.typevar)), origin),
    kind: 'composite',
    attributes: (statement.coldeflist ?? []).flatMap((node) => {
      const definition = nodeAs(node, 'ColumnDef');
      return definition === undefined ? [] : [columnOf(catalog, definition, origin)];
    }),
  });

export const createRange: Change<CreateRangeStmt> = (catalog, statement, origin) => {
  const subtype = nodeAs(definitionNamed(statement.params, 'subtype')?.arg, 'TypeName');
  return addType(catalog, {
    ...newType(catalog, newObjectName(catalog, nameOfParts(statement.typeName)), origin),
    kind: 'range',
    subtype: subtype === undefined ? undefined : columnTypeOf(catalog, subtype),
  });
};

/** CREATE TYPE in its base form; CREATE AGGREGATE, OPERATOR and COLLATION share the grammar and are not followed. */
export const defineObject: Change<DefineStmt> = (catalog, statement, origin) => {
  if (statement.kind !== 'OBJECT_TYPE') return catalog;
  const base = newType(catalog, newObjectName(catalog, nameOfParts(statement.defnames)), origin);
  // CREATE TYPE name; makes a shell that the full definition replaces later.
  return withType(catalog, { ...base, kind: 'base' });
};

/** ALTER TYPE … ADD VALUE and RENAME VALUE. */
export const alterEnum: Change<AlterEnumStmt> = (catalog, statement) => {
  const name = resolveUserType(
    catalog,
    nameOfParts(statement.typeName) ?? refuse('the statement names no type'),
  );
  const type = existingType(catalog, name);
  if (type.kind !== 'enum') return refuse(`"${name}" is not an enum`);
  const label = statement.newVal ?? '';
  const { labels } = type;
  if (labels.includes(label)) {
    return statement.skipIfNewValExists === true ? catalog : refuse(`enum label "${label}" already exists`);
  }
  if (statement.oldVal !== undefined) {
    if (!labels.includes(statement.oldVal))
      return refuse(`"${statement.oldVal}" is not an existing enum label`);
    const renamed = labels.map((other) => (other === statement.oldVal ? label : other));
    return withType(catalog, { ...type, labels: renamed });
  }
  const neighbour = statement.newValNeighbor;
  if (neighbour === undefined) return withType(catalog, { ...type, labels: [...labels, label] });
  const place = labels.indexOf(neighbour);
  if (place < 0) return refuse(`"${neighbour}" is not an existing enum label`);
  return withType(catalog, {
    ...type,
    labels: labels.toSpliced(statement.newValIsAfter === true ? place + 1 : place, 0, label),
  });
};

export function existingType(catalog: Catalog, name: QualifiedName): UserType {
  return catalog.types.get(name) ?? refuse(`type "${name}" is not known to the history`);
}

/** Puts a new type in, unless its name is taken; a relation's row type takes names too. */
export function addType(catalog: Catalog, type: UserType): Catalog {
  const name = qualify(type.schema, type.name);
  const isShell = catalog.types.get(name)?.kind === 'base';
  if ((catalog.types.has(name) && !isShell) || catalog.relations.has(name))
    refuse(`type "${name}" already exists`);
  return withType(catalog, type);
}

export function newType(
  catalog: Catalog,
  name: { readonly schema: string; readonly name: string },
  origin: Origin,
): Owned {
  const owner = catalog.session.role;
  return { ...name, origin, owner, grants: grantsForNew(catalog, 'types', name.schema, owner) };
}
