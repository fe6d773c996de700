import { changesRows, explainPlans } from '../plans/explainPlans';
import type { StatementPlan } from '../result';
import { roleFilter } from '../roles';
import { runnable } from '../run/history';
import type { Stage } from './stage';

/** Plans of the migration's statements that change rows, by index of the statement, made on a clone of their own. */
export async function rowChangePlans(stage: Stage): Promise<ReadonlyMap<number, StatementPlan>> {
  const script = runnable(stage.request.migration, 'up');
  if (!changesRows(script)) return new Map();
  const clone = await stage.openClone();
  const session = await clone.connect('migration');
  return explainPlans(
    session,
    script,
    roleFilter(stage.admin, () => undefined),
  );
}
