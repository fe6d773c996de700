import type { Fix, ReviewedMigration, ReviewedStatement } from '../model';
import { insertionBefore } from './insertions';
import { settingFor } from './settings';

/** Not a way to see the rows: it makes the server refuse what would be done without them in silence. */
export function rowSecurityOff(reviewed: ReviewedStatement, migration: ReviewedMigration): readonly Fix[] {
  if (!reviewed.inTransaction) return [];
  const setting = settingFor(reviewed, 'row_security', 'off');
  return [
    {
      title: 'Let the server refuse it instead of hiding rows (SET LOCAL row_security = off)',
      preferred: false,
      edits: [insertionBefore(migration, reviewed.statement, `${setting};`)],
    },
  ];
}
