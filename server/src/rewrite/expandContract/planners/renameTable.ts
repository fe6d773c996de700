import { nameOf, qualify, quoted, quotedList, quotedName, spokenName, type Grant } from '../../../catalog';
import { oldestMajor } from '../../../project';
import { nodeAs } from '../../../sql';
import { refused, type TablePlanner } from '../model';

/** RENAME TABLE: a view keeps the old name for old code until none is left. */
export const renameTable: TablePlanner = ({ action, table, name, place }) => {
  const rename = nodeAs(action.content, 'RenameStmt');
  if (rename?.renameType !== 'OBJECT_TABLE' || rename.newname === undefined) return undefined;
  const isInvoker = oldestMajor(place.policy) >= 15;
  if (table.rowSecurity.enabled && !isInvoker) {
    return refused(
      `A view of the old name would bypass the row security of ${spokenName(name)} before version 15.`,
    );
  }
  const renamed = quotedName(qualify(table.schema, rename.newname));
  const view = quotedName(nameOf(table));
  const columns = quotedList(table.columns.map((column) => column.name));
  const options = isInvoker ? ' WITH (security_invoker = true)' : '';
  return {
    kind: 'phased',
    here: {
      phase: 'expand',
      code: `code that knows ${table.name}, and code that knows ${rename.newname}`,
      up: [
        `ALTER TABLE ${view} RENAME TO ${quoted(rename.newname)}`,
        `CREATE VIEW ${view}${options} AS SELECT ${columns} FROM ${renamed}`,
        ...table.grants.map((grant) => granted(grant, view)),
      ],
    },
    later: [
      {
        phase: 'contract',
        title: `drop view ${table.name}`,
        transaction: 'per-file',
        code: `code that knows ${rename.newname} only`,
        up: [`DROP VIEW ${view}`],
      },
    ],
  };
};

function granted({ grantee, privilege }: Grant, view: string): string {
  return `GRANT ${privilege.toUpperCase()} ON ${view} TO ${grantee === 'public' ? 'PUBLIC' : quoted(grantee)}`;
}
