import { resetAtEnd } from '../fixes/resetAtEnd';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { isSessionRestoredByRunner } from '../readings/runnerSession';
import { isGivenBack, settingChanges, type SettingChange } from '../readings/settingChanges';
import { isSchemaTenancy } from '../readings/tenantSchemas';

/** A search path that outlives what it was set for: whoever comes next works in that tenant's schema. */
export const tenantSchemaSearchPathSession: Rule = {
  id: 'tenant-schema-search-path-session',
  category: 'tenant-schema',
  severity: 'warning',
  summary:
    'The search path is set for the session, so that what runs later on the connection works in that schema',
  *check(migration) {
    if (!isSchemaTenancy(migration.policy)) return;
    for (const reviewed of migration.statements) {
      for (const change of settingChanges(reviewed)) {
        if (isHazard(change, reviewed, migration)) yield findingFor(change, reviewed, migration);
      }
    }
  },
};

function isHazard(change: SettingChange, reviewed: ReviewedStatement, migration: ReviewedMigration): boolean {
  if (change.name !== 'search_path' || change.scope !== 'session') return false;
  // pg_dump clears the path so that every name has to be written in full.
  if (change.value === '') return false;
  return change.inRoutine || !isGivenBack(change, reviewed, migration);
}

function findingFor(
  change: SettingChange,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding {
  const isRestored = isSessionRestoredByRunner(migration) && !change.inRoutine;
  return {
    what: change.inRoutine
      ? 'This function sets the search path for the session, so that it holds long after the caller’s transaction.'
      : `The search path ${change.value} holds for the session, and nothing in this file takes it back.`,
    who: isRestored
      ? 'The runner takes it back after the file; whatever else runs the file leaves the connection in that schema.'
      : 'The next migration, or the next request that gets the connection from the pool, reads and writes the tables of that schema, without an error.',
    remedy:
      change.inRoutine || reviewed.inTransaction
        ? 'Say SET LOCAL, or set_config with `true`, which ends with the transaction.'
        : 'RESET search_path at the end of the file.',
    span: change.span,
    relations: [],
    ...(isRestored ? { severity: 'hint' as const } : {}),
    fixes: fixesFor(change, reviewed, migration),
  };
}

function fixesFor(
  { makeLocal, inRoutine }: SettingChange,
  { inTransaction }: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  if (!inRoutine && !inTransaction) return resetAtEnd('search_path', migration);
  if (makeLocal === undefined) return [];
  const edits = [{ path: migration.script.path, ...makeLocal }];
  return [{ title: 'Set it for the transaction only', preferred: !inRoutine, edits }];
}
