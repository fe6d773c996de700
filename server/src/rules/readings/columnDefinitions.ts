import type { ColumnDef } from '@pgsql/types';
import { nodeAs, type Statement } from '../../sql';

/** The columns that a CREATE TABLE or the ADD COLUMNs of an ALTER TABLE define. */
export function addedColumnDefinitions({ tree }: Statement): readonly ColumnDef[] {
  const elements = nodeAs(tree, 'CreateStmt')?.tableElts ?? [];
  const commands = nodeAs(tree, 'AlterTableStmt')?.cmds ?? [];
  const added = commands.flatMap((node) => {
    const command = nodeAs(node, 'AlterTableCmd');
    return command?.subtype === 'AT_AddColumn' ? (command.def ?? []) : [];
  });
  return [...elements, ...added].flatMap((node) => nodeAs(node, 'ColumnDef') ?? []);
}
