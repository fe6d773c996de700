import { spokenName } from '../../catalog';
import { insertionAfter, spanWithLine } from '../fixes/insertions';
import type { Finding, Fix, ReviewedMigration, Rule } from '../model';
import { lockedOutTables, spokenLockOut, type LockedOut } from '../readings/lockedOut';

/** Between ENABLE and the first policy, row-level security lets nobody but the owner at the rows. */
export const rlsEnableBeforePolicy: Rule = {
  id: 'rls-enable-before-policy',
  category: 'rls',
  severity: 'warning',
  summary:
    'ENABLE ROW LEVEL SECURITY that is committed before the first policy, which denies all rows until then',
  speaksOf: ['AT_EnableRowSecurity'],
  *check(migration) {
    for (const lockedOut of lockedOutTables(migration)) {
      // Nobody uses a new table yet.
      if (lockedOut.until !== undefined && lockedOut.old !== undefined)
        yield findingFor(lockedOut, migration);
    }
  },
};

function findingFor(lockedOut: LockedOut, migration: ReviewedMigration): Finding {
  const { name, span, until } = lockedOut;
  return {
    what: `Row-level security on ${spokenName(name)} is in force before there is a policy for it: ${until ?? 'nothing'} makes the first one.`,
    who: `${spokenLockOut(name, migration)}, until then, and for good where the migration stops in between.`,
    remedy:
      'Create the policies first, which do nothing as long as row-level security is off, and enable it last.',
    span,
    relations: [name],
    fixes: enableLast(lockedOut, migration),
  };
}

function enableLast({ reviewed, endedBy, isAlone }: LockedOut, migration: ReviewedMigration): readonly Fix[] {
  if (endedBy === undefined || !isAlone) return [];
  const { path, sql } = migration.script;
  const { start, end } = reviewed.statement.span;
  return [
    {
      title: 'Enable it after the policy',
      preferred: true,
      edits: [
        { path, span: spanWithLine(sql, reviewed.statement), newText: '' },
        insertionAfter(migration, endedBy.statement, `${sql.slice(start, end)};`),
      ],
    },
  ];
}
