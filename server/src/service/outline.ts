import type { Range } from '../sql';
import { inFile, obstacleOf, placesAt, type Analysis } from './analysis';

/** A statement in a file's outline. */
export interface StatementSymbol {
  /** What it does, such as `CREATE TABLE public.invoices`. */
  readonly name: string;
  readonly range: Range;
}

/** The statements of a file, for outlines and breadcrumbs. */
export function outlineOf(analysis: Analysis, path: string): readonly StatementSymbol[] {
  if (obstacleOf(analysis, path) !== undefined) return [];
  const source = analysis.source(path);
  return placesAt(analysis, path).flatMap((place) =>
    analysis
      .review(place)
      .statements.filter(({ within }) => within === undefined)
      .map(({ statement, behaviour, inFull }) => {
        const relations = new Set(inFull.actions.flatMap(({ action }) => action.relation ?? []));
        const kind = statement.error === undefined ? behaviour.kind : 'not understood';
        return {
          name: [kind, [...relations].join(', ')].join(' ').trim(),
          range: source.rangeOf(inFile(place.script, statement.span)),
        };
      }),
  );
}
