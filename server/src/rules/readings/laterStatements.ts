import type { Migration } from '../../project';
import type { Statement } from '../../sql';
import type { ReviewedMigration } from '../model';

/** The statements of the migrations that run after the one under review, in order. */
export function* laterStatements(migration: ReviewedMigration): Iterable<Statement> {
  for (const { up } of laterMigrationsOf(migration)) yield* migration.parse(up.sql).statements;
}

function laterMigrationsOf({ migration, project }: ReviewedMigration): readonly Migration[] {
  const place = project.migrations.findIndex(({ up }) => up.path === migration.up.path);
  return place < 0 ? [] : project.migrations.slice(place + 1);
}
