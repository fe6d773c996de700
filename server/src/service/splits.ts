import { splitMigration, splittingAt } from '../rewrite';
import type { Position } from '../sql';
import { inFile, obstacleOf, placesAt, type Analysis, type ScriptPlace } from './analysis';
import { wireEdits } from './wireEdits';
import type { LintEdit } from './model';

/** The migrations that take the place of one, as edits; or why the change cannot be split, in one sentence. */
export type SplitAnswer =
  | { readonly kind: 'split'; readonly edits: readonly LintEdit[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** Spreads the change at a position over migrations to expand, backfill and contract; undefined where it needs none. */
export function splitAt(analysis: Analysis, path: string, position: Position): SplitAnswer | undefined {
  return firstAnswer(analysis, path, position, (place, offset): SplitAnswer | undefined => {
    const split = splitMigration(analysis.review(place), offset);
    return split?.kind === 'split'
      ? { kind: 'split', edits: wireEdits(split.edits, analysis, place) }
      : split;
  });
}

/** Whether the change at a position can be split, without working out how. */
export function splitOfferedAt(
  analysis: Analysis,
  path: string,
  position: Position,
): ReturnType<typeof splittingAt> {
  return firstAnswer(analysis, path, position, (place, offset) =>
    splittingAt(analysis.review(place), offset),
  );
}

function firstAnswer<Answer>(
  analysis: Analysis,
  path: string,
  position: Position,
  answer: (place: ScriptPlace, offset: number) => Answer | undefined,
): Answer | undefined {
  if (obstacleOf(analysis, path) !== undefined) return undefined;
  const offset = analysis.source(path).offsetAt(position);
  for (const place of placesAt(analysis, path)) {
    const { start } = inFile(place.script, { start: 0, end: 0 });
    const found = answer(place, offset - start);
    if (found !== undefined) return found;
  }
  return undefined;
}
