export {
  isRowTenancy,
  isShared,
  isTenantRoot,
  isTenantTable,
  ownershipOf,
  tenantColumnOf,
  tenantRootOf,
  type ForeignKey,
  type Ownership,
} from '../../tenancy';
