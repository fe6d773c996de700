import { describeDifference } from '../snapshot/schema';
import { attributed, counted, failed, passed, skipped, type Check } from './check';

/** After the rollback, is every object of the schema what it was before the migration? */
export const rollbackSchema: Check = {
  id: 'rollback-schema',
  judge: attributed(({ residue }) => {
    if (residue === undefined) return skipped('The rollback did not run to its end.');
    if (residue.schema.length === 0) return passed('The schema is what it was before the migration.');
    const sample = residue.schema.map(describeDifference);
    return failed(
      `The rollback leaves ${counted(residue.schema.length, 'object')} of the schema different: ${sample[0] ?? ''}.`,
      { sample },
    );
  }),
};
