import { findRelation, resolveRelation, type Catalog, type QualifiedName, type Trigger } from '../../catalog';
import { nameOfParts, nameOfRangeVar, nodeAs, stringsOf, type NodeOf, type Statement } from '../../sql';

/** A trigger as a statement names it, with its relation. */
export interface NamedTrigger {
  readonly relation: QualifiedName;
  readonly name: string;
}

/**
 * The trigger that a DROP TRIGGER takes away. None with IF EXISTS where the history knows the relation and no such trigger
 * of it: then the server does not even lock the relation.
 */
export function droppedTrigger({ tree }: Statement, catalog: Catalog): NamedTrigger | undefined {
  const drop = nodeAs(tree, 'DropStmt');
  if (drop?.removeType !== 'OBJECT_TRIGGER') return undefined;
  const [object] = drop.objects ?? [];
  const parts = nodeAs(object, 'List')?.items ?? [];
  const written = nameOfParts(parts.slice(0, -1));
  const name = stringsOf(parts).at(-1);
  if (written === undefined || name === undefined) return undefined;
  const trigger = { relation: resolveRelation(catalog, written), name };
  const relation = findRelation(catalog, trigger.relation);
  const isFullyKnown = relation !== undefined && relation.uncertain === undefined;
  const isMissing = isFullyKnown && findTrigger(catalog, trigger) === undefined;
  return drop.missing_ok === true && isMissing ? undefined : trigger;
}

/** The trigger that a CREATE TRIGGER makes. */
export function createdTrigger(
  create: NodeOf<'CreateTrigStmt'> | undefined,
  catalog: Catalog,
): NamedTrigger | undefined {
  const written = nameOfRangeVar(create?.relation);
  if (create?.trigname === undefined || written === undefined) return undefined;
  return { relation: resolveRelation(catalog, written), name: create.trigname };
}

/** The trigger as the history knows it. */
export function findTrigger(catalog: Catalog, { relation, name }: NamedTrigger): Trigger | undefined {
  return findRelation(catalog, relation)?.triggers.find((trigger) => trigger.name === name);
}

export function isSameTrigger(one: NamedTrigger, other: NamedTrigger): boolean {
  return one.relation === other.relation && one.name === other.name;
}
