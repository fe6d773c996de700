import type { Node } from '@pgsql/types';
import { volatilityOf } from '../../behaviour';
import { spokenName, type Catalog } from '../../catalog';
import { constantOf, nodeAs, stringsOf, walk, type NodeOf } from '../../sql';
import type { Finding, ReviewedMigration, Rule } from '../model';
import { writesPolicy } from '../readings/actionKinds';
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
  speaksOf: writesPolicy,
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
  { name, reading, spans }: WrittenPolicy,
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
  // New rows are checked one by one in any case.
  if (span !== spans.using || !callsVolatile(tree, after)) return undefined;
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

/**
 * A call that a column goes into is made for each row anyway, and one in a sub-select only once. What neither the server's
 * list nor the history knows is left alone.
 */
function callsVolatile(tree: Node, catalog: Catalog): boolean {
  let found = false;
  walk(tree, (node, kind) => {
    if (kind === 'SubLink') return false;
    if (kind !== 'FuncCall') return undefined;
    const { level, unknown } = volatilityOf(node, catalog);
    found ||= level === 'volatile' && unknown.length === 0 && !readsColumn(node);
    return undefined;
  });
  return found;
}

function readsColumn(tree: Node): boolean {
  return someNode(tree, (_node, kind) => kind === 'ColumnRef');
}
