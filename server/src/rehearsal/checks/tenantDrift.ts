import {
  compareSchemas,
  describeDifference,
  type SchemaDifference,
  type SchemaSnapshot,
} from '../snapshot/schema';
import { tenantSchema } from '../snapshot/tenantSchema';
import type { Trial } from '../trial/trial';
import { counted, failed, passed, skipped, type Check } from './check';

/** After the migration, does the tenant have the schema that the other tenants have? */
export const tenantDrift: Check = {
  id: 'tenant-drift',
  judge({ alone, everyAlone, tenant }) {
    const migrated = everyAlone.flatMap((trial) => (trial.after === undefined ? [] : [schemasOf(trial)]));
    const own = migrated.find(({ trial }) => trial === alone);
    if (own === undefined) return skipped('The migration did not run to its end.');
    if (migrated.length < 2) return skipped('There is no other tenant to compare with.');
    const usual = mostCommon(migrated, own);
    // What told the tenants apart before the migration is not its doing.
    const known = new Set(compareSchemas(usual.before, own.before).map(describeDifference));
    const differences = compareSchemas(usual.after, own.after).filter(
      (difference) => !known.has(describeDifference(difference)),
    );
    const [first] = differences.map(describeDrift);
    if (first === undefined)
      return passed('After the migration the tenant has the schema that most tenants have.');
    const more = differences.length > 1 ? `, and ${counted(differences.length - 1, 'more difference')}` : '';
    return failed(`Other than ${usual.trial.fixture.name}, ${tenant.name} ${first}${more}.`, {
      sample: differences.map(describeDrift),
    });
  },
};

function describeDrift({ object, kind, changes }: SchemaDifference): string {
  switch (kind) {
    case 'removed':
      return `lacks ${object}`;
    case 'added':
      return `has ${object}`;
    case 'changed':
      return `has ${object} with ${changes.map(({ attribute, before, after }) => `${attribute} ${after} instead of ${before}`).join('; ')}`;
  }
}

interface TenantSchemas {
  readonly trial: Trial;
  readonly before: SchemaSnapshot;
  readonly after: SchemaSnapshot;
}

function schemasOf(trial: Trial): TenantSchemas {
  const schema = trial.fixture.tenants[0]?.schema;
  const { before, after = before } = trial;
  return {
    trial,
    before: tenantSchema(before.schema, schema),
    after: tenantSchema(after.schema, schema),
  };
}

/** The first of those whose schema after the migration the most tenants have. */
function mostCommon(tenants: readonly TenantSchemas[], own: TenantSchemas): TenantSchemas {
  const sharers = ({ after }: TenantSchemas) =>
    tenants.filter((other) => compareSchemas(after, other.after).length === 0).length;
  return tenants.toSorted((left, right) => sharers(right) - sharers(left))[0] ?? own;
}
