import { changeConstraint, changeTable, existingTable } from '../edit';
import type { Catalog, QualifiedName } from '../model';
import { findConstraint } from '../query/constraints';
import { childrenOf, partitionsOf } from '../query/partitions';
import { findTable, findView, nameOf } from '../query/relations';
import { refuse } from '../refusal';
import { moveRelation } from './relations';

/** A key's index bears its name, so both change together; checks and NOT NULLs of children follow. */
export function renameConstraint(catalog: Catalog, table: QualifiedName, from: string, to: string): Catalog {
  const found = existingTable(catalog, table);
  const constraint =
    findConstraint(found, from) ?? refuse(`constraint "${from}" for table "${table}" does not exist`);
  if (findConstraint(found, to) !== undefined)
    return refuse(`constraint "${to}" for relation "${table}" already exists`);
  if ('index' in constraint) return moveRelation(catalog, constraint.index, `${found.schema}.${to}`);
  const renamed = changeConstraint(catalog, table, from, (other) => ({ ...other, name: to }));
  if (constraint.kind === 'foreign key') return renamed;
  return childrenOf(catalog, table)
    .filter((child) => findConstraint(child, from) !== undefined)
    .reduce((result, child) => renameConstraint(result, nameOf(child), from, to), renamed);
}

export function renamePolicy(catalog: Catalog, table: QualifiedName, from: string, to: string): Catalog {
  const { policies } = existingTable(catalog, table);
  if (!policies.some(({ name }) => name === from)) {
    return refuse(`policy "${from}" for table "${table}" does not exist`);
  }
  if (policies.some(({ name }) => name === to))
    return refuse(`policy "${to}" for table "${table}" already exists`);
  return changeTable(catalog, table, (found) => ({
    ...found,
    policies: found.policies.map(renamer(from, to)),
  }));
}

export function renameTrigger(catalog: Catalog, relation: QualifiedName, from: string, to: string): Catalog {
  const found = findTable(catalog, relation) ?? findView(catalog, relation);
  if (found?.triggers.some(({ name }) => name === from) !== true) {
    return refuse(`trigger "${from}" for table "${relation}" does not exist`);
  }
  const triggers = found.triggers.map(renamer(from, to));
  const renamed = { ...catalog, relations: catalog.relations.set(relation, { ...found, triggers }) };
  return partitionsOf(catalog, relation)
    .filter((partition) => partition.triggers.some(({ name }) => name === from))
    .reduce((result, partition) => renameTrigger(result, nameOf(partition), from, to), renamed);
}

function renamer(from: string, to: string): <Item extends { readonly name: string }>(item: Item) => Item {
  return (item) => (item.name === from ? { ...item, name: to } : item);
}
