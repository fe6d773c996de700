/**
 * Rows for any PostgreSQL schema, made inside the server: see `fillTenants`. Whose a value is can be told from its
 * canary: see `canary.ts`.
 */
export { fillTenants, type FilledTenant, type FilledTenants } from './fillTenants';
export { openRun, type FillTenantsOptions, type FixtureTenant, type Run } from './fillRun';
export { newRow, type NewRow } from './newRow';
export type { FilledTable } from './fillTable';
export { canaryMarks, canaryPattern, tokenOf } from './canary';
export { withinExtent, type Extent } from './extent';
export { introspect } from './introspect';
export { relationName, type DataType, type Schema, type Table } from './model';
export { ownerJoin, ownersOf, ownershipOf, type Owners, type Ownership } from './ownership';
export { quotedName } from './rowSql';
export { brokenForeignKeys } from './foreignKeyProof';
export { seedFolder, type Seed } from './seeds';
export type { Sample } from './samples';
