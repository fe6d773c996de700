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
