import { parseSqlFile } from '../../sql';

/**
 * A drafted statement as it goes into a file: what stands before it and behind it, semicolon and comments, is not part of
 * it. The text as it is where it holds no single statement, which the gate has said by then.
 */
export function statementText(sql: string): string {
  const { source, statements } = parseSqlFile(sql);
  const [only, ...more] = statements;
  if (only === undefined || more.length > 0) return sql.trim();
  return source.text.slice(only.span.start, only.span.end).trim();
}
