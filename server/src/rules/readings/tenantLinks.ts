import type { ReviewedMigration } from '../model';
import { declaredForeignKeys, type DeclaredForeignKey } from './tenantForeignKeys';
import { isTenantTable, tenantColumnOf } from './tenantOwnership';

/** A foreign key from one tenant table to another that leaves out the tenant, with the tenant columns of both. */
export interface TenantLink extends DeclaredForeignKey {
  readonly childTenant: string;
  readonly parentTenant: string;
}

/** The foreign keys of a migration that let a row of one tenant point to a row of another. */
export function linksWithoutTenant(migration: ReviewedMigration): readonly TenantLink[] {
  const { tenancy } = migration.policy;
  return declaredForeignKeys(migration).flatMap((declared): readonly TenantLink[] => {
    const { child, parent, foreignKey } = declared;
    if (!isTenantTable(child, tenancy) || !isTenantTable(parent, tenancy)) return [];
    const childTenant = tenantColumnOf(child, tenancy);
    const parentTenant = tenantColumnOf(parent, tenancy);
    if (childTenant === undefined || parentTenant === undefined) return [];
    // A key on the tenant column alone points at the tenant, whatever table stands for it.
    if (foreignKey.referencedColumns.length === 0 || foreignKey.columns.includes(childTenant)) return [];
    return [{ ...declared, childTenant, parentTenant }];
  });
}

/** The columns of the child that a key with the tenant has. */
export function childColumns({ childTenant, foreignKey }: TenantLink): readonly string[] {
  return [childTenant, ...foreignKey.columns];
}

/** The columns of the parent that such a key refers to, which have to be unique together. */
export function parentColumns({ parentTenant, foreignKey }: TenantLink): readonly string[] {
  return [parentTenant, ...foreignKey.referencedColumns];
}
