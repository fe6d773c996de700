import type { TenancyModel } from '../../project';
import type { Span } from '../../sql';

/** A prompt snippet: what a change asks a person for, and the request that a model gets. One Markdown file each. */
export interface PromptSnippet {
  /** Kebab-case; the name of its file. */
  readonly id: string;
  /** Goes up with every change of what is asked, so that a block in a migration tells what it was drafted from. */
  readonly version: number;
  readonly title: string;
  /** When to use it, in a sentence. */
  readonly use: string;
  readonly tenancy: readonly TenancyModel[];
  readonly answer: PromptAnswer;
  readonly inputs: readonly PromptInput[];
  /**
   * Statements of the forms that are approved for this change, with `{{key}}` for inputs and `{{key.name}}` for the name
   * of a new column. What they do is never told by
   * the snippet: the behaviour table says it for the project's own tables.
   */
  readonly shapes: readonly string[];
  /** The request, with `{{key}}` for inputs. */
  readonly body: string;
  readonly sha256: string;
  readonly origin: PromptOrigin;
}

/** What a model answers: a draft object, the review of a migration that is there, or a script that runs migrations. */
export type PromptAnswer = 'draft' | 'review' | 'script';

/** A snippet that comes with Tenantsafe, or a team's own. */
export type PromptOrigin = { readonly by: 'tenantsafe' } | { readonly by: 'team'; readonly path: string };

export interface PromptInput {
  readonly key: string;
  readonly title: string;
  readonly required: boolean;
  readonly completes: InputKind;
  /** The input with the table that a column or constraint belongs to. */
  readonly of: string;
  /** Several values may stand in it, with commas between them. */
  readonly many: boolean;
  /** What may be chosen; empty for other kinds. */
  readonly choices: readonly string[];
  /** What the input is where nobody says otherwise; empty where there is no such thing. */
  readonly default: string;
  /** What the request says in the place of an empty input, such as `the tenant column`; empty where its line goes. */
  readonly otherwise: string;
  /** The fact of the policy that fills it in. */
  readonly from: PolicyFact | undefined;
}

/** What an input names, and so what completes and checks it. */
export type InputKind =
  'table' | 'column' | 'newColumn' | 'constraint' | 'type' | 'role' | 'migration' | 'choice' | 'text';

/**
 * Facts of a policy that may fill in an input. Names only propose what a person then sees in a block or a form: they may
 * come from the schema, and a request holds no name that nobody has looked at.
 */
export type PolicyFact = PolicyName | PolicyNumber;
export type PolicyName = 'tenantColumn' | 'tenantTable' | 'setting' | 'appRole';
export type PolicyNumber = 'tenantSeconds' | 'blockedMs' | 'tenants' | 'parallelism' | 'cohortFailureRate';

/** The text of a snippet file. */
export interface PromptText {
  /** Relative to the workspace folder for a team's own, and to the package for those that come with it. */
  readonly path: string;
  readonly text: string;
}

/** Something wrong in a snippet file: one sentence with the remedy. */
export interface PromptProblem {
  readonly path: string;
  readonly span: Span;
  readonly message: string;
}
