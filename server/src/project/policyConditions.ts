import type { Node } from '@pgsql/types';
import { constantOf, nodeAs, relationsNamedIn, scanSql, stringsOf, walk } from '../sql';
import { qualified } from './tableNames';

/** A call that may read a setting: `current_setting` of a constant, or a routine that may do so. */
export interface SettingCall {
  readonly routine: string;
  readonly setting: string | undefined;
}

export interface ComparedColumn {
  readonly column: string;
  readonly calls: readonly SettingCall[];
}

/** By condition: a policy's tree outlives many looks at the history that it is a part of. */
const comparedColumns = new WeakMap<Node, readonly ComparedColumn[]>();

/** Columns that a condition compares with what calls give. */
export function comparedWithCalls(condition: Node): readonly ComparedColumn[] {
  const known = comparedColumns.get(condition);
  if (known !== undefined) return known;
  const found: ComparedColumn[] = [];
  walk(condition, (node, kind) => {
    if (kind === 'SubLink') return false;
    const comparison = nodeAs(node, 'A_Expr');
    if (comparison === undefined || stringsOf(comparison.name).at(-1) !== '=') return;
    const sides = [comparison.lexpr, comparison.rexpr]
      .filter((side) => side !== undefined)
      .map(withoutSelect);
    const column = sides.flatMap((side) => columnOf(side) ?? [])[0];
    if (column !== undefined) found.push({ column, calls: sides.flatMap(callsIn) });
    return;
  });
  comparedColumns.set(condition, found);
  return found;
}

/** `(SELECT expression)`, which the planner evaluates once for the whole query, means the expression. */
function withoutSelect(expression: Node): Node {
  const link = nodeAs(expression, 'SubLink');
  const select = link?.subLinkType === 'EXPR_SUBLINK' ? nodeAs(link.subselect, 'SelectStmt') : undefined;
  const value = nodeAs(select?.targetList?.[0], 'ResTarget')?.val;
  return value === undefined || select?.fromClause !== undefined ? expression : value;
}

export interface LookUp {
  readonly column: string;
  readonly tables: readonly string[];
  readonly routines: readonly string[];
}

const lookUps = new WeakMap<Node, readonly LookUp[]>();

/** Columns of the row that a condition looks up: `org_id IN (SELECT …)`, `EXISTS (… m.org_id = tasks.org_id …)`, `is_member(org_id)`. */
export function lookUpsIn(condition: Node): readonly LookUp[] {
  const known = lookUps.get(condition);
  if (known !== undefined) return known;
  const found: LookUp[] = [];
  const add = (column: string | undefined, within: Node) => {
    if (column === undefined) return;
    found.push({ column, tables: tablesIn(within), routines: callsIn(within).map(({ routine }) => routine) });
  };
  walk(condition, (node) => {
    const link = nodeAs(node, 'SubLink');
    if (link?.testexpr !== undefined) add(columnOf(link.testexpr), node);
    if (link?.subLinkType === 'EXISTS_SUBLINK') {
      for (const column of comparedColumnsIn(node)) add(column, node);
    }
    const comparison = nodeAs(node, 'A_Expr');
    const sides = [comparison?.lexpr, comparison?.rexpr].filter((side) => side !== undefined);
    const [column] = sides.flatMap((side) => columnOf(side) ?? []);
    const other = sides.find((side) => columnOf(side) === undefined);
    if (other !== undefined && stringsOf(comparison?.name).at(-1) === '=') add(column, other);
    const call = nodeAs(node, 'FuncCall');
    for (const argument of call?.args ?? []) add(columnOf(argument), node);
    return link === undefined || withoutSelect(node) !== node ? undefined : false;
  });
  lookUps.set(condition, found);
  return found;
}

/** Columns that a sub-select compares with one of the same name: the row's with the membership's. */
function comparedColumnsIn(subselect: Node): readonly string[] {
  const columns: string[] = [];
  walk(subselect, (node) => {
    const comparison = nodeAs(node, 'A_Expr');
    const [left, right] = [comparison?.lexpr, comparison?.rexpr].map((side) => side && columnOf(side));
    if (left !== undefined && left === right) columns.push(left);
    return undefined;
  });
  return columns;
}

export function tablesIn(tree: Node): readonly string[] {
  return relationsNamedIn(tree).map(({ schema, name }) => qualified(schema, name));
}

/** What follows FROM and JOIN in a routine's body, in whatever language it is written. */
export function tablesInBody(body: string): readonly string[] {
  const tokens = scanSql(body);
  return tokens.flatMap((token, place) => {
    if (!/^(from|join)$/i.test(token.text)) return [];
    const [first, dot, second] = tokens
      .slice(place + 1, place + 4)
      .map(({ text }) => text.replaceAll('"', ''));
    if (first === undefined) return [];
    return dot === '.' && second !== undefined ? qualified(first, second) : first;
  });
}

/** Calls in an expression whose result it takes as a whole; one that is taken apart (`->>`) holds more than a tenant's id. */
export function callsIn(expression: Node): readonly SettingCall[] {
  const calls: SettingCall[] = [];
  walk(expression, (node) => {
    if (stringsOf(nodeAs(node, 'A_Expr')?.name).some((operator) => operator.startsWith('-'))) return false;
    const call = nodeAs(node, 'FuncCall');
    if (call === undefined) return;
    const routine = stringsOf(call.funcname).at(-1) ?? '';
    const argument = call.args?.[0] === undefined ? undefined : constantOf(call.args[0]);
    const isSetting = routine === 'current_setting' && typeof argument === 'string';
    calls.push({ routine, setting: isSetting ? argument : undefined });
    return;
  });
  return calls;
}

function columnOf(expression: Node): string | undefined {
  const reference = nodeAs(expression, 'ColumnRef');
  if (reference !== undefined) return stringsOf(reference.fields).at(-1);
  const inner = nodeAs(expression, 'TypeCast')?.arg;
  return inner === undefined ? undefined : columnOf(inner);
}

/** The settings that the text of a routine's body reads, in whatever language it is written. */
export function settingsInBody(body: string): readonly string[] {
  const tokens = scanSql(body);
  return tokens.flatMap((token, index) => {
    const argument = tokens[index + 2]?.text;
    const isCall = token.text.toLowerCase() === 'current_setting' && tokens[index + 1]?.text === '(';
    return isCall && argument?.startsWith("'") === true ? argument.slice(1, -1).replaceAll("''", "'") : [];
  });
}
