import type { Node } from '@pgsql/types';
import { nameOf, readExpression, type Catalog, type RowPolicy, type Table } from '../catalog';
import { conditionOf } from './conditions';
import type { Condition, ExpressionReading, PolicyReading, PolicyValue, SettingValue } from './model';
import { routineOf, valueOf, withoutSelect, type PolicyContext } from './values';
import { nodeAs, walk } from '../sql';

/** Reads a policy of a table into what its expressions test. `tenantColumns` hold the tenant in that table. */
export function readPolicy(
  policy: RowPolicy,
  table: Table,
  catalog: Catalog,
  tenantColumns: readonly string[],
): PolicyReading {
  const read = (expression: Node | undefined) =>
    expression === undefined
      ? undefined
      : readPolicyExpression(expression, { catalog, table }, tenantColumns);
  const using = read(policy.using);
  const reusesUsing = policy.command === 'all' || policy.command === 'update';
  return { policy, using, check: read(policy.withCheck) ?? (reusesUsing ? using : undefined) };
}

function readPolicyExpression(
  node: Node,
  context: PolicyContext,
  tenantColumns: readonly string[],
): ExpressionReading {
  const condition = conditionOf(node, context);
  const { calls, columns, relations } = readExpression(context.catalog, node, context.table);
  const ownColumns = columns.filter(({ relation }) => relation === nameOf(context.table));
  const routines = calls.flatMap((call) => routineOf(call, context.catalog)?.name ?? []);
  return {
    node,
    condition,
    settings: settingsIn(node, context),
    routines: [...new Set(routines)],
    columns: [...new Set(ownColumns.map(({ column }) => column))],
    readsRole: readsRole(node),
    relations: [...new Set(relations.map(({ name }) => name))],
    confines: confines(condition, tenantColumns),
    alwaysTrue: isAlwaysTrue(condition),
    openWhenUnset: isOpenWhenUnset(condition),
    openForNullTenant: isOpenForNullTenant(condition, tenantColumns),
  };
}

/** Whether all that the condition lets through is tied to the tenant of who asks. */
export function confines(condition: Condition, tenantColumns: readonly string[]): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.parts.some((part) => confines(part, tenantColumns));
    case 'or':
      return condition.parts.every((part) => confines(part, tenantColumns));
    case 'equality':
      return tenantColumns.includes(condition.column) && depends(condition.value);
    case 'membership':
      return condition.columns.some((column) => tenantColumns.includes(column));
    case 'constant':
      return !condition.value;
    case 'not':
    case 'unset':
    case 'null column':
    case 'other':
      return false;
  }
}

/** Whether the value is another one for another tenant. */
function depends(value: PolicyValue): boolean {
  switch (value.kind) {
    case 'setting':
      return value.fallback?.kind !== 'own column';
    case 'call':
    case 'role':
      return true;
    case 'column':
    case 'constant':
    case 'other':
      return false;
  }
}

export function isAlwaysTrue(condition: Condition): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.parts.every(isAlwaysTrue);
    case 'or':
      return condition.parts.some(isAlwaysTrue);
    case 'not':
      return condition.part.kind === 'constant' && !condition.part.value;
    case 'constant':
      return condition.value;
    case 'equality':
    case 'membership':
    case 'unset':
    case 'null column':
    case 'other':
      return false;
  }
}

function isOpenWhenUnset(condition: Condition): boolean {
  switch (condition.kind) {
    case 'and':
      return (
        condition.parts.some(isOpenWhenUnset) &&
        condition.parts.every((part) => isOpenWhenUnset(part) || isAlwaysTrue(part))
      );
    case 'or':
      return condition.parts.some(isOpenWhenUnset);
    case 'unset':
      return condition.value.kind === 'setting';
    case 'equality':
      return condition.value.kind === 'setting' && condition.value.fallback?.kind === 'own column';
    case 'not':
    case 'constant':
    case 'membership':
    case 'null column':
    case 'other':
      return false;
  }
}

function isOpenForNullTenant(condition: Condition, tenantColumns: readonly string[]): boolean {
  switch (condition.kind) {
    case 'or':
      return condition.parts.some((part) => isOpenForNullTenant(part, tenantColumns));
    case 'null column':
      return tenantColumns.includes(condition.column);
    case 'and':
    case 'not':
    case 'constant':
    case 'equality':
    case 'membership':
    case 'unset':
    case 'other':
      return false;
  }
}

/** Every reading of a setting, with the casts and fallbacks around it. */
function settingsIn(expression: Node, context: PolicyContext): readonly SettingValue[] {
  const settings: SettingValue[] = [];
  walk(expression, (node) => {
    const isValue =
      nodeAs(node, 'TypeCast') ??
      nodeAs(node, 'A_Expr') ??
      nodeAs(node, 'CoalesceExpr') ??
      nodeAs(node, 'FuncCall');
    const value = isValue === undefined ? undefined : valueOf(withoutSelect(node), context);
    if (value?.kind !== 'setting') return undefined;
    settings.push(value);
    return false;
  });
  return settings;
}

/** `current_user`, `session_user` and `current_role`. */
function readsRole(expression: Node): boolean {
  let found = false;
  walk(expression, (node) => {
    found ||= /USER|ROLE/.test(nodeAs(node, 'SQLValueFunction')?.op ?? '');
    return !found;
  });
  return found;
}

/** Whether the server asks the policy for somebody who acts with these roles, `public` among them. */
export function concernsRoles({ policy }: PolicyReading, roles: ReadonlySet<string>): boolean {
  return policy.roles.some((role) => role !== undefined && roles.has(role));
}
