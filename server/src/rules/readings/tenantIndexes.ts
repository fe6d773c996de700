import { indexesOf, nameOf, type Catalog, type Index, type Table } from '../../catalog';

/** Whether the index leads to the rows of one tenant: the tenant is its first key, and it holds all rows. */
export function leadsWith(index: Index, tenantColumn: string): boolean {
  const [first] = index.keys;
  return index.valid && index.predicate === undefined && first?.column === tenantColumn;
}

/** Whether some index of the table leads to the rows of one tenant. */
export function hasIndexOfTenant(catalog: Catalog, table: Table, tenantColumn: string): boolean {
  return indexesOf(catalog, nameOf(table)).some((index) => leadsWith(index, tenantColumn));
}
