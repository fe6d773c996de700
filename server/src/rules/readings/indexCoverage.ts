import {
  indexesOf,
  nameOf,
  type Catalog,
  type Index,
  type IndexKey,
  type QualifiedName,
} from '../../catalog';
import { sqlOf } from '../../sql';

/**
 * An index that is there and answers every query that the new one could: it has the same keys in the same order, or
 * begins with them. One that has to keep values apart can only be spared by one that keeps the same apart.
 */
export function coveringIndex(catalog: Catalog, added: Index): Index | undefined {
  return indexesOf(catalog, added.table).find(
    (other) => nameOf(other) !== nameOf(added) && other.valid && covers(other, added),
  );
}

function covers(other: Index, added: Index): boolean {
  if (other.method !== added.method || textOf(other.predicate) !== textOf(added.predicate)) return false;
  const keys = added.keys.map(spelled);
  const isPrefix = keys.every((key, place) => key === spelled(other.keys[place]));
  const isEqual = isPrefix && other.keys.length === keys.length;
  if (added.unique) {
    return (
      isEqual && other.unique && other.nullsNotDistinct === added.nullsNotDistinct && carries(other, added)
    );
  }
  // Only a btree is ordered by its first keys before the next.
  return (isEqual || (isPrefix && other.method === 'btree')) && carries(other, added);
}

function carries(other: Index, { include }: Index): boolean {
  const columns = [...other.include, ...other.keys.map(({ column }) => column)];
  return include.every((column) => columns.includes(column));
}

function spelled(key: IndexKey | undefined): string | undefined {
  if (key === undefined) return undefined;
  const known = spelledKeys.get(key);
  if (known !== undefined) return known;
  const { column, expression, operatorClass, collation, descending, nulls } = key;
  const spelling = JSON.stringify([
    column ?? textOf(expression),
    operatorClass,
    collation,
    descending,
    nulls,
  ]);
  spelledKeys.set(key, spelling);
  return spelling;
}

/** A new index is compared with each one of its table, key by key; a key is a value. */
const spelledKeys = new WeakMap<IndexKey, string>();

function textOf(expression: Index['predicate']): string | undefined {
  return expression === undefined ? undefined : sqlOf(expression);
}

/**
 * Whether an index leads to the rows with given values of these columns: it begins with all of them, in any order, or at
 * least with one that tells more than which tenant they are of.
 */
export function leadsTo(
  catalog: Catalog,
  table: QualifiedName,
  columns: readonly string[],
  tenantColumns: readonly string[],
): boolean {
  return indexesOf(catalog, table).some((index) => {
    if (!index.valid || index.predicate !== undefined) return false;
    const keys = index.keys.map(({ column }) => column);
    const end = keys.findIndex((column) => column === undefined || !columns.includes(column));
    const leading = end < 0 ? keys : keys.slice(0, end);
    return (
      columns.every((column) => leading.includes(column)) ||
      leading.some((column) => column !== undefined && !tenantColumns.includes(column))
    );
  });
}
