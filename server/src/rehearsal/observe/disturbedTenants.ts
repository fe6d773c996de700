import type { Fixture } from '../fixture';
import { tablesWithOtherRows, type DataSnapshot } from '../snapshot/data';
import { compareSchemas, describeDifference, type SchemaSnapshot } from '../snapshot/schema';
import type { DisturbedTenant } from '../trial/trial';

interface State {
  readonly schema: SchemaSnapshot;
  readonly data: DataSnapshot;
}

/** Tenants that a run was not for and whose schemas are not what they were before it. */
export function disturbedTenants(fixture: Fixture, before: State, after: State): readonly DisturbedTenant[] {
  const objects = compareSchemas(before.schema, after.schema);
  const tables = tablesWithOtherRows(before.data, after.data);
  return fixture.bystanders.flatMap(({ name, schema }) => {
    if (schema === undefined) return [];
    const changes = [
      ...objects.filter((difference) => difference.schema === schema).map(describeDifference),
      ...tables
        .filter((relation) => relation.startsWith(`${schema}.`))
        .map((relation) => `changed rows of ${relation}`),
    ];
    return changes.length === 0 ? [] : [{ tenant: name, changes }];
  });
}
