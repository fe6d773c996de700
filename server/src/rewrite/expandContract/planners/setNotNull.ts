import { findColumn, quoted, spokenName } from '../../../catalog';
import { nodeAs, sqlOf } from '../../../sql';
import { notNullSteps } from '../../steps/notNullSteps';
import { batchedUpdates } from '../batchedUpdate';
import { refused, type PhaseScript, type TablePlanner } from '../model';

/** SET NOT NULL: first for the rows that are written from now on, then for those that are there, which nobody waits for. */
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
  const backfill: readonly PhaseScript[] =
    value === undefined
      ? []
      : [
          {
            phase: 'backfill',
            title: `fill ${table.name} ${column.name}`,
            transaction: 'none',
            code: `code that gives ${column.name} a value`,
            up: batchedUpdates(
              { table, assignments: [{ column: column.name, value }], pending },
              catalog,
              place,
            ),
            down: `which rows had no value is not kept: those that were filled stay so`,
          },
        ];
  return {
    kind: 'phased',
    here: {
      phase: 'expand',
      code: `code that gives ${column.name} a value in every row that it writes`,
      up: [steps.first],
    },
    later: [
      ...backfill,
      {
        phase: 'contract',
        title: `${table.name} ${column.name} not null`,
        transaction: 'per-file',
        code: `code that gives ${column.name} a value; no row may be left for which this is still true: ${pending}`,
        up: steps.later,
        down: steps.undone,
      },
    ],
  };
};
