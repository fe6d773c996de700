import type { Finding, ReviewedMigration, ReviewedStatement } from '../model';

/** What a rule finds in single statements of a migration, in order. */
export function* findingsByStatement(
  migration: ReviewedMigration,
  findingFor: (reviewed: ReviewedStatement, migration: ReviewedMigration) => Finding | undefined,
): Iterable<Finding> {
  for (const reviewed of migration.statements) {
    const finding = findingFor(reviewed, migration);
    if (finding !== undefined) yield finding;
  }
}
