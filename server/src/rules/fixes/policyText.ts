import { nameOf, quoted, quotedName, type RowPolicy, type Table } from '../../catalog';
import { nodeAs, scanSql, sqlOf, tokensOf, type SqlToken } from '../../sql';
import type { ReviewedMigration } from '../model';
import { closingParenthesis, isKeyword } from '../readings/tokens';

/** A CREATE POLICY like that of another table: its name, command, roles and expressions, in the project's own words. */
export function policyLike(
  policy: RowPolicy,
  model: Table,
  table: Table,
  migration: ReviewedMigration,
): string {
  const { name } = policy;
  const ownName = name.includes(model.name) ? name.replace(model.name, table.name) : name;
  const using = expressionLike(policy, 'USING', model, table, migration);
  const check = expressionLike(policy, 'CHECK', model, table, migration);
  return [
    `CREATE POLICY ${quoted(ownName)} ON ${quotedName(nameOf(table))}`,
    ...(policy.permissive ? [] : [' AS RESTRICTIVE']),
    ...(policy.command === 'all' ? [] : [` FOR ${policy.command.toUpperCase()}`]),
    ...rolesClause(policy.roles),
    ...(using === undefined ? [] : [`\n  USING (${using})`]),
    ...(check === undefined ? [] : [`\n  WITH CHECK (${check})`]),
    ';',
  ].join('');
}

/** An expression of a policy as it would be written for another table; undefined where the policy has none. */
export function expressionLike(
  policy: RowPolicy,
  keyword: 'USING' | 'CHECK',
  model: Table,
  table: Table,
  migration: ReviewedMigration,
): string | undefined {
  const expression = keyword === 'USING' ? policy.using : policy.withCheck;
  if (expression === undefined) return undefined;
  return aboutTable(asWritten(policy, keyword, migration) ?? sqlOf(expression), model, table);
}

function rolesClause(roles: RowPolicy['roles']): readonly string[] {
  const named = roles
    .filter((role) => role !== 'public')
    .map((role) => (role === undefined ? 'CURRENT_USER' : quoted(role)));
  return named.length === 0 ? [] : [` TO ${named.join(', ')}`];
}

/** An expression of the policy in the project's own spelling; undefined where the statement is not at hand. */
function asWritten(
  { origin }: RowPolicy,
  keyword: 'USING' | 'CHECK',
  migration: ReviewedMigration,
): string | undefined {
  const text = migration.files.text(origin.path)?.slice(origin.span.start, origin.span.end);
  const [statement] = text === undefined ? [] : migration.parse(text).statements;
  if (text === undefined || statement === undefined) return undefined;
  if (nodeAs(statement.tree, 'CreatePolicyStmt') === undefined) return undefined;
  const tokens = tokensOf(statement);
  const open = tokens[tokens.findIndex((token) => isKeyword(token, keyword)) + 1];
  const close = open?.text === '(' ? closingParenthesis(tokens, open) : undefined;
  return open === undefined || close === undefined ? undefined : text.slice(open.end, close.start);
}

/** The expression with the other table's name where it says of which table a column is. */
function aboutTable(expression: string, model: Table, table: Table): string {
  const tokens = scanSql(expression);
  let text = '';
  let place = 0;
  for (const [index, token] of tokens.entries()) {
    if (!isQualifier(tokens, index, model)) continue;
    text += expression.slice(place, token.start) + quoted(table.name);
    place = token.end;
  }
  return text + expression.slice(place);
}

/** Whether the token is the table's name before a column; in a schema of that name would stand a function. */
function isQualifier(tokens: readonly SqlToken[], index: number, { name, schema }: Table): boolean {
  const [before, token, dot] = [tokens[index - 1], tokens[index], tokens[index + 1]];
  if (!isNamed(token, name) || dot?.text !== '.' || tokens[index + 3]?.text === '(') return false;
  return before?.text !== '.' || isNamed(tokens[index - 2], schema);
}

function isNamed(token: SqlToken | undefined, name: string): boolean {
  return token?.text === quoted(name) || token?.text.toLowerCase() === name;
}
