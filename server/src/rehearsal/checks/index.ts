import { apply } from './apply';
import { appQueries } from './appQueries';
import type { Check } from './check';
import { constraints } from './constraints';
import { interruption } from './interruption';
import { isolation } from './isolation';
import { lockBudget } from './lockBudget';
import { reapply } from './reapply';
import { rerun } from './rerun';
import { rollbackApply } from './rollbackApply';
import { rollbackData } from './rollbackData';
import { rollbackSchema } from './rollbackSchema';
import { tenantDrift } from './tenantDrift';
import { timeBudget } from './timeBudget';
import { walBudget } from './walBudget';

/** Every check of the contract, in the order in which reports list them. */
export const checks: readonly Check[] = [
  apply,
  timeBudget,
  lockBudget,
  walBudget,
  constraints,
  appQueries,
  isolation,
  tenantDrift,
  rollbackApply,
  rollbackSchema,
  rollbackData,
  reapply,
  rerun,
  interruption,
];

export { checkCopy, type Copy } from './copies';
export { takeCensus } from './schemaCensus';
export { checkResult, type Check, type Subject } from './check';
