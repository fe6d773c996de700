import { spokenType, type ColumnType } from '../../catalog';
import { tokensOf, type Span } from '../../sql';
import type { Fix, ReviewedMigration, ReviewedStatement } from '../model';
import { addedColumnDefinitions } from '../readings/columnDefinitions';
import { closingParenthesis, typeToken } from '../readings/tokens';

/** Another type for a column that the statement itself defines; none where its type takes more than one word to write. */
export function giveColumnType(
  column: string,
  type: ColumnType,
  reviewed: ReviewedStatement,
  { script }: ReviewedMigration,
): readonly Fix[] {
  const span = writtenType(column, reviewed);
  if (span === undefined) return [];
  const newText = spokenType(type);
  const edits = [{ path: script.path, span, newText }];
  return [{ title: `Make ${column} ${newText}`, preferred: false, edits }];
}

function writtenType(column: string, { statement }: ReviewedStatement): Span | undefined {
  const definition = addedColumnDefinitions(statement).find(({ colname }) => colname === column);
  const word = definition === undefined ? undefined : typeToken(statement, definition);
  if (word === undefined || !oneWordTypes.has(word.text.toLowerCase())) return undefined;
  const tokens = tokensOf(statement);
  const next = tokens[tokens.indexOf(word) + 1];
  const length = next?.text === '(' ? closingParenthesis(tokens, next) : undefined;
  return { start: word.start, end: (length ?? word).end };
}

const oneWordTypes = new Set([
  'smallint',
  'integer',
  'int',
  'int2',
  'int4',
  'int8',
  'bigint',
  'numeric',
  'uuid',
  'text',
  'varchar',
  'char',
  'boolean',
  'date',
]);
