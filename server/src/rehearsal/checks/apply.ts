import { attributed, failed, passed, type Check } from './check';
import { describeScriptFailure } from './scriptFailure';

/** Does the migration run to its end on the tenant's rows, with no more rights than it should have? */
export const apply: Check = {
  id: 'apply',
  judge: attributed(({ up }) => {
    const { failure, ms } = up.run;
    if (failure === undefined) return passed(`The migration ran in ${Math.round(ms)} ms.`);
    return failed(describeScriptFailure('The migration', failure), {
      statement: failure.statement,
      relations: failure.relation === undefined ? [] : [failure.relation],
    });
  }),
};
