import { settingAtStart, settingFor } from '../fixes/settings';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { locksOnExisting } from '../readings/existingRelations';
import { spokenLocks } from '../readings/waiting';

/** Who looks for what blocks the application finds a session that does not say that it is a migration. */
export const pgApplicationName: Rule = {
  id: 'pg-application-name',
  category: 'lock',
  severity: 'off',
  summary: 'A migration with strong locks that does not set application_name',
  *check(migration) {
    const first = migration.statements.find(
      (reviewed) =>
        !reviewed.settings.has('application_name') && locksOnExisting(reviewed, migration).length > 0,
    );
    if (first !== undefined) yield findingFor(first, migration);
  },
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding {
  const { statement, behaviour } = reviewed;
  const locks = locksOnExisting(reviewed, migration);
  const { version, title } = migration.migration;
  const name = ['migration', version, title].filter((word) => word !== '').join(' ');
  // The server cuts the name there (NAMEDATALEN).
  const setting = settingFor(reviewed, 'application_name', name.slice(0, 63));
  const edits = settingAtStart(setting, reviewed, migration);
  return {
    what: `${behaviour.kind} takes ${spokenLocks(locks)} in a session without an application_name.`,
    who: 'Whoever looks into pg_stat_activity while tenants wait cannot tell which migration it is.',
    remedy: `Put \`${setting};\` at the beginning.`,
    span: statement.span,
    relations: locks.map(({ relation }) => relation),
    fixes: edits.length === 0 ? [] : [{ title: `Add ${setting};`, preferred: true, edits }],
  };
}
