import type { Node } from '@pgsql/types';
import { isTable, type Catalog, type QualifiedName, type Relation, type Table } from '../../../catalog';
import { sqlOf } from '../../../sql';
import type { Scope } from '../model';

/** A relation that is there in both schemas and not the same in them. */
export interface Pair<Of extends Relation> {
  readonly name: QualifiedName;
  readonly from: Of;
  readonly to: Of;
}

/** Relations that both schemas have and that differ; those that go as a whole are left out. */
export function changedRelations(from: Catalog, to: Catalog, scope: Scope): readonly Pair<Relation>[] {
  if (from.relations === to.relations) return [];
  return from.relations.reduce<Pair<Relation>[]>((pairs, relation, name) => {
    const other = to.relations.get(name);
    if (other !== undefined && other !== relation && !scope.isPassing(name)) {
      pairs.push({ name, from: relation, to: other });
    }
    return pairs;
  }, []);
}

export function changedTables(from: Catalog, to: Catalog, scope: Scope): readonly Pair<Table>[] {
  return changedRelations(from, to, scope).flatMap(({ name, from: one, to: other }) =>
    isTable(one) && isTable(other) ? [{ name, from: one, to: other }] : [],
  );
}

/** Items of a list that the other list has under no equal name. */
export function notIn<Item extends { readonly name: string }>(
  items: readonly Item[],
  others: readonly { readonly name: string }[],
): readonly Item[] {
  return items.filter(({ name }) => !others.some((other) => other.name === name));
}

export function isSameTree(one: Node | undefined, other: Node | undefined): boolean {
  if (one === other) return true;
  return one !== undefined && other !== undefined && sqlOf(one) === sqlOf(other);
}

export function isSameValue(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
