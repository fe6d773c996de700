import type { Planner, TablePlanner } from '../model';
import { addConstraint } from './addConstraint';
import { addKey } from './addKey';
import { addRequiredColumn } from './addRequiredColumn';
import { changeType } from './changeType';
import { dropColumn } from './dropColumn';
import { renameColumn } from './renameColumn';
import { renameEnumValue } from './renameEnumValue';
import { renameTable } from './renameTable';
import { setExpression } from './setExpression';
import { setNotNull } from './setNotNull';
import { wholeUpdate } from './wholeUpdate';

/** Every change of a table that can be spread over phases; each planner knows its own. */
export const tablePlanners: readonly TablePlanner[] = [
  addConstraint,
  addKey,
  addRequiredColumn,
  changeType,
  dropColumn,
  renameColumn,
  renameTable,
  setExpression,
  setNotNull,
  wholeUpdate,
];

/** The same for what belongs to no table. */
export const otherPlanners: readonly Planner[] = [renameEnumValue];
