import type { Catalog, RowPolicy, Table } from '../model';
import { nameOf, tablesOf } from '../query/relations';
import { mentions, namesIn } from '../trees/namesIn';
import { readExpression, type Reading } from '../trees/reading';
import type { CatalogObject } from './objects';

/** Policies whose expressions name one of these and read what `test` looks for; names alone are cheap to look for. */
export function policiesThat(
  catalog: Catalog,
  names: readonly string[],
  test: (reading: Reading, table: Table) => boolean,
): readonly CatalogObject[] {
  const isNamed = (table: Table) => names.some((name) => namesInPolicies(table.policies).has(name));
  return tablesOf(catalog)
    .filter(isNamed)
    .flatMap((table) =>
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

/** A table keeps the list of its policies through all changes of something else. */
const knownNames = new WeakMap<readonly RowPolicy[], ReadonlySet<string>>();

function namesInPolicies(policies: readonly RowPolicy[]): ReadonlySet<string> {
  const known = knownNames.get(policies);
  if (known !== undefined) return known;
  const expressions = policies.flatMap(({ using, withCheck }) => [using, withCheck]);
  const names = new Set(expressions.flatMap((expression) => [...namesIn(expression)]));
  knownNames.set(policies, names);
  return names;
}
