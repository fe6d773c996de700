import type { Node } from '@pgsql/types';
import { volatilityOf } from '../../behaviour';
import { spokenName, type Catalog } from '../../catalog';
import { constantOf, nodeAs, stringsOf, type NodeOf } from '../../sql';
import type { Finding, ReviewedMigration, Rule } from '../model';
import { expressionsOf, type WrittenExpression } from '../readings/policyExpressions';
import { someNode } from '../readings/treeSearch';
import { writtenPolicies, type WrittenPolicy } from '../readings/writtenPolicies';

/** Expressions that hold today, and that hang on something which does not. */
export const rlsFragilePolicyExpression: Rule = {
  id: 'rls-fragile-policy-expression',
  category: 'rls',
  severity: 'warning',
  summary:
    'A policy that believes what users may change about themselves, or that gives another answer for each row',
  *check(migration) {
    for (const written of writtenPolicies(migration)) {
      for (const expression of expressionsOf(written)) {
        const finding = findingFor(expression, written, migration);
        if (finding !== undefined) yield finding;
      }
    }
  },
};

function findingFor(
  { tree, span }: WrittenExpression,
  { name, reading }: WrittenPolicy,
  { after }: ReviewedMigration,
): Finding | undefined {
  const table = spokenName(name);
  const policy = reading.policy.name;
  if (readsOwnMetadata(tree)) {
    return {
      what: `${policy} believes user_metadata, the part of the token that users write themselves.`,
      who: `Any user may claim another tenant there, and gets at its rows of ${table}.`,
      remedy: 'Read app_metadata, which only the server writes, or look the membership up in a table.',
      span,
      relations: [name],
    };
  }
  const volatile = volatileIn(tree, after);
  if (!volatile) return undefined;
  return {
    what: `${policy} calls a volatile function, which the server asks anew for each row and takes no index for.`,
    who: `Queries on ${table} go through the rows of all tenants, and may see another choice of them each time.`,
    remedy:
      'Declare the function STABLE if it only reads, and leave random values and clocks that go on out of policies.',
    span,
    relations: [name],
    severity: 'info',
  };
}

/** `-> 'user_metadata'`. */
function readsOwnMetadata(tree: Node): boolean {
  return someNode(tree, (node) => {
    const operation = nodeAs(node, 'A_Expr');
    const key = operation?.rexpr === undefined ? undefined : constantOf(operation.rexpr);
    return typeof key === 'string' && /^\{?user_metadata\b/.test(key) && isOfJson(operation);
  });
}

function isOfJson(operation: NodeOf<'A_Expr'> | undefined): boolean {
  return /^(?:->>?|#>>?)$/.test(stringsOf(operation?.name).at(-1) ?? '');
}

/** What neither the server's list nor the history knows is left alone. */
function volatileIn(tree: Node, catalog: Catalog): boolean {
  const { level, unknown } = volatilityOf(tree, catalog);
  return level === 'volatile' && unknown.length === 0;
}
