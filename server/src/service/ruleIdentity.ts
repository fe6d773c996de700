import type { Severity } from '../project';
import { rules, type Rule } from '../rules';

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

/** Where the project lives; must be the `repository` of the root manifest. */
export const repositoryUrl = 'https://github.com/tenantsafe/tenantsafe';

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

/** The rule's page, relative to the package's root. */
export function docsPathOf(ruleId: string): string {
  return `docs/rules/${ruleId}.md`;
}

/** The rule's page for readers of a diagnostic. */
export function docsUrlOf(ruleId: string): string {
  return `${repositoryUrl}/blob/main/${docsPathOf(ruleId)}`;
}

/** Where the behaviour page tells of a row, with its proof. */
export function behaviourUrlOf(rowId: string): string {
  return `${repositoryUrl}/blob/main/docs/behaviour/postgresql.md#${rowId}`;
}
