import type { Edit, Fix, ReviewedMigration, ReviewedStatement } from '../model';
import { addedConstraint, type NamedConstraint, type WrittenConstraint } from '../readings/addedConstraints';
import { insertion } from './insertions';
import { quoted, quotedName } from '../../catalog';
import { laterMigration, type LaterMigration } from '../../rewrite';

/** The later migration that checks the existing rows for a constraint that is added NOT VALID here. */
export function validateLater(
  migration: ReviewedMigration,
  constraint: NamedConstraint,
): readonly Edit[] | undefined {
  return laterMigration(migration, validationOf(constraint));
}

/** There is no way back from validated to not validated but to make the constraint anew. */
export function validationOf({ table, name, definition }: NamedConstraint): LaterMigration {
  const alter = `ALTER TABLE ${quotedName(table)}`;
  return {
    title: `validate ${name}`,
    up: [`${alter} VALIDATE CONSTRAINT ${quoted(name)}`],
    down: [`${alter} DROP CONSTRAINT ${quoted(name)}`, `${alter} ADD ${definition} NOT VALID`],
    transaction: 'per-file',
  };
}

/** Adds a constraint NOT VALID where it stands, and checks the existing rows in a later migration. */
export function addNotValid(
  migration: ReviewedMigration,
  reviewed: ReviewedStatement,
  constraint: WrittenConstraint,
): readonly Fix[] {
  const added = addedConstraint(migration, reviewed, constraint);
  const later = added === undefined ? undefined : validateLater(migration, added);
  if (later === undefined) return [];
  return [
    {
      title: `Add the ${constraint.kind} NOT VALID, and validate it in a later migration`,
      preferred: true,
      edits: [insertion(migration, constraint.span.end, ' NOT VALID'), ...later],
    },
  ];
}
