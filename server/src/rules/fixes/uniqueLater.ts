import type { NodeOf } from '../../sql';
import type { Edit, ReviewedMigration } from '../model';
import type { NamedConstraint } from '../readings/addedConstraints';
import { quoted, quotedList, quotedName } from '../../catalog';
import { canMarkLaterMigration, inSessionWithTimeout, laterMigration } from '../../rewrite';

/**
 * The later migration that builds a unique index CONCURRENTLY and makes it the table's key. Undefined where the key says
 * more than its columns, or where two statements cannot stay out of a transaction together.
 */
export function uniqueLater(
  migration: ReviewedMigration,
  { table, name }: NamedConstraint,
  written: NodeOf<'Constraint'>,
  columns: readonly string[],
): readonly Edit[] | undefined {
  if (!canMarkLaterMigration(migration) || saysMore(written)) return undefined;
  const alter = `ALTER TABLE ${quotedName(table)}`;
  const nulls = written.nulls_not_distinct === true ? ' NULLS NOT DISTINCT' : '';
  return laterMigration(migration, {
    title: `make ${name}`,
    up: [
      `CREATE UNIQUE INDEX CONCURRENTLY ${quoted(name)} ON ${quotedName(table)} (${quotedList(columns)})${nulls}`,
      ...inSessionWithTimeout(migration, [
        `${alter} ADD CONSTRAINT ${quoted(name)} UNIQUE USING INDEX ${quoted(name)}`,
      ]),
    ],
    down: inSessionWithTimeout(migration, [`${alter} DROP CONSTRAINT ${quoted(name)}`]),
    transaction: 'none',
  });
}

/** Deferrable keys, further columns, storage parameters and tablespaces: each is written differently for an index. */
function saysMore(written: NodeOf<'Constraint'>): boolean {
  return (
    written.deferrable === true ||
    (written.including ?? []).length > 0 ||
    (written.options ?? []).length > 0 ||
    written.indexspace !== undefined ||
    written.without_overlaps === true
  );
}
