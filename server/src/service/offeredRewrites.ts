import type { Position } from '../sql';
import type { Analysis } from './analysis';
import { rollbackTitlesFor } from './rollbacks';
import { splitOfferedAt } from './splits';

/** A larger rewrite that may be asked for; working it out takes longer than moving the cursor. */
export interface OfferedRewrite {
  readonly kind: 'split' | 'rollback';
  readonly title: string;
  /** Why it cannot be done, in one sentence. */
  readonly refused: string | undefined;
}

export const splitTitle = 'Split into Expand, Backfill and Contract';

/** The rewrites that fit a place in a migration, by title. */
export function offeredRewritesAt(
  analysis: Analysis,
  path: string,
  position: Position,
): readonly OfferedRewrite[] {
  const split = splitOfferedAt(analysis, path, position);
  const refused = split?.kind === 'refused' ? split.reason : undefined;
  return [
    ...(split === undefined ? [] : [{ kind: 'split' as const, title: splitTitle, refused }]),
    ...rollbackTitlesFor(analysis, path).map((title) => ({
      kind: 'rollback' as const,
      title,
      refused: undefined,
    })),
  ];
}
