import type { FleetFacts } from '../fleet/rehearseFleet';
import type { SchemaSnapshot } from '../snapshot/schema';
import { tenantSchema } from '../snapshot/tenantSchema';
import type { Trial } from '../trial/trial';

/** A tenant's schema before and after the migration, worded so that it can be compared with another tenant's. */
export interface TenantSchemas {
  readonly tenant: string;
  readonly before: SchemaSnapshot;
  readonly after: SchemaSnapshot;
}

/** The schemas of all tenants whose migration ran to its end. */
export interface SchemaCensus {
  readonly byTenant: ReadonlyMap<string, TenantSchemas>;
  /** The first of those whose schema after the migration the most tenants have. */
  readonly usual: TenantSchemas | undefined;
}

/** Takes each tenant's schemas from the rollout to all of them, where there was one, else from its run alone. */
export function takeCensus(
  { alone, together }: { readonly alone: readonly Trial[]; readonly together: Trial | undefined },
  fleet: FleetFacts | undefined,
): SchemaCensus {
  const counted = [
    ...alone.flatMap((trial) => trial.fixture.tenants.flatMap((tenant) => schemasIn(trial, tenant))),
    ...(together?.fixture.copies ?? []).flatMap((copy) =>
      together === undefined || copy.schema === undefined ? [] : schemasIn(together, copy),
    ),
    ...(fleet?.members ?? []).flatMap(({ tenant, schemas }) =>
      schemas === undefined ? [] : [{ tenant: tenant.name, ...schemas }],
    ),
  ];
  const byTenant = new Map(counted.map((each) => [each.tenant, each]));
  return { byTenant, usual: mostCommon([...byTenant.values()]) };
}

function schemasIn(
  { before, after }: Trial,
  { name, schema }: { readonly name: string; readonly schema: string | undefined },
): readonly TenantSchemas[] {
  if (after === undefined) return [];
  return [
    {
      tenant: name,
      before: tenantSchema(before.schema, schema),
      after: tenantSchema(after.schema, schema),
    },
  ];
}

function mostCommon(all: readonly TenantSchemas[]): TenantSchemas | undefined {
  const sharers = new Map<string, TenantSchemas[]>();
  for (const each of all) {
    const key = wordingOf(each.after);
    sharers.set(key, [...(sharers.get(key) ?? []), each]);
  }
  return [...sharers.values()].toSorted((one, other) => other.length - one.length)[0]?.[0];
}

/** The same text for the same schema. */
function wordingOf({ objects }: SchemaSnapshot): string {
  const entries = [...objects].map(([name, { attributes }]) => JSON.stringify([name, attributes]));
  return entries.toSorted().join('\n');
}
