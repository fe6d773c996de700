import { attributed, failed, passed, skipped, type Check } from './check';
import { describeScriptFailure } from './scriptFailure';

/** Does the rollback run to its end after the migration? */
export const rollbackApply: Check = {
  id: 'rollback-apply',
  judge: attributed(({ up, down }, { migration }) => {
    if (migration.down === undefined) return failed('There is no rollback to run.');
    if (up.run.failure !== undefined || down === undefined)
      return skipped('The migration did not run to its end.');
    const { failure, ms } = down.run;
    if (failure === undefined) return passed(`The rollback ran in ${Math.round(ms)} ms.`);
    return failed(describeScriptFailure('The rollback', failure), {
      statement: failure.statement,
      relations: failure.relation === undefined ? [] : [failure.relation],
    });
  }),
};
