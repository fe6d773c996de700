import type { ExplainedAction } from '../../behaviour';
import type { Finding, Rule } from '../model';
import { columnRewrite, findingsByAddedColumn, type AddedColumn } from '../readings/addedColumns';

/** A column of a domain with constraints is checked by writing it, even where it is null in every row. */
export const pgAddColumnConstrainedDomain: Rule = {
  id: 'pg-add-column-constrained-domain',
  category: 'rewrite',
  severity: 'warning',
  summary: 'ADD COLUMN of a domain with CHECK or NOT NULL, which rewrites the whole table',
  speaksOf: ['AT_AddColumn'],
  check: (migration) => findingsByAddedColumn(migration, ['add-column-constrained-domain'], findingFor),
};

function findingFor(column: AddedColumn, explained: ExplainedAction): Finding | undefined {
  const rewrite = columnRewrite(
    column,
    explained,
    'its type is a domain with constraints, which are checked by writing the value into every row, even a null',
  );
  if (rewrite === undefined) return undefined;
  return {
    ...rewrite,
    remedy:
      'Give the column the type that the domain is made of, and add the domain’s conditions as a CHECK NOT VALID, validated in a later migration.',
  };
}
