/**
 * Rows for any PostgreSQL schema, made inside the server: see `fillTenants`. Whose a value is can be told from its
 * canary: see `canary.ts`.
 */
export {
  fillTenants,
  type FillTenantsOptions,
  type FilledTenant,
  type FilledTenants,
  type FixtureTenant,
} from './fillTenants';
export type { FilledTable } from './fillTable';
export { canaryMarks, canaryPattern, tokenOf } from './canary';
export { withinExtent, type Extent } from './extent';
export { introspect } from './introspect';
export { relationName, type DataType, type Schema, type Table } from './model';
export { ownerJoin, ownersOf, ownershipOf, type Owners, type Ownership } from './ownership';
export { quotedName } from './rowSql';
export { brokenForeignKeys } from './foreignKeyProof';
