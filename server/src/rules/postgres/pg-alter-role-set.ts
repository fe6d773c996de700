import { nodeAs, type NodeOf } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isOfThisMigration } from '../readings/madeHere';

/** ALTER ROLE and ALTER DATABASE … SET: what new connections begin with. */
export const pgAlterRoleSet: Rule = {
  id: 'pg-alter-role-set',
  category: 'compatibility',
  severity: 'info',
  summary: 'ALTER ROLE or ALTER DATABASE … SET, which only new connections notice',
  speaksOf: ['AlterRoleSetStmt', 'AlterDatabaseSetStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement } = reviewed;
  const change = settingChange(reviewed);
  if (change === undefined) return undefined;
  const { setting, isReset, whose } = change;
  if (isTenantSetting(setting, migration) && !isReset) {
    return {
      what: `${setting} says which tenant a connection works for, and gets a default for ${whose}.`,
      who: 'A connection that forgets to set it no longer sees nothing: it reads and writes the rows of that one tenant.',
      remedy: 'Set it for each transaction with SET LOCAL or set_config, and give it no default.',
      span: statement.span,
      relations: [],
      severity: 'error',
    };
  }
  if (migration.direction === 'down' || isForNewRole(reviewed, migration)) return undefined;
  const decidesNames = setting === 'search_path' || setting === 'row_security';
  return {
    what: `${isReset ? 'RESET' : 'SET'} ${setting} for ${whose} holds for new connections only; pooled ones keep what they have.`,
    who: `${change.isOfServer ? 'A role belongs to the whole server: its connections to the databases of all tenants change, each at its own time' : 'Connections of all tenants in this database change, each at its own time'}${decidesNames ? `, and ${setting} decides which rows they see` : ''}.`,
    remedy:
      'Recycle the connection pool after the migration, and make sure that the application works with both values.',
    span: statement.span,
    relations: [],
    ...(decidesNames ? { severity: 'warning' as const } : {}),
  };
}

interface SettingChange {
  readonly setting: string;
  readonly isReset: boolean;
  /** Whose connections, in words. */
  readonly whose: string;
  /** Whether it reaches beyond this database. */
  readonly isOfServer: boolean;
}

function settingChange({ statement }: ReviewedStatement): SettingChange | undefined {
  const ofRole = nodeAs(statement.tree, 'AlterRoleSetStmt');
  if (ofRole !== undefined) {
    const role = ofRole.role === undefined ? 'all roles' : (ofRole.role.rolename ?? 'the current role');
    const where = ofRole.database === undefined ? '' : ` in ${ofRole.database}`;
    return {
      ...changeIn(ofRole.setstmt),
      whose: `${role}${where}`,
      isOfServer: ofRole.database === undefined,
    };
  }
  const ofDatabase = nodeAs(statement.tree, 'AlterDatabaseSetStmt');
  if (ofDatabase === undefined) return undefined;
  const whose = `the database ${ofDatabase.dbname ?? ''}`;
  return { ...changeIn(ofDatabase.setstmt), whose, isOfServer: false };
}

function changeIn(change: NodeOf<'VariableSetStmt'> | undefined): Pick<SettingChange, 'setting' | 'isReset'> {
  const isReset = change?.kind === 'VAR_RESET' || change?.kind === 'VAR_RESET_ALL';
  return { setting: change?.name?.toLowerCase() ?? 'all settings', isReset };
}

function isTenantSetting(setting: string, { policy }: ReviewedMigration): boolean {
  return policy.tenancy.setting?.toLowerCase() === setting;
}

/** A role of the same migration has no connections yet. */
function isForNewRole({ statement, before }: ReviewedStatement, migration: ReviewedMigration): boolean {
  const role = nodeAs(statement.tree, 'AlterRoleSetStmt')?.role?.rolename;
  return role !== undefined && isOfThisMigration(before.roles.get(role)?.origin, migration);
}
