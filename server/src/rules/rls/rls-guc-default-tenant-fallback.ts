import { spokenName } from '../../catalog';
import { nodeAs, stringsOf, tokensOf, walk } from '../../sql';
import type { Edit, Finding, ReviewedMigration, Rule } from '../model';
import { writesPolicy } from '../readings/actionKinds';
import { spokenApplication } from '../readings/applicationAccess';
import {
  equalitiesIn,
  expressionsOf,
  spanOfCall,
  type WrittenExpression,
} from '../readings/policyExpressions';
import { isForApplication } from '../readings/policyCoverage';
import { tokensWithin } from '../readings/tokens';
import { writtenPolicies, type WrittenPolicy } from '../readings/writtenPolicies';

/** Who forgets the tenant then acts for another one instead of nobody. */
export const rlsGucDefaultTenantFallback: Rule = {
  id: 'rls-guc-default-tenant-fallback',
  category: 'rls',
  severity: 'warning',
  summary: 'A policy that takes a fixed tenant where the setting is not set',
  speaksOf: writesPolicy,
  *check(migration) {
    for (const written of writtenPolicies(migration)) {
      const finding = findingFor(written, migration);
      if (finding !== undefined) yield finding;
    }
  },
};

function findingFor(written: WrittenPolicy, migration: ReviewedMigration): Finding | undefined {
  if (!isForApplication(written.reading, migration.after, migration.policy)) return undefined;
  const found = expressionsOf(written).flatMap((expression) => {
    const fallback = fallbackIn(expression, written);
    return fallback === undefined ? [] : [{ expression, ...fallback }];
  });
  const [first] = found;
  if (first === undefined) return undefined;
  const edits = found.flatMap(({ expression }) => withoutFallback(expression, written, migration));
  return {
    what: `${written.reading.policy.name} takes '${String(first.value)}' for the tenant in a session that has not set ${first.setting}.`,
    who: `Wherever a request, a job or a pooled connection forgets it, ${spokenApplication(migration.policy)} gets at the rows of ${spokenName(written.name)} of that tenant, and nothing fails.`,
    remedy: 'Leave the value out: NULL is equal to no tenant.',
    span: first.expression.span,
    relations: [written.name],
    fixes: edits.length === 0 ? [] : [{ title: 'Take no tenant where none is set', preferred: false, edits }],
  };
}

function fallbackIn(
  { reading: { condition } }: WrittenExpression,
  { tenancy: { tenantColumn } }: WrittenPolicy,
): { readonly setting: string; readonly value: string | number } | undefined {
  for (const { column, value } of equalitiesIn(condition)) {
    if (column !== tenantColumn?.name || value.kind !== 'setting') continue;
    if (value.fallback?.kind === 'constant' && isOfSomebody(value.fallback.value)) {
      return { setting: value.name, value: value.fallback.value };
    }
  }
  return undefined;
}

/** An empty text, zeros and negative numbers stand for nobody. */
function isOfSomebody(value: string | number): boolean {
  return !/^(?:[0-]*|-\d+)$/.test(String(value));
}

/** `COALESCE(value, constant)` becomes the value; nothing where a function does it. */
function withoutFallback(
  { tree }: WrittenExpression,
  { reviewed: { statement } }: WrittenPolicy,
  { script: { path, sql } }: ReviewedMigration,
): readonly Edit[] {
  const edits: Edit[] = [];
  walk(tree, (node) => {
    const choice = nodeAs(node, 'CoalesceExpr');
    const [first, , ...others] = choice?.args ?? [];
    const span = choice && spanOfCall(statement, choice.location);
    if (span === undefined || first === undefined || others.length > 0) return undefined;
    const [word, open] = tokensWithin(statement, span);
    let depth = 0;
    const comma = tokensOf(statement).find((token) => {
      if (open === undefined || token.start < open.start) return false;
      if (token.text === '(') depth++;
      if (token.text === ')') depth--;
      return depth === 1 && token.text === ',';
    });
    if (word === undefined || open === undefined || comma === undefined) return undefined;
    const value = sql.slice(open.end, comma.start).trim();
    const isBare = stringsOf(nodeAs(first, 'FuncCall')?.funcname).at(-1) === 'current_setting';
    edits.push({ path, span, newText: isBare ? `NULLIF(${value}, '')` : value });
    return false;
  });
  return edits;
}
