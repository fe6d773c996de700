import type { Map as ImmutableMap } from 'immutable';
import type { FiledMap } from '../filedMap';
import type { Catalog, NotUnderstood, QualifiedName } from '../model';
import { withUncertain } from '../uncertain';

/**
 * The catalog where statements may have run or not: what they make is there, since code asks whether a thing exists
 * before it makes it; what they change or drop stays as it was, marked as uncertain by `entry`.
 */
export function mergePossible(before: Catalog, after: Catalog, entry: NotUnderstood): Catalog {
  if (before === after) return before;
  const changed = changedRelations(before, after);
  const merged: Catalog = {
    ...before,
    schemas: withNew(before.schemas, after.schemas),
    relations: withNewFiled(before.relations, after.relations),
    indexes: withNewFiled(
      before.indexes,
      after.indexes.filter(({ table }) => !before.relations.has(table)),
    ),
    sequences: withNew(before.sequences, after.sequences),
    types: withNew(before.types, after.types),
    routines: withNew(before.routines, after.routines),
    extensions: withNew(before.extensions, after.extensions),
    roles: withNew(before.roles, after.roles),
    notUnderstood: [...before.notUnderstood, ...dynamicOnes(before, after)],
  };
  if (changed.length === 0) return merged;
  const made: NotUnderstood = { ...entry, relations: changed };
  return { ...withUncertain(merged, made), notUnderstood: [...merged.notUnderstood, made] };
}

/** Relations that the statements make, change or drop, and those on whose indexes they do. */
function changedRelations(before: Catalog, after: Catalog): readonly QualifiedName[] {
  const relations = differences(before.relations, after.relations);
  const tables = differences(before.indexes, after.indexes).flatMap(
    (index) => before.indexes.get(index)?.table ?? after.indexes.get(index)?.table ?? [],
  );
  return [...new Set([...relations, ...tables])];
}

function differences<Value>(before: FiledMap<Value>, after: FiledMap<Value>): readonly string[] {
  if (before === after) return [];
  const others = [...after].filter(([name, value]) => before.get(name) !== value).map(([name]) => name);
  return [...others, ...[...before.keys()].filter((name) => !after.has(name))];
}

function withNew<Value>(
  before: ImmutableMap<string, Value>,
  after: ImmutableMap<string, Value>,
): ImmutableMap<string, Value> {
  return before === after ? before : before.concat(after.filter((_value, name) => !before.has(name)));
}

function withNewFiled<Value>(before: FiledMap<Value>, after: FiledMap<Value>): FiledMap<Value> {
  return before === after ? before : before.concat(after.filter((_value, name) => !before.has(name)));
}

/** Refusals in a way that nobody may go are no news. */
function dynamicOnes(before: Catalog, after: Catalog): readonly NotUnderstood[] {
  return after.notUnderstood.slice(before.notUnderstood.length).filter(({ kind }) => kind === 'dynamic');
}
