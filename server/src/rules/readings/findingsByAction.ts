import type { ExplainedAction } from '../../behaviour';
import type { Finding, ReviewedMigration, ReviewedStatement } from '../model';

/** What a rule finds in single actions of a migration's statements, such as the sub-commands of an ALTER TABLE, in order. */
export function* findingsByAction(
  migration: ReviewedMigration,
  findingFor: (
    explained: ExplainedAction,
    reviewed: ReviewedStatement,
    migration: ReviewedMigration,
  ) => Finding | undefined,
): Iterable<Finding> {
  for (const reviewed of migration.statements) {
    for (const explained of reviewed.behaviour.actions) {
      const finding = findingFor(explained, reviewed, migration);
      if (finding !== undefined) yield finding;
    }
  }
}
