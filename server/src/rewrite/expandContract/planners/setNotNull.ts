import { findColumn, quoted, spokenName } from '../../../catalog';
import { nodeAs, sqlOf } from '../../../sql';
import { notNullSteps } from '../../steps/notNullSteps';
import { batchedUpdates } from '../batchedUpdate';
import { refused, type PhaseScript, type TablePlanner } from '../model';

/** SET NOT NULL: rows without a value get the default in batches, then a constraint holds for new rows, then for all. */
export const setNotNull: TablePlanner = ({ action, table, name, catalog, place }) => {
  const command = nodeAs(action.content, 'AlterTableCmd');
  if (command?.subtype !== 'AT_SetNotNull' || command.name === undefined) return undefined;
  const column = findColumn(table, command.name);
  if (column === undefined) return refused(`The migration history does not make the column ${command.name}.`);
  if (column.notNull) return refused(`${spokenName(name)}.${column.name} is NOT NULL already.`);
  if (table.kind === 'foreign') return refused(`${spokenName(name)} lies on another server.`);
  const steps = notNullSteps(place, table, column.name);
  const pending = `${quoted(column.name)} IS NULL`;
  const value = column.default === undefined ? undefined : sqlOf(column.default);
  const writes = `code that gives ${column.name} a value in every row that it writes`;
  const validation: PhaseScript = {
    phase: 'contract',
    title: `${table.name} ${column.name} not null`,
    transaction: 'per-file',
    code: writes,
    up: steps.later,
    down: steps.undone,
  };
  if (value === undefined) {
    const code = `${writes}; rows for which this is still true must be filled before, for they cannot be updated any more: ${pending}`;
    return { kind: 'phased', here: { phase: 'expand', code, up: [steps.first] }, later: [validation] };
  }
  const backfill: PhaseScript = {
    phase: 'backfill',
    title: `fill ${table.name} ${column.name}`,
    transaction: 'none',
    code: writes,
    up: batchedUpdates({ table, assignments: [{ column: column.name, value }], pending }, catalog, place),
    down: 'which rows had no value is not kept: those that were filled stay so',
  };
  // Not before the backfill: a row that violates it cannot be updated in any column.
  const requirement: PhaseScript = {
    phase: 'contract',
    title: `require ${table.name} ${column.name}`,
    transaction: 'per-file',
    code: writes,
    up: [steps.first],
  };
  return {
    kind: 'phased',
    here: { phase: 'expand', code: writes, up: [] },
    later: [backfill, requirement, validation],
  };
};
