import { blockedBy, lockModes, type LockClaim } from '../behaviour';
import type { Position, Range } from '../sql';
import { inFile, obstacleOf, placesAt, type Analysis } from './analysis';

/** What stands behind a statement in the editor: the strongest lock it takes. */
export interface InlayHint {
  readonly position: Position;
  readonly label: string;
  /** All its locks, for a tooltip. */
  readonly markdown: string;
}

/** A hint at the end of each statement in `range` that locks a table which was there before. */
export function inlayHintsOf(analysis: Analysis, path: string, range: Range): readonly InlayHint[] {
  if (obstacleOf(analysis, path) !== undefined) return [];
  const source = analysis.source(path);
  const [from, to] = [source.offsetAt(range.start), source.offsetAt(range.end)];
  return placesAt(analysis, path).flatMap((place) =>
    analysis.review(place).statements.flatMap(({ statement, behaviour }): readonly InlayHint[] => {
      const { locks } = behaviour.effects;
      const { end } = inFile(place.script, statement.span);
      // Behind the semicolon, where nobody types.
      const offset = source.text[end] === ';' ? end + 1 : end;
      if (locks.length === 0 || offset < from || offset > to) return [];
      const position = source.rangeOf({ start: offset, end: offset }).start;
      return [{ position, label: labelOf(locks), markdown: locks.map(lockLine).join('\n') }];
    }),
  );
}

function labelOf(locks: readonly LockClaim[]): string {
  const strongest = lockModes.findLast((mode) => locks.some((lock) => lock.mode === mode)) ?? '';
  const relations = locks.filter(({ mode }) => mode === strongest).length;
  return relations > 1 ? `${strongest} on ${relations} tables` : strongest;
}

function lockLine({ relation, mode }: LockClaim): string {
  const blocked = blockedBy(mode);
  const blocks = blocked.length === 0 ? 'blocks neither reads nor writes' : `blocks ${blocked.join(' and ')}`;
  return `- \`${mode}\` on \`${relation}\`, ${blocks}`;
}
