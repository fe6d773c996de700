import { reasonToRunAgain } from '../trial/rerun';
import { attributed, failed, passed, skipped, type Check } from './check';
import { firstDifference } from './interruption';

/** Where a framework could run the file on a tenant that already has it: does that change nothing? */
export const rerun: Check = {
  id: 'rerun',
  judge: attributed(({ rerun: facts, up }, { migration }) => {
    const reason = reasonToRunAgain(migration);
    if (reason === undefined)
      return skipped('Its framework never runs it again: file and ledger share a transaction.');
    if (up.run.failure !== undefined || facts === undefined)
      return skipped('The migration did not run to its end.');
    const { failure, difference } = facts;
    if (failure !== undefined) {
      return failed(`Run again, as may happen because ${reason}, it fails: ${failure.message}.`, {
        statement: failure.statement,
      });
    }
    const first = difference === undefined ? undefined : firstDifference(difference);
    if (first === undefined) return passed('Run again, it changes nothing.');
    return failed(`Run again, as may happen because ${reason}, it changes the tenant once more: ${first}.`);
  }),
};
