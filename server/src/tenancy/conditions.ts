import type { A_Expr, BoolExpr, FuncCall, Node, SubLink } from '@pgsql/types';
import { findColumn, nameOf, readExpression } from '../catalog';
import { constantOf, nodeAs, stringsOf, walk } from '../sql';
import type { Condition, Membership, PolicyValue } from './model';
import { relationsReadBy } from './routines';
import { ownColumnOf, routineOf, valueOf, withoutSelect, type PolicyContext } from './values';

/** What the expression of a policy tests. What is not about whose a row is stays `other`. */
export function conditionOf(expression: Node, context: PolicyContext): Condition {
  const bare = withoutSelect(expression);
  const boolean = nodeAs(bare, 'BoolExpr');
  if (boolean !== undefined) return ofBoolean(boolean, context);
  const test = nodeAs(bare, 'BooleanTest');
  if (test?.arg !== undefined && test.booltesttype === 'IS_TRUE') return conditionOf(test.arg, context);
  const nullTest = nodeAs(bare, 'NullTest');
  if (nullTest?.arg !== undefined) {
    const isNull = ofNullTest(nullTest.arg, context);
    if (isNull === undefined) return other(bare, context);
    return nullTest.nulltesttype === 'IS_NULL' ? isNull : negation(isNull);
  }
  const comparison = nodeAs(bare, 'A_Expr');
  if (comparison?.lexpr !== undefined && comparison.rexpr !== undefined) {
    return ofComparison(comparison, context) ?? other(bare, context);
  }
  const link = nodeAs(bare, 'SubLink');
  if (link !== undefined) return ofSubLink(link, context) ?? other(bare, context);
  const call = nodeAs(bare, 'FuncCall');
  if (call !== undefined) return ofCall(call, context) ?? other(bare, context);
  const value = constantOf(bare);
  return value === 'true' || value === 'false'
    ? { kind: 'constant', value: value === 'true' }
    : other(bare, context);
}

function ofBoolean({ boolop, args }: BoolExpr, context: PolicyContext): Condition {
  const parts = (args ?? []).map((part) => conditionOf(part, context));
  const [first] = parts;
  if (boolop === 'NOT_EXPR' && first !== undefined) return negation(first);
  return { kind: boolop === 'OR_EXPR' ? 'or' : 'and', parts };
}

function negation(part: Condition): Condition {
  return part.kind === 'constant' ? { kind: 'constant', value: !part.value } : { kind: 'not', part };
}

function ofComparison({ lexpr, rexpr, name, kind }: A_Expr, context: PolicyContext): Condition | undefined {
  if (lexpr === undefined || rexpr === undefined || kind === 'AEXPR_NULLIF') return undefined;
  switch (stringsOf(name).at(-1)) {
    case '=':
      return ofEquality(lexpr, rexpr, context);
    case '<>': {
      const equal = ofEmptyText(lexpr, rexpr, context) ?? ofConstants(lexpr, rexpr);
      return equal && negation(equal);
    }
    default:
      return undefined;
  }
}

function ofNullTest(argument: Node, context: PolicyContext): Condition | undefined {
  const own = ownColumnOf(argument, context);
  if (own !== undefined) {
    const isNeverNull = findColumn(context.table, own.column)?.notNull === true;
    return isNeverNull ? { kind: 'constant', value: false } : { kind: 'null column', column: own.column };
  }
  const value = valueOf(argument, context);
  return isKnown(value) ? { kind: 'unset', value } : undefined;
}

function ofEquality(left: Node, right: Node, context: PolicyContext): Condition | undefined {
  return (
    ofSides(left, right, context) ??
    ofSides(right, left, context) ??
    ofConstants(left, right) ??
    ofTruth(left, right, context) ??
    ofTruth(right, left, context) ??
    ofEmptyText(left, right, context) ??
    ofSignIn(left, right, context)
  );
}

function ofSides(side: Node, against: Node, context: PolicyContext): Condition | undefined {
  const own = ownColumnOf(side, context);
  if (own === undefined) return undefined;
  const membership = membershipIn(against, own.column, context);
  if (membership !== undefined) return membership;
  const value = valueOf(against, context);
  // Only NULL is not equal to itself.
  if (value.kind === 'column' && value.column === own.column) {
    const isNeverNull = findColumn(context.table, own.column)?.notNull === true;
    return isNeverNull
      ? { kind: 'constant', value: true }
      : { kind: 'not', part: { kind: 'null column', column: own.column } };
  }
  return { kind: 'equality', column: own.column, columnCast: own.cast, value };
}

/** A value that a query or a function over relations gives: `= ANY (ARRAY(SELECT …))`, `= (SELECT … FROM members)`. */
function membershipIn(expression: Node, column: string, context: PolicyContext): Membership | undefined {
  const relations = readExpression(context.catalog, expression, context.table).relations;
  const routine = callsIn(expression).flatMap((call) => routineOf(call, context.catalog) ?? []);
  const direct = relations.map(({ name }) => name);
  if (direct.length > 0)
    return { kind: 'membership', columns: [column], relations: direct, routine: undefined };
  for (const { name, routine: definition } of routine) {
    const read = definition === undefined ? [] : relationsReadBy(definition, context.catalog);
    if (read.length > 0) return { kind: 'membership', columns: [column], relations: read, routine: name };
  }
  return undefined;
}

/** `1 = 1` */
function ofConstants(left: Node, right: Node): Condition | undefined {
  const [one, another] = [constantOf(left), constantOf(right)];
  return one === undefined || another === undefined
    ? undefined
    : { kind: 'constant', value: one === another };
}

/** `is_member(account_id) = true` */
function ofTruth(side: Node, truth: Node, context: PolicyContext): Condition | undefined {
  return constantOf(truth) === 'true' ? conditionOf(side, context) : undefined;
}

/** `current_setting('app.tenant', true) = ''` */
function ofEmptyText(left: Node, right: Node, context: PolicyContext): Condition | undefined {
  const value = constantOf(right) === '' ? valueOf(left, context) : undefined;
  return value !== undefined && isKnown(value) ? { kind: 'unset', value } : undefined;
}

/** `auth.role() = 'authenticated'`: somebody has signed in, whoever it is. */
function ofSignIn(left: Node, right: Node, context: PolicyContext): Condition | undefined {
  if (constantOf(right) !== 'authenticated') return undefined;
  const value = valueOf(left, context);
  return value.kind === 'call' && value.routine === 'auth.role'
    ? negation({ kind: 'unset', value })
    : undefined;
}

function ofSubLink(link: SubLink, context: PolicyContext): Condition | undefined {
  const columns =
    link.subLinkType === 'EXISTS_SUBLINK'
      ? comparedOwnColumns(link, context)
      : ownColumnsOfTest(link.testexpr, context);
  const isTest =
    link.subLinkType === 'EXISTS_SUBLINK' ||
    (link.subLinkType === 'ANY_SUBLINK' && (link.operName ?? []).length === 0) ||
    stringsOf(link.operName).at(-1) === '=';
  if (!isTest || columns.length === 0 || link.subselect === undefined) return undefined;
  const [column = ''] = columns;
  const membership = membershipIn(link.subselect, column, context);
  if (membership !== undefined) return { ...membership, columns };
  return {
    kind: 'equality',
    column,
    columnCast: undefined,
    value: valueOfSubselect(link.subselect, context),
  };
}

/** `tenant_id IN (SELECT allowed_tenants())` */
function valueOfSubselect(subselect: Node, context: PolicyContext): PolicyValue {
  const target = nodeAs(nodeAs(subselect, 'SelectStmt')?.targetList?.[0], 'ResTarget')?.val;
  return target === undefined ? { kind: 'other' } : valueOf(target, context);
}

function ownColumnsOfTest(test: Node | undefined, context: PolicyContext): readonly string[] {
  const sides = nodeAs(test, 'RowExpr')?.args ?? (test === undefined ? [] : [test]);
  return sides.flatMap((side) => ownColumnOf(side, context)?.column ?? []);
}

/** The columns of the policy's row that the conjuncts of an EXISTS compare with columns of its own relations. */
function comparedOwnColumns(link: SubLink, context: PolicyContext): readonly string[] {
  const select = nodeAs(link.subselect, 'SelectStmt');
  const conditions = [select?.whereClause, ...(select?.fromClause ?? []).flatMap(joinConditionsOf)];
  const equalities = conditions
    .flatMap(conjunctsOf)
    .flatMap((conjunct) => nodeAs(conjunct, 'A_Expr') ?? [])
    .filter(({ name }) => stringsOf(name).at(-1) === '=');
  const reading =
    link.subselect === undefined
      ? []
      : readExpression(context.catalog, { SubLink: link }, context.table).columns;
  const ofRow = (side: Node | undefined) => {
    const bare = nodeAs(side, 'TypeCast')?.arg ?? side;
    const reference = nodeAs(bare, 'ColumnRef');
    const found = reading.find(({ node }) => node === reference);
    const isOwn =
      found?.relation === nameOf(context.table) &&
      meansOwnRow(reference?.fields, select?.fromClause, context);
    return isOwn ? [found.column] : [];
  };
  return equalities.flatMap(({ lexpr, rexpr }) => {
    const [left, right] = [ofRow(lexpr), ofRow(rexpr)];
    return left.length + right.length === 1 ? [...left, ...right] : [];
  });
}

/** Where the sub-select reads the policy's own table too, only a qualified name it does not itself give means the row. */
function meansOwnRow(
  fields: readonly Node[] | undefined,
  from: readonly Node[] | undefined,
  { table }: PolicyContext,
): boolean {
  const items = (from ?? []).flatMap(rangesIn);
  if (!items.some(({ relation }) => relation === table.name)) return true;
  const qualifier = stringsOf((fields ?? []).slice(0, -1)).at(-1);
  return qualifier === table.name && !items.some(({ alias }) => alias === table.name);
}

function rangesIn(
  item: Node,
): readonly { readonly relation: string | undefined; readonly alias: string | undefined }[] {
  const ranges: { relation: string | undefined; alias: string | undefined }[] = [];
  walk(item, (node) => {
    const range = nodeAs(node, 'RangeVar');
    if (range !== undefined) {
      ranges.push({ relation: range.relname, alias: range.alias?.aliasname ?? range.relname });
    }
    return undefined;
  });
  return ranges;
}

function joinConditionsOf(item: Node): readonly Node[] {
  const join = nodeAs(item, 'JoinExpr');
  if (join === undefined) return [];
  const inner = [join.larg, join.rarg].flatMap((side) => (side === undefined ? [] : joinConditionsOf(side)));
  return join.quals === undefined ? inner : [join.quals, ...inner];
}

function conjunctsOf(condition: Node | undefined): readonly Node[] {
  if (condition === undefined) return [];
  const boolean = nodeAs(condition, 'BoolExpr');
  return boolean?.boolop === 'AND_EXPR' ? (boolean.args ?? []).flatMap(conjunctsOf) : [condition];
}

/** A function that is asked about columns of the row, and that looks them up in relations or stands in no migration. */
function ofCall(call: FuncCall, context: PolicyContext): Condition | undefined {
  const called = routineOf(call, context.catalog);
  const columns = (call.args ?? []).flatMap((argument) => ownColumnOf(argument, context)?.column ?? []);
  if (called === undefined || columns.length === 0) return undefined;
  const relations = called.routine === undefined ? [] : relationsReadBy(called.routine, context.catalog);
  return { kind: 'membership', columns, relations, routine: called.name };
}

function callsIn(expression: Node): readonly FuncCall[] {
  const calls: FuncCall[] = [];
  walk(expression, (node) => {
    const call = nodeAs(node, 'FuncCall');
    if (call !== undefined) calls.push(call);
    return undefined;
  });
  return calls;
}

function isKnown(value: PolicyValue): boolean {
  return value.kind === 'setting' || value.kind === 'call';
}

function other(expression: Node, { catalog, table }: PolicyContext): Condition {
  const columns = readExpression(catalog, expression, table).columns;
  const own = columns.filter(({ relation }) => relation === nameOf(table)).map(({ column }) => column);
  return { kind: 'other', columns: [...new Set(own)] };
}
