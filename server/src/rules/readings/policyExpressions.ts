import type { Node } from '@pgsql/types';
import { nodeAs, offsetInFile, tokensOf, type Span, type Statement } from '../../sql';
import type { Condition, ExpressionReading } from '../../tenancy';
import { closingParenthesis } from './tokens';
import type { WrittenPolicy } from './writtenPolicies';

/** An expression that a CREATE or ALTER POLICY writes. */
export interface WrittenExpression {
  readonly reading: ExpressionReading;
  /** The tree as the statement has it, so that its places are those in the file. */
  readonly tree: Node;
  /** With the parentheses around it. */
  readonly span: Span;
}

export type ConditionOf<Kind extends Condition['kind']> = Extract<Condition, { readonly kind: Kind }>;

/** USING and WITH CHECK, as far as the statement writes them. */
export function expressionsOf({
  reviewed: { statement },
  reading,
  spans,
}: WrittenPolicy): readonly WrittenExpression[] {
  const policy = nodeAs(statement.tree, 'CreatePolicyStmt') ?? nodeAs(statement.tree, 'AlterPolicyStmt');
  return [
    { reading: reading.using, tree: policy?.qual, span: spans.using },
    { reading: reading.check, tree: policy?.with_check, span: spans.check },
  ].flatMap(({ reading: read, tree, span }) =>
    read === undefined || tree === undefined || span === undefined ? [] : [{ reading: read, tree, span }],
  );
}

/** The comparisons with columns of the row in a condition, at any depth. */
export function equalitiesIn(condition: Condition): readonly ConditionOf<'equality'>[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.parts.flatMap(equalitiesIn);
    case 'not':
      return equalitiesIn(condition.part);
    case 'equality':
      return [condition];
    case 'constant':
    case 'unset':
    case 'null column':
    case 'membership':
    case 'other':
      return [];
  }
}

/** From the name of a function or a word such as COALESCE to the parenthesis that closes its arguments. */
export function spanOfCall(statement: Statement, location: number | undefined): Span | undefined {
  const start = offsetInFile(statement, location);
  const tokens = tokensOf(statement);
  const open = tokens.find((token) => token.start > start && token.text === '(');
  const close = open && closingParenthesis(tokens, open);
  return close && { start, end: close.end };
}
