import { findColumn, quoted, quotedName } from '../../../catalog';
import { nodeAs } from '../../../sql';
import { refused, type TablePlanner } from '../model';

const keptReason = '-- tenantsafe-ignore pg-drop-column: the statement before keeps its values';

/** DROP COLUMN of a required column: code may leave it out first, and the column goes when none writes it any more. */
export const dropColumn: TablePlanner = ({ action, statement, table, name }) => {
  const command = nodeAs(action.content, 'AlterTableCmd');
  if (command?.subtype !== 'AT_DropColumn' || command.name === undefined) return undefined;
  const column = findColumn(table, command.name);
  if (column === undefined) return refused(`The migration history does not make the column ${command.name}.`);
  if (!column.notNull || column.default !== undefined) {
    return refused(
      `${command.name} may be left out by code as it is: drop it once no code reads or writes it, there is nothing to prepare.`,
    );
  }
  const alter = `ALTER TABLE ${quotedName(name)}`;
  const text = statement.text.slice(
    action.span.start - statement.span.start,
    action.span.end - statement.span.start,
  );
  const isOnlyAction = nodeAs(statement.tree, 'AlterTableStmt')?.cmds?.length === 1;
  return {
    kind: 'phased',
    here: {
      phase: 'expand',
      code: `code that writes ${column.name}, and code that knows nothing of it`,
      up: [`${alter} ALTER COLUMN ${quoted(column.name)} DROP NOT NULL`],
    },
    later: [
      {
        phase: 'contract',
        title: `drop ${table.name} ${column.name}`,
        transaction: 'per-file',
        data: 'kept',
        code: `code that knows nothing of ${column.name}`,
        up: [`${keptReason}\n${isOnlyAction ? statement.text : `${alter} ${text}`}`],
      },
    ],
  };
};
