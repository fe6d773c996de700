import { missingPart, newRollback, type RollbackOffer } from '../rewrite';
import { obstacleOf, placesAt, type Analysis, type ScriptPlace } from './analysis';
import type { LintEdit } from './model';
import { wireEdits } from './wireEdits';

/** A rollback of a migration as edits, with what it does not bring back, each in one clause. */
export interface GeneratedRollback {
  readonly title: string;
  readonly path: string;
  readonly edits: readonly LintEdit[];
  readonly remaining: readonly string[];
  readonly losses: readonly string[];
}

/**
 * The rollbacks that can be written for the migration in a file: the plain one, then one for which the migration keeps the
 * rows that it would destroy; for a migration that has a rollback, what that lacks. Empty where there is nothing to add.
 */
export function rollbacksFor(analysis: Analysis, path: string): readonly GeneratedRollback[] {
  if (obstacleOf(analysis, path) !== undefined) return [];
  return placesAt(analysis, path)
    .filter(({ direction, migration }) => direction === 'up' && !migration.repeatable)
    .flatMap((place) => offersAt(analysis, place));
}

/** Their titles alone, which cost nothing: what a rollback lacks is known only once it has been worked out. */
export function rollbackTitlesFor(analysis: Analysis, path: string): readonly string[] {
  if (obstacleOf(analysis, path) !== undefined) return [];
  return placesAt(analysis, path)
    .filter(({ direction, migration }) => direction === 'up' && !migration.repeatable)
    .flatMap((place) => (hasRollback(analysis, place) ? [titles.lacking] : [titles.plain, titles.keeping]));
}

const titles = {
  lacking: 'Generate Rollback: What It Lacks',
  plain: 'Generate Rollback',
  keeping: 'Generate Rollback and Keep the Rows',
} as const;

function hasRollback(analysis: Analysis, place: ScriptPlace): boolean {
  const { down } = place.migration;
  return down !== undefined && analysis.review(place).parse(down.sql).statements.length > 0;
}

function offersAt(analysis: Analysis, place: ScriptPlace): readonly GeneratedRollback[] {
  const reviewed = analysis.review(place);
  const wired = (title: string, offer: RollbackOffer | undefined): readonly GeneratedRollback[] =>
    offer === undefined
      ? []
      : [
          {
            title,
            path: offer.path,
            edits: wireEdits(offer.edits, analysis, place),
            remaining: [...offer.remaining, ...offer.doubts],
            losses: offer.losses,
          },
        ];
  if (hasRollback(analysis, place)) return wired(titles.lacking, missingPart(reviewed));
  return [
    ...wired(titles.plain, newRollback(reviewed, 'lost')),
    ...wired(titles.keeping, newRollback(reviewed, 'kept')),
  ];
}
