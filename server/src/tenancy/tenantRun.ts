import picomatch from 'picomatch';
import { tenantSchema } from '../catalog';
import type { Migration, Policy } from '../project';

/** Whether a migration runs once for each tenant, in the schema of that tenant. */
export function isTenantRun({ scope }: Pick<Migration, 'scope'>, { tenancy }: Policy): boolean {
  return tenancy.model === 'schema' && scope === 'tenant';
}

/**
 * The search path with which the run of a migration begins: for a tenant's its own schema and then those that all share.
 * Undefined where it is the server's own.
 */
export function searchPathOfRun(
  migration: Pick<Migration, 'scope'>,
  policy: Policy,
): readonly string[] | undefined {
  return isTenantRun(migration, policy) ? [tenantSchema, ...policy.tenancy.sharedSchemas] : undefined;
}

/** Which side of the fence a schema of the schema model is on; undefined where neither the policy nor its name tells. */
export function sideOfSchema(schema: string, { tenancy }: Policy): 'tenant' | 'shared' | undefined {
  if (tenancy.model !== 'schema') return undefined;
  if (schema === tenantSchema || isPlaceholder(schema)) return 'tenant';
  if (patternOf(schema, tenancy.schemas) !== undefined) return 'tenant';
  return tenancy.sharedSchemas.includes(schema) ? 'shared' : undefined;
}

/** The pattern of the policy that a tenant's schema has its name by. */
export function patternOf(schema: string, patterns: readonly string[]): string | undefined {
  return patterns.find((each) => picomatch.isMatch(schema, each));
}

/** A name that the runner fills in, such as `${schema}`, as the parser was given it: with `_` for each other character. */
export function isPlaceholder(name: string): boolean {
  return /^__\w+_$/.test(name);
}
