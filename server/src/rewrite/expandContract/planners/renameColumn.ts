import { findColumn, quoted } from '../../../catalog';
import { nodeAs } from '../../../sql';
import { refused, type TablePlanner } from '../model';
import { replaceColumn } from '../replacedColumn';

/** RENAME COLUMN: both names are there, and kept alike, until no code uses the old one. */
export const renameColumn: TablePlanner = (splitting) => {
  const rename = nodeAs(splitting.action.content, 'RenameStmt');
  if (rename?.renameType !== 'OBJECT_COLUMN' || rename.relationType !== 'OBJECT_TABLE') return undefined;
  const column = findColumn(splitting.table, rename.subname ?? '');
  const final = rename.newname;
  if (column === undefined || final === undefined) {
    return refused(`The migration history does not make the column ${rename.subname ?? ''}.`);
  }
  const [from, to] = [quoted(column.name), quoted(final)];
  return replaceColumn(splitting, {
    column,
    type: column.type,
    interim: final,
    final,
    // Code that knows the old name is gone by the swap, so that the old column may keep it.
    retired: column.name,
    value: from,
    // On insert only one of the two is given; on update the one that changed is what its writer knows.
    synchronise: [
      "IF TG_OP = 'INSERT' THEN",
      `  IF NEW.${to} IS NULL THEN NEW.${to} := NEW.${from}; ELSE NEW.${from} := NEW.${to}; END IF;`,
      `ELSIF NEW.${from} IS DISTINCT FROM OLD.${from} THEN NEW.${to} := NEW.${from};`,
      `ELSIF NEW.${to} IS DISTINCT FROM OLD.${to} THEN NEW.${from} := NEW.${to};`,
      'END IF;',
    ],
    back: to,
    title: `rename ${splitting.table.name} ${column.name}`,
    code: {
      meanwhile: `code that knows ${column.name}, and code that knows ${final}`,
      afterwards: `code that knows ${final} only`,
    },
  });
};
