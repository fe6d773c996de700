import type { FuncCall, Node } from '@pgsql/types';
import {
  columnTypeOf,
  resolveRoutine,
  type Catalog,
  type ColumnType,
  type QualifiedName,
  type Routine,
  type Table,
} from '../catalog';
import { constantOf, nameOfParts, nodeAs, stringsOf } from '../sql';
import type { PolicyValue, SettingValue } from './model';
import { returnedBy } from './routines';

/** Where an expression of a policy stands. */
export interface PolicyContext {
  readonly catalog: Catalog;
  readonly table: Table;
}

/** Where a value comes from that a policy compares a column with. */
export function valueOf(expression: Node, context: PolicyContext): PolicyValue {
  return read(expression, context, new Set());
}

/** A column of the policy's own table, and the cast around it. */
export function ownColumnOf(
  expression: Node | undefined,
  { catalog, table }: PolicyContext,
): { readonly column: string; readonly cast: ColumnType | undefined } | undefined {
  const bare = expression === undefined ? undefined : withoutSelect(expression);
  const cast = nodeAs(bare, 'TypeCast');
  if (cast !== undefined) {
    const inner = ownColumnOf(cast.arg, { catalog, table });
    return inner && { ...inner, cast: columnTypeOf(catalog, cast.typeName) };
  }
  const names = stringsOf(nodeAs(bare, 'ColumnRef')?.fields);
  const [column, qualifier] = names.toReversed();
  if (column === undefined || (qualifier !== undefined && qualifier !== table.name)) return undefined;
  return table.columns.some(({ name }) => name === column) ? { column, cast: undefined } : undefined;
}

/** `(SELECT expression)`, which the planner evaluates once for the whole query, means the expression. */
export function withoutSelect(expression: Node): Node {
  const link = nodeAs(expression, 'SubLink');
  const select = link?.subLinkType === 'EXPR_SUBLINK' ? nodeAs(link.subselect, 'SelectStmt') : undefined;
  const [target, ...others] = select?.targetList ?? [];
  const value = nodeAs(target, 'ResTarget')?.val;
  if (select?.fromClause !== undefined || others.length > 0 || value === undefined) return expression;
  return withoutSelect(value);
}

/** The function that a call means; undefined for those of `pg_catalog`. A platform's function need not be in the history. */
export function routineOf(
  call: FuncCall,
  catalog: Catalog,
): { readonly name: QualifiedName; readonly routine: Routine | undefined } | undefined {
  const written = nameOfParts(call.funcname);
  if (written === undefined || written.schema === 'pg_catalog') return undefined;
  const name = resolveRoutine(catalog, written);
  const routine = catalog.routines.get(name)?.[0];
  return routine === undefined && written.schema === undefined ? undefined : { name, routine };
}

function read(expression: Node, context: PolicyContext, within: ReadonlySet<Routine>): PolicyValue {
  const bare = withoutSelect(expression);
  const cast = nodeAs(bare, 'TypeCast');
  if (cast?.arg !== undefined) {
    const value = read(cast.arg, context, within);
    return value.kind === 'setting'
      ? { ...value, cast: columnTypeOf(context.catalog, cast.typeName) }
      : value;
  }
  const operation = nodeAs(bare, 'A_Expr');
  if (operation?.lexpr !== undefined && operation.rexpr !== undefined) {
    return readOperation(operation.lexpr, operation.rexpr, bare, context, within);
  }
  const choice = nodeAs(bare, 'CoalesceExpr');
  if (choice !== undefined) return readCoalesce(choice.args ?? [], context, within);
  const call = nodeAs(bare, 'FuncCall');
  if (call !== undefined) return readCall(call, context, within);
  if (nodeAs(bare, 'SQLValueFunction') !== undefined) return { kind: 'role' };
  if (nodeAs(bare, 'A_Const') !== undefined) return { kind: 'constant' };
  const own = ownColumnOf(bare, context);
  return own === undefined ? { kind: 'other' } : { kind: 'column', column: own.column };
}

/** NULLIF, and `->>`, which takes one member of a JSON value. */
function readOperation(
  left: Node,
  right: Node,
  operation: Node,
  context: PolicyContext,
  within: ReadonlySet<Routine>,
): PolicyValue {
  const { kind, name } = nodeAs(operation, 'A_Expr') ?? {};
  const value = read(left, context, within);
  if (value.kind !== 'setting') return { kind: 'other' };
  const constant = constantOf(right);
  if (kind === 'AEXPR_NULLIF') return constant === '' ? { ...value, emptyIsNull: true } : value;
  const takesMember = stringsOf(name).at(-1)?.startsWith('-') === true;
  return takesMember && constant !== undefined
    ? { ...value, cast: undefined, part: String(constant) }
    : { kind: 'other' };
}

function readCoalesce(
  [first, ...others]: readonly Node[],
  context: PolicyContext,
  within: ReadonlySet<Routine>,
): PolicyValue {
  const value = first === undefined ? undefined : read(first, context, within);
  if (value?.kind !== 'setting') return value ?? { kind: 'other' };
  const last = others.at(-1);
  if (last === undefined) return value;
  if (read(last, context, within).kind === 'column') return { ...value, fallback: { kind: 'own column' } };
  const constant = constantUnderCasts(last);
  return constant === undefined ? value : { ...value, fallback: { kind: 'constant', value: constant } };
}

function constantUnderCasts(expression: Node): string | number | undefined {
  const cast = nodeAs(expression, 'TypeCast');
  return constantOf(expression) ?? (cast?.arg === undefined ? undefined : constantUnderCasts(cast.arg));
}

function readCall(call: FuncCall, context: PolicyContext, within: ReadonlySet<Routine>): PolicyValue {
  const [name, missingOk] = call.args ?? [];
  if (stringsOf(call.funcname).at(-1) === 'current_setting' && name !== undefined) {
    return settingOf(constantOf(name), missingOk === undefined ? undefined : constantOf(missingOk));
  }
  const called = routineOf(call, context.catalog);
  if (called === undefined) return { kind: 'other' };
  const { routine } = called;
  const [returned, ...others] = routine === undefined || within.has(routine) ? [] : returnedBy(routine);
  const value =
    routine === undefined || returned === undefined || others.length > 0
      ? undefined
      : read(returned, context, new Set([...within, routine]));
  return value?.kind === 'setting'
    ? { ...value, through: called.name }
    : { kind: 'call', routine: called.name };
}

function settingOf(
  name: string | number | undefined,
  missingOk: string | number | undefined,
): SettingValue | { readonly kind: 'other' } {
  if (typeof name !== 'string') return { kind: 'other' };
  return {
    kind: 'setting',
    name,
    missingOk: missingOk === 'true',
    emptyIsNull: false,
    cast: undefined,
    part: undefined,
    fallback: undefined,
    through: undefined,
  };
}
