import { bodyOf, queriesIn, type Statement } from '../../sql';

/** The queries that the code of a DO block asks: its conditions, its expressions and its statements. */
export function queriesOfBlock(block: Statement): readonly Statement[] {
  return queriesIn(bodyOf(block)?.steps ?? []);
}
