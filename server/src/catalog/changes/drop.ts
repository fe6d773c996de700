import type { DropStmt, Node } from '@pgsql/types';
import { nameOfParts, nodeAs, stringsOf, type WrittenName } from '../../sql';
import { changeTable } from '../edit';
import type { Catalog } from '../model';
import { findTable } from '../query/relations';
import { resolveRelation, resolveUserType } from '../query/resolve';
import { refuse } from '../refusal';
import type { CatalogObject } from '../removal/objects';
import { removeObjects } from '../removal/remove';
import type { Change } from './change';
import { partOfTable } from './reading';
import { dropDefinitions } from './definitions';
import { dropRoutines } from './dropRoutines';

/** DROP of everything but roles: what is missing is refused unless IF EXISTS, what hangs on it goes by CASCADE only. */
export const dropObjects: Change<DropStmt> = (catalog, statement, origin) => {
  const kind = statement.removeType;
  if (
    kind === 'OBJECT_FUNCTION' ||
    kind === 'OBJECT_PROCEDURE' ||
    kind === 'OBJECT_ROUTINE' ||
    kind === 'OBJECT_AGGREGATE'
  ) {
    return dropRoutines(catalog, statement, origin);
  }
  const withoutDefinitions = dropDefinitions(catalog, kind, statement.objects ?? []);
  if (withoutDefinitions !== undefined) return withoutDefinitions;
  if (kind === 'OBJECT_RULE') return (statement.objects ?? []).reduce(dropRule, catalog);
  const behavior = statement.behavior === 'DROP_CASCADE' ? 'cascade' : 'restrict';
  const targets = (statement.objects ?? []).flatMap((node) => {
    const target = targetOfDrop(catalog, statement.removeType, node);
    if (target === undefined) return [];
    if (exists(catalog, target)) return [target];
    return statement.missing_ok === true ? [] : refuse(`${target.kind} "${target.name}" does not exist`);
  });
  refuseParts(catalog, targets);
  return removeObjects(catalog, targets, behavior);
};

function dropRule(catalog: Catalog, node: Node): Catalog {
  const { table, part } = partOfTable(catalog, node);
  const found = findTable(catalog, table);
  if (found === undefined) return catalog;
  return changeTable(catalog, table, () => ({
    ...found,
    rules: found.rules.filter(({ name }) => name !== part),
  }));
}

function targetOfDrop(catalog: Catalog, kind: DropStmt['removeType'], node: Node): CatalogObject | undefined {
  switch (kind) {
    case 'OBJECT_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
    case 'OBJECT_FOREIGN_TABLE':
      return { kind: 'relation', name: resolveRelation(catalog, written(node)) };
    case 'OBJECT_INDEX':
      return { kind: 'index', name: resolveRelation(catalog, written(node)) };
    case 'OBJECT_SEQUENCE':
      return { kind: 'sequence', name: resolveRelation(catalog, written(node)) };
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return { kind: 'type', name: resolveUserType(catalog, typeNameOf(node)) };
    case 'OBJECT_SCHEMA':
      return { kind: 'schema', name: stringsOf(node).at(0) ?? '' };
    case 'OBJECT_EXTENSION':
      return { kind: 'extension', name: stringsOf(node).at(0) ?? '' };
    case 'OBJECT_POLICY':
      return partTarget(catalog, 'policy', node);
    case 'OBJECT_TRIGGER':
      return partTarget(catalog, 'trigger', node);
    default:
      return undefined;
  }
}

function partTarget(catalog: Catalog, kind: 'policy' | 'trigger', node: Node): CatalogObject {
  const { table, part } = partOfTable(catalog, node);
  return { kind, relation: table, name: part };
}

function exists(catalog: Catalog, object: CatalogObject): boolean {
  switch (object.kind) {
    case 'relation':
      return catalog.relations.has(object.name);
    case 'index':
      return catalog.indexes.has(object.name);
    case 'sequence':
      return catalog.sequences.has(object.name);
    case 'type':
      return catalog.types.has(object.name);
    case 'routine':
      return catalog.routines.has(object.name);
    case 'schema':
      return catalog.schemas.has(object.name);
    case 'extension':
      return catalog.extensions.has(object.name);
    case 'policy':
      return findTable(catalog, object.relation)?.policies.some(({ name }) => name === object.name) ?? false;
    case 'trigger':
      return (
        catalog.relations.get(object.relation)?.triggers.some(({ name }) => name === object.name) ?? false
      );
    case 'column':
    case 'default':
    case 'constraint':
      return true;
  }
}

/** An index goes with its constraint, and a partition's part with that of the parent, never alone. */
function refuseParts(catalog: Catalog, targets: readonly CatalogObject[]): void {
  for (const target of targets) {
    const index = target.kind === 'index' ? catalog.indexes.get(target.name) : undefined;
    if (index?.constraint !== undefined) {
      refuse(`constraint "${index.constraint}" on table "${index.table}" requires index "${target.name}"`);
    }
    if (index?.attachedTo !== undefined)
      refuse(`index "${index.attachedTo}" requires index "${target.name}"`);
  }
}

function written(node: Node): WrittenName {
  return nameOfParts(node) ?? refuse('the statement names no object');
}

function typeNameOf(node: Node): WrittenName {
  return nameOfParts(nodeAs(node, 'TypeName')?.names) ?? refuse('the statement names no type');
}
