import type { Node } from '@pgsql/types';
import {
  quoted,
  quotedName,
  spokenType,
  tablesOf,
  type Column,
  type QualifiedName,
  type RowPolicy,
  type Table,
} from '../../catalog';
import { nodeAs, sqlOf, stringsOf, tokensOf } from '../../sql';
import { closingParenthesis, isKeyword } from '../readings/tokens';
import type { ReviewedMigration } from '../model';
import { someNode } from '../readings/treeSearch';

/**
 * The statements that protect a new table the way the project protects its others: the policies of the newest table
 * whose policies read nothing but the tenant column, or else one on the policy's setting. Undefined where neither tells.
 */
export function rowSecurityRecipe(
  name: QualifiedName,
  tenantColumn: Column,
  migration: ReviewedMigration,
): string | undefined {
  const model = tablesOf(migration.before).findLast((table) => isModel(table, tenantColumn.name));
  const policies = model?.policies.map((policy) => policyLike(policy, model, name, migration)) ?? [
    ...policyOnSetting(name, tenantColumn, migration),
  ];
  if (policies.length === 0) return undefined;
  const alter = `ALTER TABLE ${quotedName(name)}`;
  const forced = model?.rowSecurity.forced ?? true;
  return [
    `${alter} ENABLE ROW LEVEL SECURITY;`,
    ...(forced ? [`${alter} FORCE ROW LEVEL SECURITY;`] : []),
    ...policies,
  ].join('\n');
}

/** The condition that ties a table's rows to their tenant, in the project's own words; undefined where nothing tells. */
export function tenantCondition(tenantColumn: Column, migration: ReviewedMigration): string | undefined {
  const model = tablesOf(migration.before).findLast((table) => isModel(table, tenantColumn.name));
  const policy = model?.policies.find(({ permissive, using }) => permissive && using !== undefined);
  if (policy?.using !== undefined) return asWritten(policy, 'USING', migration) ?? sqlOf(policy.using);
  const { setting } = migration.policy.tenancy;
  return setting === undefined ? undefined : conditionOnSetting(tenantColumn, setting);
}

function isModel(table: Table, tenantColumn: string): boolean {
  return (
    table.rowSecurity.enabled &&
    table.policies.length > 0 &&
    table.policies.every(({ using, withCheck }) =>
      [using, withCheck].every(
        (expression) => expression === undefined || readsOnly(expression, tenantColumn),
      ),
    )
  );
}

/** Whether the expression names no column but this one, unqualified, so that it means the same on another table. */
function readsOnly(expression: Node, column: string): boolean {
  return !someNode(expression, (node, kind) => {
    const reference = nodeAs(node, 'ColumnRef');
    return (
      kind === 'RangeVar' || (reference !== undefined && stringsOf(reference.fields).join('.') !== column)
    );
  });
}

function policyLike(
  policy: RowPolicy,
  model: Table,
  name: QualifiedName,
  migration: ReviewedMigration,
): string {
  const table = name.slice(name.indexOf('.') + 1);
  const policyName = policy.name.includes(model.name) ? policy.name.replace(model.name, table) : policy.name;
  const roles = policy.roles
    .filter((role) => role !== 'public')
    .map((role) => (role === undefined ? 'CURRENT_USER' : quoted(role)));
  return [
    `CREATE POLICY ${quoted(policyName)} ON ${quotedName(name)}`,
    ...(policy.permissive ? [] : [' AS RESTRICTIVE']),
    ...(policy.command === 'all' ? [] : [` FOR ${policy.command.toUpperCase()}`]),
    ...(roles.length === 0 ? [] : [` TO ${roles.join(', ')}`]),
    ...(policy.using === undefined
      ? []
      : [`\n  USING (${asWritten(policy, 'USING', migration) ?? sqlOf(policy.using)})`]),
    ...(policy.withCheck === undefined
      ? []
      : [`\n  WITH CHECK (${asWritten(policy, 'CHECK', migration) ?? sqlOf(policy.withCheck)})`]),
    ';',
  ].join('');
}

/** An expression of the policy in the project's own spelling; undefined where the statement is not at hand. */
function asWritten(
  { origin }: RowPolicy,
  keyword: 'USING' | 'CHECK',
  migration: ReviewedMigration,
): string | undefined {
  const text = migration.files.text(origin.path)?.slice(origin.span.start, origin.span.end);
  const [statement] = text === undefined ? [] : migration.parse(text).statements;
  if (text === undefined || statement === undefined) return undefined;
  if (nodeAs(statement.tree, 'CreatePolicyStmt') === undefined) return undefined;
  const tokens = tokensOf(statement);
  const open = tokens[tokens.findIndex((token) => isKeyword(token, keyword)) + 1];
  const close = open?.text === '(' ? closingParenthesis(tokens, open) : undefined;
  return open === undefined || close === undefined ? undefined : text.slice(open.end, close.start);
}

function policyOnSetting(
  name: QualifiedName,
  tenantColumn: Column,
  { policy }: ReviewedMigration,
): readonly string[] {
  const { setting, appRole } = policy.tenancy;
  if (setting === undefined) return [];
  const condition = `(${conditionOnSetting(tenantColumn, setting)})`;
  const table = name.slice(name.indexOf('.') + 1);
  const role = appRole === undefined ? '' : ` TO ${quoted(appRole)}`;
  return [
    `CREATE POLICY ${quoted(`${table}_isolation`)} ON ${quotedName(name)}${role}\n  USING ${condition}\n  WITH CHECK ${condition};`,
  ];
}

function conditionOnSetting({ name: column, type }: Column, setting: string): string {
  // After a transaction that had set it, the setting is empty and not null, so a bare cast would fail.
  const value = `NULLIF(current_setting('${setting.replaceAll("'", "''")}', true), '')::${spokenType(type)}`;
  return `${quoted(column)} = ${value}`;
}
