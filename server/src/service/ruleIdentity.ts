import type { Severity } from '../project';
import { rules, type Rule } from '../rules';

export { behaviourUrlOf, docsPathOf, docsUrlOf, repositoryUrl } from './rulePlaces';

/**
 * Findings about suppressions and exceptions themselves. They look at the comments and the policy instead of at the
 * schema, so they are no rules with a `check`, but share id, severity and page with them.
 */
export const suppressionRules = [
  {
    id: 'suppression-unknown-rule',
    category: 'suppression',
    severity: 'warning',
    summary: 'A suppression comment or an exception names a rule that does not exist.',
  },
  {
    id: 'suppression-without-reason',
    category: 'suppression',
    severity: 'warning',
    summary: 'A suppression comment gives no reason, so it suppresses nothing.',
  },
  {
    id: 'suppression-unused',
    category: 'suppression',
    severity: 'warning',
    summary: 'A suppression comment suppresses nothing.',
  },
  {
    id: 'exception-expired',
    category: 'suppression',
    severity: 'warning',
    summary: 'An exception of the policy has run out, so it permits nothing any more.',
  },
] as const satisfies readonly DescribedRule[];

export type SuppressionRuleId = (typeof suppressionRules)[number]['id'];

/** What lists and pages say of a rule. */
export interface DescribedRule {
  readonly id: string;
  readonly category: Rule['category'] | 'suppression';
  readonly severity: Severity | 'off';
  readonly summary: string;
}

/** Every id that a policy may give a severity, in the order of the catalogue page. */
export const describedRules: readonly DescribedRule[] = [...rules, ...suppressionRules];

/** The rules that a comment or an exception may suppress. */
export const suppressibleRules: readonly DescribedRule[] = rules;

export function describedRule(id: string): DescribedRule | undefined {
  return rulesById.get(id);
}

const rulesById: ReadonlyMap<string, DescribedRule> = new Map(describedRules.map((rule) => [rule.id, rule]));
