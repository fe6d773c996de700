import type { Edit, ReviewedMigration } from '../model';
import type { NamedConstraint } from '../readings/addedConstraints';
import { quoted, quotedName } from '../../catalog';
import { laterMigration } from '../../rewrite';

/**
 * The later migration that checks the existing rows for a constraint that is added NOT VALID here. There is no way back
 * from validated to not validated but to make the constraint anew.
 */
export function validateLater(
  migration: ReviewedMigration,
  { table, name, definition }: NamedConstraint,
): readonly Edit[] | undefined {
  const alter = `ALTER TABLE ${quotedName(table)}`;
  return laterMigration(migration, {
    title: `validate ${name}`,
    up: [`${alter} VALIDATE CONSTRAINT ${quoted(name)}`],
    down: [`${alter} DROP CONSTRAINT ${quoted(name)}`, `${alter} ADD ${definition} NOT VALID`],
    transaction: 'per-file',
  });
}
