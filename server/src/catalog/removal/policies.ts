import type { Catalog, Table } from '../model';
import { nameOf, tablesOf } from '../query/relations';
import { mentions } from '../trees/namesIn';
import { readExpression, type Reading } from '../trees/reading';
import type { CatalogObject } from './objects';

/** Policies whose expressions name one of these and read what `test` looks for; names alone are cheap to look for. */
export function policiesThat(
  catalog: Catalog,
  names: readonly string[],
  test: (reading: Reading, table: Table) => boolean,
): readonly CatalogObject[] {
  return tablesOf(catalog).flatMap((table) =>
    table.policies
      .filter((policy) =>
        [policy.using, policy.withCheck].some(
          (expression) =>
            expression !== undefined &&
            names.some((name) => mentions(expression, name)) &&
            test(readExpression(catalog, expression, table), table),
        ),
      )
      .map((policy): CatalogObject => ({ kind: 'policy', relation: nameOf(table), name: policy.name })),
  );
}
