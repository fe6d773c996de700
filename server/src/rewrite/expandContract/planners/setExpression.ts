import { findColumn, spokenName } from '../../../catalog';
import { oldestMajor } from '../../../project';
import { nodeAs } from '../../../sql';
import { refused, type TablePlanner } from '../model';

/** SET EXPRESSION of a stored generated column: no way leads to another one but through a rewrite. */
export const setExpression: TablePlanner = ({ action, table, name, place }) => {
  const command = nodeAs(action.content, 'AlterTableCmd');
  const column = findColumn(table, command?.name ?? '');
  if (command?.subtype !== 'AT_SetExpression' || column?.generated?.storage !== 'stored') return undefined;
  const spoken = `${spokenName(name)}.${column.name}`;
  const virtual =
    oldestMajor(place.policy) >= 18 ? ', or a virtual generated column, which stores nothing' : '';
  return refused(
    `${spoken} is computed and stored by the server, and neither SET EXPRESSION nor a new stored column comes without writing the table anew: add a plain column that a trigger fills${virtual}, and let the application move over to it.`,
  );
};
