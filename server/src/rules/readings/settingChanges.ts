import type { FuncCall, Node } from '@pgsql/types';
import {
  constantOf,
  nodeAs,
  offsetInFile,
  stringsOf,
  tokensOf,
  walk,
  type Span,
  type Statement,
} from '../../sql';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { queriesOfBlock } from './blockQueries';
import { resets, settingCommand } from './settingCommands';
import { statementsAfter } from './statementOrder';
import { closingParenthesis, findKeyword } from './tokens';

/** A SET or a call of set_config() with constants, in a script or in the code of a function that the script makes. */
export interface SettingChange {
  /** In lower case. */
  readonly name: string;
  readonly value: string;
  readonly scope: 'transaction' | 'session';
  readonly by: 'SET' | 'set_config';
  readonly span: Span;
  /** What makes it hold for the transaction only; undefined where it does so already. */
  readonly makeLocal: { readonly span: Span; readonly newText: string } | undefined;
  readonly inRoutine: boolean;
}

/** What the statement sets, or what the function that it makes will set when it is called. */
export function settingChanges({ statement }: ReviewedStatement): readonly SettingChange[] {
  if (nodeAs(statement.tree, 'CreateFunctionStmt') === undefined) return changesIn(statement, false);
  return queriesOfBlock(statement).flatMap((query) => changesIn(query, true));
}

/** Whether a later statement of the script gives the parameter back; the empty text and NONE stand for no tenant and no role. */
export function isGivenBack(
  { name }: Pick<SettingChange, 'name'>,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): boolean {
  return statementsAfter(reviewed, migration).some(
    (later) =>
      resets(later.statement, name) ||
      settingChanges(later).some(
        (change) => change.name === name && change.scope === 'session' && isNothing(change),
      ),
  );
}

function isNothing({ value, inRoutine }: SettingChange): boolean {
  return !inRoutine && (value === '' || value === 'none');
}

function changesIn(statement: Statement, inRoutine: boolean): readonly SettingChange[] {
  const command = settingCommand(statement);
  if (command?.value !== undefined) {
    const { name, value, scope } = command;
    const makeLocal = scope === 'session' ? localKeyword(statement) : undefined;
    return [{ name, value, scope, by: 'SET', span: statement.span, makeLocal, inRoutine }];
  }
  return callsOfSetConfig(statement).flatMap((call) => changeByCall(call, statement, inRoutine) ?? []);
}

/** `SET LOCAL`, also for `SET SESSION`. */
function localKeyword(statement: Statement): SettingChange['makeLocal'] {
  const tokens = tokensOf(statement);
  const set = findKeyword(tokens, 'SET');
  if (set === undefined) return undefined;
  const session = findKeyword(tokens.slice(1, 2), 'SESSION');
  // SET SESSION AUTHORIZATION is one command, of which there is a LOCAL form too.
  const isAuthorization = findKeyword(tokens.slice(2, 3), 'AUTHORIZATION') !== undefined;
  return session === undefined || isAuthorization
    ? { span: { start: set.end, end: set.end }, newText: ' LOCAL' }
    : { span: { start: session.start, end: session.end }, newText: 'LOCAL' };
}

/** Few statements hold the name, which is sooner seen in the text than in the tree; an escaped name may be any. */
const mayCallSetConfig = /set_config|u&"/i;

function callsOfSetConfig({ tree, text }: Statement): readonly FuncCall[] {
  const calls: FuncCall[] = [];
  if (tree === undefined || !mayCallSetConfig.test(text)) return calls;
  walk(tree, (node) => {
    const call = nodeAs(node, 'FuncCall');
    if (stringsOf(call?.funcname).at(-1) === 'set_config' && call !== undefined) calls.push(call);
    return undefined;
  });
  return calls;
}

function changeByCall(call: FuncCall, statement: Statement, inRoutine: boolean): SettingChange | undefined {
  const [name, value, isLocal] = call.args ?? [];
  const setting = name === undefined ? undefined : constantOf(name);
  const scope = isLocal === undefined ? undefined : constantOf(isLocal);
  const span = spanOfCall(statement, call);
  if (typeof setting !== 'string' || scope === undefined || isLocal === undefined || span === undefined)
    return undefined;
  const flag = tokenAt(statement, isLocal);
  const isSession = scope === 'false';
  return {
    name: setting.toLowerCase(),
    value: String((value === undefined ? undefined : constantOf(value)) ?? '…'),
    scope: isSession ? 'session' : 'transaction',
    by: 'set_config',
    span,
    makeLocal: isSession && flag !== undefined ? { span: flag, newText: 'true' } : undefined,
    inRoutine,
  };
}

function tokenAt(statement: Statement, constant: Node): Span | undefined {
  const start = offsetInFile(statement, nodeAs(constant, 'A_Const')?.location);
  const token = tokensOf(statement).find((candidate) => candidate.start === start);
  return token && { start: token.start, end: token.end };
}

function spanOfCall(statement: Statement, { location }: FuncCall): Span | undefined {
  const start = offsetInFile(statement, location);
  const tokens = tokensOf(statement);
  const open = tokens.find((token) => token.start > start && token.text === '(');
  const close = open && closingParenthesis(tokens, open);
  return close && { start, end: close.end };
}
