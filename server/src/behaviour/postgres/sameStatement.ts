import { nodeAs } from '../../sql';
import type { Action } from '../model';

/** The constraints that the action's own ALTER TABLE drops, which the server does before all else. */
export function droppedConstraints({ statement }: Action): ReadonlySet<string> {
  const commands = nodeAs(statement, 'AlterTableStmt')?.cmds ?? [];
  const names = commands.flatMap((node) => {
    const command = nodeAs(node, 'AlterTableCmd');
    return command?.subtype === 'AT_DropConstraint' ? (command.name ?? []) : [];
  });
  return new Set(names);
}
