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

function offersAt(analysis: Analysis, place: ScriptPlace): readonly GeneratedRollback[] {
  const reviewed = analysis.review(place);
  const { down } = place.migration;
  const hasRollback = down !== undefined && reviewed.parse(down.sql).statements.length > 0;
  const wired = (title: string, offer: RollbackOffer | undefined): readonly GeneratedRollback[] =>
    offer === undefined ? [] : [{ ...offer, title, edits: wireEdits(offer.edits, analysis, place) }];
  if (hasRollback) return wired('Generate Rollback: What It Lacks', missingPart(reviewed));
  return [
    ...wired('Generate Rollback', newRollback(reviewed, 'lost')),
    ...wired('Generate Rollback and Keep the Rows', newRollback(reviewed, 'kept')),
  ];
}
