import { nodeAs, tokensOf, type Statement } from '../../sql';
import type { Fix, ReviewedMigration } from '../model';
import { closingParenthesis, isKeyword } from '../readings/tokens';
import { insertion } from './insertions';

/** Adds clauses such as `SET search_path = public` to a CREATE FUNCTION, before its AS, or to the end of an ALTER FUNCTION. */
export function withRoutineClauses(
  migration: ReviewedMigration,
  statement: Statement,
  clauses: readonly string[],
  title: string,
): readonly Fix[] {
  const create = nodeAs(statement.tree, 'CreateFunctionStmt');
  // Standard SQL wants the body last, and no word marks where it begins.
  if (create?.sql_body !== undefined) return [];
  const text = clauses.join(' ');
  const offset = create === undefined ? undefined : offsetOfAs(statement);
  const edit =
    offset === undefined
      ? insertion(migration, statement.span.end, ` ${text}`)
      : insertion(migration, offset, `${text} `);
  return [{ title, preferred: false, edits: [edit] }];
}

/** Defaults of parameters may have casts with an AS of their own. */
function offsetOfAs(statement: Statement): number | undefined {
  const tokens = tokensOf(statement);
  let past = 0;
  for (const token of tokens) {
    if (token.start < past) continue;
    if (token.text === '(') past = closingParenthesis(tokens, token)?.end ?? token.end;
    if (isKeyword(token, 'AS')) return token.start;
  }
  return undefined;
}
