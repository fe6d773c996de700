import { compareSchemas, describeDifference, type SchemaDifference } from '../snapshot/schema';
import { counted, failed, passed, skipped, type Check, type Judgement, type Subject } from './check';

/** After the migration, does the tenant have the schema that the other tenants have? */
export const tenantDrift: Check = { id: 'tenant-drift', judge: judgeDrift };

export function judgeDrift({ census, tenant }: Pick<Subject, 'census' | 'tenant'>): Judgement {
  const own = census.byTenant.get(tenant.name);
  if (own === undefined) return skipped('The migration did not run to its end.');
  const { usual = own } = census;
  if (census.byTenant.size < 2) return skipped('There is no other tenant to compare with.');
  // What told the tenants apart before the migration is not its doing.
  const known = new Set(compareSchemas(usual.before, own.before).map(describeDifference));
  const differences = compareSchemas(usual.after, own.after).filter(
    (difference) => !known.has(describeDifference(difference)),
  );
  const [first] = differences.map(describeDrift);
  if (first === undefined)
    return passed('After the migration the tenant has the schema that most tenants have.');
  const more = differences.length > 1 ? `, and ${counted(differences.length - 1, 'more difference')}` : '';
  return failed(`Other than ${usual.tenant}, ${tenant.name} ${first}${more}.`, {
    sample: differences.map(describeDrift),
  });
}

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
