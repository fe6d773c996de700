export {
  isRowTenancy,
  isShared,
  isTenantRoot,
  isTenantTable,
  ownershipOf,
  tenantColumnOf,
  tenantRootOf,
  type Ownership,
} from './ownership';
export type { ForeignKey } from '../catalog';
export type * from './model';
export { rolesOf } from './access';
export { asSeenBy, relationsReadBy, treesOf } from './routines';
export { tenancyOf, type Tenancy } from './registry';
export { concernsRoles, confines, isAlwaysTrue } from './policies';
export { isPlaceholder, isTenantRun, searchPathOfRun, sideOfSchema } from './tenantRun';
export { standingPhrase, tenancySentence } from './describe';
export { valueOf } from './values';
