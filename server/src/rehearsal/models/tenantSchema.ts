import type { TenancyPolicy } from '../../project';

/**
 * The schema of a fixture tenant: its name in the place of the wildcard of the first pattern of `tenancy.schemas` that
 * has one, such as `tenant_minimal` for `tenant_*`; a copy's is `tenant_minimal_2`.
 */
export function tenantSchemaOf(tenant: string, tenancy: Pick<TenancyPolicy, 'schemas'>): string {
  const pattern = tenancy.schemas.find((each) => each.includes('*')) ?? 'tenant_*';
  return pattern.replace('*', tenant.replaceAll('-', '_')).replaceAll('*', '');
}
