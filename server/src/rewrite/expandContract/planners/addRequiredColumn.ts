import type { ColumnDef, Constraint, Node } from '@pgsql/types';
import { volatilityOf } from '../../../behaviour';
import { quoted, quotedName } from '../../../catalog';
import { nodeAs, sqlOf } from '../../../sql';
import { notNullSteps } from '../../steps/notNullSteps';
import { batchedUpdates } from '../batchedUpdate';
import { refused, type PhaseScript, type TablePlanner, type TableSplitting } from '../model';

/**
 * ADD COLUMN that must have a value in every row: one without a default, which the rows that are there refuse, or with a
 * volatile one, for which they are all written anew while nobody can read them. A constant default needs no phases.
 */
export const addRequiredColumn: TablePlanner = (splitting) => {
  const command = nodeAs(splitting.action.content, 'AlterTableCmd');
  const definition = nodeAs(command?.def, 'ColumnDef');
  if (command?.subtype !== 'AT_AddColumn' || definition?.colname === undefined) return undefined;
  const parts = (definition.constraints ?? []).flatMap((node) => nodeAs(node, 'Constraint') ?? []);
  const value = parts.find(({ contype }) => contype === 'CONSTR_DEFAULT')?.raw_expr;
  const required = parts.some(({ contype }) => contype === 'CONSTR_NOTNULL');
  const isFilledAtOnce = value !== undefined && volatilityOf(value, splitting.catalog).level !== 'volatile';
  if (isFilledAtOnce || (value === undefined && !required)) return undefined;
  const other = parts.find(({ contype }) => contype !== undefined && !understood.has(contype));
  if (other !== undefined) {
    return refused(
      `${definition.colname} gets a constraint together with the column: add that in a statement of its own first, which can be split as well.`,
    );
  }
  return phases(splitting, definition, definition.colname, value, required);
};

const understood: ReadonlySet<string> = new Set(['CONSTR_DEFAULT', 'CONSTR_NOTNULL', 'CONSTR_NULL']);

function phases(
  { table, name, catalog, place, action }: TableSplitting,
  definition: ColumnDef,
  column: string,
  value: Node | undefined,
  required: boolean,
): ReturnType<TablePlanner> {
  if (table.kind === 'foreign') return refused(`${table.name} lies on another server.`);
  const alter = `ALTER TABLE ${quotedName(name)}`;
  const plain = sqlOf({ ColumnDef: { ...definition, constraints: withoutValue(definition) } });
  const guard = nodeAs(action.content, 'AlterTableCmd')?.missing_ok === true ? 'IF NOT EXISTS ' : '';
  const steps = notNullSteps(place, table, column);
  const pending = `${quoted(column)} IS NULL`;
  const writes = `code that gives ${column} a value`;
  const backfill: readonly PhaseScript[] =
    value === undefined
      ? []
      : [
          {
            phase: 'backfill',
            title: `fill ${table.name} ${column}`,
            transaction: 'none',
            code: 'code as before, and code that reads the column where it has a value',
            up: batchedUpdates(
              { table, assignments: [{ column, value: sqlOf(value) }], pending },
              catalog,
              place,
            ),
            down: 'the values go with their column when the migration before is rolled back',
          },
        ];
  const filled = value === undefined ? writes : 'code that never writes a null to the column';
  // In two migrations, and not before the backfill: a row that violates it cannot be updated in any column.
  const contract: readonly PhaseScript[] = [
    {
      phase: 'contract',
      title: `require ${table.name} ${column}`,
      transaction: 'per-file',
      code: `${filled}; rows for which this is still true cannot be updated any more: ${pending}`,
      up: [steps.first],
    },
    {
      phase: 'contract',
      title: `${table.name} ${column} not null`,
      transaction: 'per-file',
      code: filled,
      up: steps.later,
      down: steps.undone,
    },
  ];
  return {
    kind: 'phased',
    here: {
      phase: 'expand',
      code: `code as before, and ${writes}`,
      up: [
        `${alter} ADD COLUMN ${guard}${plain}`,
        ...(value === undefined
          ? []
          : [`${alter} ALTER COLUMN ${quoted(column)} SET DEFAULT ${sqlOf(value)}`]),
      ],
    },
    later: [...backfill, ...(required ? contract : [])],
  };
}

/** A type's collation is no constraint and stays. */
function withoutValue({ constraints = [] }: ColumnDef): Node[] {
  const isKept = ({ contype }: Constraint) => contype === 'CONSTR_NULL';
  return constraints.filter((node) => {
    const constraint = nodeAs(node, 'Constraint');
    return constraint !== undefined && isKept(constraint);
  });
}
