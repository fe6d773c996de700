import { resetAtEnd } from '../fixes/resetAtEnd';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isSessionRestoredByRunner } from '../readings/runnerSession';
import { isGivenBack, settingChanges, type SettingChange } from '../readings/settingChanges';
import { statementsAfter } from '../readings/statementOrder';
import { transactionCommand } from '../readings/transactionCommands';

/** A role that the session keeps after the migration that put it on. */
export const tenantSetRoleNotReset: Rule = {
  id: 'tenant-set-role-not-reset',
  category: 'tenant-row',
  severity: 'warning',
  summary:
    'SET ROLE or SET SESSION AUTHORIZATION that nothing takes back, so that later work runs as that role',
  check: (migration) => findingsByStatement(migration, findingFor),
};

const roleSettings: Readonly<Record<string, string>> = {
  role: 'SET ROLE',
  session_authorization: 'SET SESSION AUTHORIZATION',
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  if (migration.policy.tenancy.model === undefined) return undefined;
  const change = settingChanges(reviewed).find(
    ({ name, scope, inRoutine }) => name in roleSettings && scope === 'session' && !inRoutine,
  );
  const isOwnRole = change?.name === 'role' && change.value === 'none';
  if (change === undefined || isOwnRole || isGivenBack(change, reviewed, migration)) return undefined;
  const isRestored = isSessionRestoredByRunner(migration);
  return {
    what: `${roleSettings[change.name] ?? 'SET'} ${change.value} holds for the session, and nothing in this file takes it back.`,
    who: isRestored
      ? `The runner takes the role back after the file; whatever else runs the file leaves the connection as ${change.value}.`
      : `What runs later on the connection does so as ${change.value}: migrations fail or make tables that it owns and passes the policies of, and behind a pool a request gets rights that are not its own.`,
    remedy: reviewed.inTransaction
      ? 'Say LOCAL, so that it ends with the transaction.'
      : `RESET ${change.name.toUpperCase().replace('_', ' ')} at the end of the file.`,
    span: change.span,
    relations: [],
    ...(isRestored ? { severity: 'hint' as const } : {}),
    fixes: fixesFor(change, reviewed, migration),
  };
}

function fixesFor(
  { name, makeLocal }: SettingChange,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  const after = statementsAfter(reviewed, migration);
  const end = after.findIndex(({ statement }) => transactionCommand(statement) !== undefined);
  if (!reviewed.inTransaction || (end >= 0 && end < after.length - 1)) {
    return resetAtEnd(name.toUpperCase().replace('_', ' '), migration);
  }
  if (makeLocal === undefined) return [];
  const edits = [{ path: migration.script.path, ...makeLocal }];
  return [{ title: 'Say LOCAL', preferred: true, edits }];
}
