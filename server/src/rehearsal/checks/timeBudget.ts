import { failed, passed, skipped, type Check } from './check';

/** Does the migration finish for this tenant within `budgets.tenantSeconds`? */
export const timeBudget: Check = {
  id: 'time-budget',
  judge({ alone, policy }) {
    const { failure, ms } = alone.up.run;
    if (failure !== undefined) return skipped('The migration did not run to its end.');
    const seconds = ms / 1000;
    const budget = policy.budgets.tenantSeconds;
    const spent = `${seconds.toFixed(2)} s of the allowed ${budget} s`;
    return seconds <= budget ? passed(`It took ${spent}.`) : failed(`It took ${spent}.`);
  },
};
