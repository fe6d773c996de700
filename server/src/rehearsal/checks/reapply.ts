import { describeDifference } from '../snapshot/schema';
import { hasLostData } from '../trial/databaseState';
import { attributed, failed, passed, skipped, type Check } from './check';
import { describeDataResidue } from './dataResidue';
import { describeScriptFailure } from './scriptFailure';

/** Do migration, rollback and migration end in what the first migration made? */
export const reapply: Check = {
  id: 'reapply',
  judge: attributed(({ again, drift }) => {
    if (again === undefined) return skipped('The rollback did not run to its end.');
    const { failure } = again.run;
    if (failure !== undefined) {
      return failed(describeScriptFailure('After the rollback, the migration', failure), {
        statement: failure.statement,
      });
    }
    const lost = (drift?.data ?? []).filter(hasLostData);
    const objects = (drift?.schema ?? []).map(describeDifference);
    const [firstLost] = lost;
    if (firstLost === undefined && objects.length === 0)
      return passed('Applied again, it ends where it ended first.');
    const what = firstLost === undefined ? (objects[0] ?? '') : describeDataResidue(firstLost);
    return failed(`Applied again after the rollback, it ends elsewhere than at first: ${what}.`, {
      relations: lost.map(({ relation }) => relation),
      sample: [
        ...objects,
        ...lost.flatMap(({ relation, rows }) => rows.sample.map((line) => `${relation} ${line}`)),
      ],
    });
  }),
};
