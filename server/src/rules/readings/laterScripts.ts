import type { Script } from '../../project';
import type { Statement } from '../../sql';
import type { ReviewedMigration } from '../model';

/** The migrations that run after the one under review, in their order; none for a file outside the migration folders. */
export function scriptsAfter({ migration, project }: ReviewedMigration): readonly Script[] {
  const place = project.migrations.findIndex(({ up }) => up.path === migration.up.path);
  return place < 0 ? [] : project.migrations.slice(place + 1).map(({ up }) => up);
}

/**
 * Whether a statement of a later migration is of that kind. Only scripts that hold the word, in upper or lower case, are
 * read: a project may have a thousand of them.
 */
export function someLaterStatement(
  migration: ReviewedMigration,
  word: string,
  matches: (statement: Statement) => boolean,
): boolean {
  const wanted = word.toLowerCase();
  return scriptsAfter(migration)
    .filter(({ sql }) => sql.toLowerCase().includes(wanted))
    .some(({ sql }) => migration.parse(sql).statements.some(matches));
}
