import { nameOf, quoted, quotedName, spokenType, type Column, type Grant, type Table } from '../../catalog';
import { tenancyOf } from '../../tenancy';
import type { ReviewedMigration } from '../model';
import { policyModelFor } from '../readings/policyModels';
import { expressionLike, policyLike } from './policyText';

/**
 * The statements that protect a table the way the project protects its others: those of the newest table whose policies
 * mean the same on this one, with its grants last, so that nobody gets in before the policies stand. Where there is none,
 * a policy on the session setting. Undefined where neither tells.
 */
export function rowSecurityRecipe(table: Table, migration: ReviewedMigration): string | undefined {
  const policies = policyRecipe(table, migration);
  if (policies.length === 0) return undefined;
  const model = policyModelFor(table, migration);
  const alter = `ALTER TABLE ${quotedName(nameOf(table))}`;
  const forced = model?.rowSecurity.forced ?? true;
  return [
    `${alter} ENABLE ROW LEVEL SECURITY;`,
    ...(forced ? [`${alter} FORCE ROW LEVEL SECURITY;`] : []),
    ...policies,
    ...(model === undefined ? [] : missingGrants(table, model)),
  ].join('\n');
}

/** The policies alone: those of the model, or one on the session setting; none where neither tells. */
export function policyRecipe(table: Table, migration: ReviewedMigration): readonly string[] {
  const model = policyModelFor(table, migration);
  return model === undefined
    ? policyOnSetting(table, migration)
    : model.policies.map((policy) => policyLike(policy, model, table, migration));
}

/** The condition that ties a table's rows to their tenant, in the project's own words; undefined where nothing tells. */
export function tenantCondition(table: Table, migration: ReviewedMigration): string | undefined {
  const model = policyModelFor(table, migration);
  const policy = model?.policies.find(({ permissive, using }) => permissive && using !== undefined);
  if (model !== undefined && policy !== undefined) {
    return expressionLike(policy, 'USING', model, table, migration);
  }
  const { setting } = migration.policy.tenancy;
  const column = columnOf(table, migration);
  return setting === undefined || column === undefined ? undefined : conditionOnSetting(column, setting);
}

/** The column with the tenant's id, which for the tenants' own table is its key. */
function columnOf(table: Table, { after, policy }: ReviewedMigration): Column | undefined {
  return tenancyOf(after, policy).table(nameOf(table))?.tenantColumn;
}

function policyOnSetting(table: Table, migration: ReviewedMigration): readonly string[] {
  const { setting, appRole } = migration.policy.tenancy;
  const column = columnOf(table, migration);
  if (setting === undefined || column === undefined) return [];
  const condition = `(${conditionOnSetting(column, setting)})`;
  const role = appRole === undefined ? '' : ` TO ${quoted(appRole)}`;
  return [
    `CREATE POLICY ${quoted(`${table.name}_isolation`)} ON ${quotedName(nameOf(table))}${role}\n  USING ${condition}\n  WITH CHECK ${condition};`,
  ];
}

function conditionOnSetting({ name: column, type }: Column, setting: string): string {
  // After a transaction that had set it, the setting is empty and not null, so a bare cast would fail.
  const value = `NULLIF(current_setting('${setting.replaceAll("'", "''")}', true), '')::${spokenType(type)}`;
  return `${quoted(column)} = ${value}`;
}

/** Policies hold nobody back from TRUNCATE, REFERENCES and TRIGGER, so that these are for a person to grant. */
const guardedPrivileges: readonly string[] = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];

/** The rights on rows that the other table gives and this one does not yet, a statement for each role. */
function missingGrants(table: Table, model: Table): readonly string[] {
  const missing = model.grants.filter(
    (grant) => guardedPrivileges.includes(grant.privilege) && !table.grants.some((own) => isSame(own, grant)),
  );
  return [...new Set(missing.map(({ grantee }) => grantee))].map((grantee) => {
    const given = missing.filter((grant) => grant.grantee === grantee).map(({ privilege }) => privilege);
    const privileges = guardedPrivileges.filter((privilege) => given.includes(privilege)).join(', ');
    const role = grantee === 'public' ? 'PUBLIC' : quoted(grantee);
    return `GRANT ${privileges} ON ${quotedName(nameOf(table))} TO ${role};`;
  });
}

function isSame(left: Grant, right: Grant): boolean {
  return left.grantee === right.grantee && left.privilege === right.privilege;
}
