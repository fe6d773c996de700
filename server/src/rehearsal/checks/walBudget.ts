import { attributed, failed, passed, skipped, type Check } from './check';

/** Does the migration write no more than `budgets.walMegabytes` of write-ahead log, which every replica must replay? */
export const walBudget: Check = {
  id: 'wal-budget',
  judge: attributed(({ up }, { policy }) => {
    if (up.run.failure !== undefined) return skipped('The migration did not run to its end.');
    const bytes = up.run.statements.reduce((sum, { observation }) => sum + observation.walBytes, 0);
    const megabytes = bytes / 1024 / 1024;
    const written = `${megabytes.toFixed(1)} MB of write-ahead log of the allowed ${policy.budgets.walMegabytes} MB`;
    return megabytes <= policy.budgets.walMegabytes
      ? passed(`It wrote ${written}.`)
      : failed(`It wrote ${written}.`);
  }),
};
