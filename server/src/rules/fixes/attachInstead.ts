import { nodeAs, tokensOf, type SqlToken } from '../../sql';
import type { Edit, Fix, ReviewedMigration } from '../model';
import { quotedName } from '../../catalog';
import type { NewPartition } from '../readings/newPartitions';
import { closingParenthesis, isKeyword, relationNameSpan } from '../readings/tokens';

/** Makes new partitions as tables by themselves, empty and of the same form, and attaches them right after. */
export function attachInstead(
  migration: ReviewedMigration,
  partitions: readonly NewPartition[],
): readonly Fix[] {
  const edits = partitions.map((added) => editFor(migration, added));
  const known = edits.filter((edit) => edit !== undefined);
  if (known.length < edits.length) return [];
  return [{ title: 'Create the table by itself and attach it', preferred: true, edits: known }];
}

function editFor({ script }: ReviewedMigration, { reviewed, parent }: NewPartition): Edit | undefined {
  const { statement } = reviewed;
  const create = nodeAs(statement.tree, 'CreateStmt');
  // What is written for single columns has no place in LIKE, and a second run would attach the table again.
  if (create === undefined || create.if_not_exists === true) return undefined;
  if ((create.tableElts ?? []).length > 0) return undefined;
  const tokens = tokensOf(statement);
  const of = tokens.findIndex(
    (token, place) => isKeyword(token, 'PARTITION') && isKeyword(tokens[place + 1], 'OF'),
  );
  const bound = boundOf(tokens.slice(of));
  const [partition, start] = [tokens[of], statement.span.start];
  if (partition === undefined || bound === undefined) return undefined;
  const { sql } = script;
  const head = sql.slice(start, partition.start).trimEnd();
  const nameSpan = relationNameSpan(statement, create.relation?.location, undefined);
  const name = sql.slice(nameSpan.start, nameSpan.end);
  const rest = sql.slice(bound.end, statement.span.end);
  return {
    path: script.path,
    span: statement.span,
    newText: [
      `${head} (LIKE ${quotedName(parent)} INCLUDING ALL EXCLUDING IDENTITY)${rest}`,
      `ALTER TABLE ${quotedName(parent)} ATTACH PARTITION ${name} ${sql.slice(bound.start, bound.end)}`,
    ].join(';\n'),
  };
}

/** `FOR VALUES …` to its last parenthesis, or `DEFAULT`. */
function boundOf(tokens: readonly SqlToken[]): { readonly start: number; readonly end: number } | undefined {
  const first = tokens.find((token) => isKeyword(token, 'FOR') || isKeyword(token, 'DEFAULT'));
  if (first === undefined || isKeyword(first, 'DEFAULT')) return first;
  const open = tokens.find((token) => token.start > first.start && token.text === '(');
  const close = open === undefined ? undefined : closingParenthesis(tokens, open);
  const next = close === undefined ? undefined : tokens.find((token) => token.start >= close.end);
  if (!isKeyword(next, 'TO')) return close === undefined ? undefined : { start: first.start, end: close.end };
  const second = tokens.find((token) => next !== undefined && token.start > next.start && token.text === '(');
  const end = second === undefined ? undefined : closingParenthesis(tokens, second);
  return end === undefined ? undefined : { start: first.start, end: end.end };
}
