import { tokensOf, type Statement } from '../../sql';
import type { Fix, ReviewedMigration } from '../model';
import { closingParenthesis, isKeyword } from '../readings/tokens';
import { insertion } from './insertions';

/** Adds the option to a CREATE VIEW: among those that it has, or in a clause of its own before AS. */
export function withSecurityInvoker(statement: Statement, migration: ReviewedMigration): readonly Fix[] {
  const offset = placeFor(statement);
  return offset === undefined
    ? []
    : [
        {
          title: 'Ask the policies for the role that reads the view (security_invoker)',
          preferred: false,
          edits: [insertion(migration, offset.at, offset.text)],
        },
      ];
}

function placeFor(statement: Statement): { readonly at: number; readonly text: string } | undefined {
  const tokens = tokensOf(statement);
  let past = 0;
  for (const [place, token] of tokens.entries()) {
    if (token.start < past) continue;
    if (token.text === '(') past = closingParenthesis(tokens, token)?.end ?? token.end;
    const next = tokens[place + 1];
    if (isKeyword(token, 'WITH') && next?.text === '(') {
      return { at: next.end, text: 'security_invoker = true, ' };
    }
    if (isKeyword(token, 'AS')) return { at: token.start, text: 'WITH (security_invoker = true) ' };
  }
  return undefined;
}
