import { quoted } from '../../catalog';
import { tokensOf, type Span } from '../../sql';
import type { Fix, ReviewedMigration, ReviewedStatement } from '../model';
import { insertion } from './insertions';

/** The tenant column as the first of a key, behind the first parenthesis of what is written. */
export function tenantFirst(
  { statement }: ReviewedStatement,
  span: Span,
  tenantColumn: string,
  migration: ReviewedMigration,
  title: string,
): readonly Fix[] {
  const open = tokensOf(statement).find((token) => token.text === '(' && token.start >= span.start);
  if (open === undefined) return [];
  const edits = [insertion(migration, open.end, `${quoted(tenantColumn)}, `)];
  return [{ title, preferred: false, edits }];
}
