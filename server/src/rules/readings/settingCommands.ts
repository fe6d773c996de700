import { constantOf, nodeAs, type Statement } from '../../sql';

/** A SET or RESET of one parameter. */
export interface SettingCommand {
  /** In lower case. */
  readonly name: string;
  /** Undefined for RESET and SET … TO DEFAULT. */
  readonly value: string | undefined;
  readonly scope: 'transaction' | 'session';
}

export function settingCommand({ tree }: Statement): SettingCommand | undefined {
  const set = nodeAs(tree, 'VariableSetStmt');
  if (set?.name === undefined || set.kind === 'VAR_SET_MULTI' || set.kind === 'VAR_SET_CURRENT')
    return undefined;
  const values = (set.args ?? []).map((argument) => String(constantOf(argument) ?? ''));
  return {
    name: set.name.toLowerCase(),
    value: set.kind === 'VAR_SET_VALUE' ? values.join(', ') : undefined,
    scope: set.is_local === true ? 'transaction' : 'session',
  };
}

/** Whether the statement gives the session back its own value of the parameter. */
export function resets(statement: Statement, name: string): boolean {
  const command = settingCommand(statement);
  if (command !== undefined) return command.name === name && command.value === undefined;
  return (
    nodeAs(statement.tree, 'VariableSetStmt')?.kind === 'VAR_RESET_ALL' ||
    nodeAs(statement.tree, 'DiscardStmt')?.target === 'DISCARD_ALL'
  );
}
