import { findColumn, findConstraint, type Column, type Table } from '../../catalog';
import type { NodeOf } from '../../sql';

/** The column that a DROP NOT NULL, or the drop of a NOT NULL constraint by its name, makes nullable. */
export function relaxedColumn(command: NodeOf<'AlterTableCmd'>, table: Table): Column | undefined {
  const name = command.name ?? '';
  const constraint = command.subtype === 'AT_DropConstraint' ? findConstraint(table, name) : undefined;
  const column =
    command.subtype === 'AT_DropNotNull'
      ? findColumn(table, name)
      : constraint?.kind === 'not null'
        ? findColumn(table, constraint.columns[0])
        : undefined;
  return column?.notNull === true ? column : undefined;
}
