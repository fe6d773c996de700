/** Where the project lives; must be the `repository` of the root manifest. */
export const repositoryUrl = 'https://github.com/tenantsafe/tenantsafe';

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
