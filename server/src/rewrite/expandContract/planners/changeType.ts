import type { Node } from '@pgsql/types';
import { columnTypeOf, findColumn, quoted, spokenType, type Column } from '../../../catalog';
import { nodeAs, sqlOf } from '../../../sql';
import { ofRow } from '../columnReferences';
import { refused, type TablePlanner } from '../model';
import { replaceColumn } from '../replacedColumn';
import { isBuiltIn } from '../valueSource';

/** ALTER COLUMN … TYPE that writes the table anew: a second column of the new type takes over. */
export const changeType: TablePlanner = (splitting) => {
  const command = nodeAs(splitting.action.content, 'AlterTableCmd');
  const definition = nodeAs(command?.def, 'ColumnDef');
  if (command?.subtype !== 'AT_AlterColumnType' || definition === undefined) return undefined;
  const column = findColumn(splitting.table, command.name ?? '');
  if (column === undefined)
    return refused(`The migration history does not make the column ${command.name ?? ''}.`);
  const type = columnTypeOf(splitting.catalog, definition.typeName);
  const interim = `${column.name}_new`;
  const using = definition.raw_default;
  return replaceColumn(splitting, {
    column,
    type,
    interim,
    final: column.name,
    retired: `${column.name}_old`,
    value: using === undefined ? quoted(column.name) : sqlOf(using),
    synchronise: [`NEW.${quoted(interim)} := ${rowValue(using, column)};`],
    back: `${quoted(column.name)}::${isBuiltIn(type) && isBuiltIn(column.type) ? '' : 'text::'}${spokenType(column.type)}`,
    title: `change ${splitting.table.name} ${column.name}`,
    code: {
      meanwhile: `code that takes ${column.name} for ${spokenType(column.type)}`,
      afterwards: `code that takes ${column.name} for ${spokenType(type)}; prepared statements on it are planned anew`,
    },
  });
};

/** An assignment converts as ALTER COLUMN … TYPE does: it refuses what does not fit, where a cast would cut it. */
function rowValue(using: Node | undefined, column: Column): string {
  return using === undefined ? `NEW.${quoted(column.name)}` : sqlOf(ofRow(using, 'new'));
}
