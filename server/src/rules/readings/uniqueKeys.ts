import { indexesOf, nameOf, type Catalog, type QualifiedName, type Table } from '../../catalog';

/** Column lists of which each value occurs at most once in the table: those of unique indexes without predicate. */
export function uniqueKeysOf(catalog: Catalog, table: Table): readonly (readonly string[])[] {
  return indexesOf(catalog, nameOf(table))
    .filter((index) => index.unique && index.valid && index.predicate === undefined)
    .map((index) => index.keys.map((key) => key.column))
    .filter((columns): columns is string[] => columns.every((column) => column !== undefined));
}

/** Whether a unique key of the table consists of exactly these columns, in any order. */
export function hasUniqueKey(catalog: Catalog, table: Table, columns: readonly string[]): boolean {
  return uniqueKeysOf(catalog, table).some(
    (key) => key.length === columns.length && columns.every((column) => key.includes(column)),
  );
}

/**
 * Whether REFRESH MATERIALIZED VIEW CONCURRENTLY has what it needs: a valid unique index on columns alone, for all rows
 * (manual, REFRESH MATERIALIZED VIEW).
 */
export function canRefreshConcurrently(catalog: Catalog, view: QualifiedName): boolean {
  return indexesOf(catalog, view).some(
    ({ unique, valid, predicate, keys }) =>
      unique && valid && predicate === undefined && keys.every(({ column }) => column !== undefined),
  );
}
