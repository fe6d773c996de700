import { RehearsalError } from '../errors';
import { prepareDatabaseFixtures } from './database';
import type { FixtureRequest, FixtureSet } from './model';
import { prepareRowFixtures } from './row';
import { prepareSchemaFixtures } from './schema';

export type { FixtureRequest, FixtureSet } from './model';
export { preludeOf } from './prelude';
export { samplesOf } from './samples';
export { seedsOf } from './seeds';

/**
 * Builds the tenants' templates, or finds them from an earlier run: in the row model side by side in the same tables,
 * in the schema model in a schema each, in the database model in a database each.
 *
 * @throws RehearsalError when the history cannot be replayed.
 */
export function prepareFixtures(request: FixtureRequest): Promise<FixtureSet> {
  const { model = 'row' } = request.policy.tenancy;
  switch (model) {
    case 'row':
      return prepareRowFixtures(request);
    case 'schema':
      return prepareSchemaFixtures(request);
    case 'database':
      return prepareDatabaseFixtures(request);
    default:
      throw new RehearsalError(`The tenancy model ${String(model satisfies never)} is not known.`);
  }
}
