import type { CheckId } from '../result';
import { skipped, type Check } from './check';

/** A check of the contract that this version cannot make. It says so and never passes. */
export function notYet(id: CheckId, what: string): Check {
  return { id, judge: () => skipped(`This version does not ${what} yet.`) };
}
