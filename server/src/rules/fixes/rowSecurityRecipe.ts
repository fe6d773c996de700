import type { Node } from '@pgsql/types';
import { tablesOf, type Column, type QualifiedName, type RowPolicy, type Table } from '../../catalog';
import { nodeAs, sqlOf, stringsOf } from '../../sql';
import type { ReviewedMigration } from '../model';
import { spokenType } from '../readings/columnTypes';
import { someNode } from '../readings/treeSearch';
import { quoted, quotedList, quotedName } from '../readings/identifiers';

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
  const policies = model?.policies.map((policy) => policyLike(policy, model, name)) ?? [
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

function policyLike(policy: RowPolicy, model: Table, name: QualifiedName): string {
  const table = name.slice(name.indexOf('.') + 1);
  const policyName = policy.name.includes(model.name) ? policy.name.replace(model.name, table) : policy.name;
  const roles = policy.roles.filter((role) => role !== 'public');
  return [
    `CREATE POLICY ${quoted(policyName)} ON ${quotedName(name)}`,
    ...(policy.permissive ? [] : [' AS RESTRICTIVE']),
    ...(policy.command === 'all' ? [] : [` FOR ${policy.command.toUpperCase()}`]),
    ...(roles.length === 0 ? [] : [` TO ${quotedList(roles)}`]),
    ...(policy.using === undefined ? [] : [`\n  USING (${sqlOf(policy.using)})`]),
    ...(policy.withCheck === undefined ? [] : [`\n  WITH CHECK (${sqlOf(policy.withCheck)})`]),
    ';',
  ].join('');
}

function policyOnSetting(
  name: QualifiedName,
  { name: column, type }: Column,
  { policy }: ReviewedMigration,
): readonly string[] {
  const { setting, appRole } = policy.tenancy;
  if (setting === undefined) return [];
  // After a transaction that had set it, the setting is empty and not null, so a bare cast would fail.
  const value = `NULLIF(current_setting('${setting.replaceAll("'", "''")}', true), '')::${spokenType(type)}`;
  const condition = `(${quoted(column)} = ${value})`;
  const table = name.slice(name.indexOf('.') + 1);
  const role = appRole === undefined ? '' : ` TO ${quoted(appRole)}`;
  return [
    `CREATE POLICY ${quoted(`${table}_isolation`)} ON ${quotedName(name)}${role}\n  USING ${condition}\n  WITH CHECK ${condition};`,
  ];
}
