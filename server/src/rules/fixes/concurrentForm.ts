import type { Edit, Fix, ReviewedMigration, ReviewedStatement } from '../model';
import { canLeaveTransaction, leaveTransaction, standsAlone } from './concurrentIndex';
import { insertion, spanWithLine } from './insertions';
import { laterMigration, type LaterMigration } from '../../rewrite';

/** A statement that the server can do CONCURRENTLY, outside of a transaction. */
export interface ConcurrentForm {
  /** What the fix does, such as `Drop the index CONCURRENTLY`. */
  readonly title: string;
  /** The offset behind which CONCURRENTLY goes. */
  readonly keywordEnd: number;
  /** The migration of its own to which it moves where it shares its file; undefined where the rest of the file needs it first. */
  readonly later: Pick<LaterMigration, 'title' | 'down'> | undefined;
  /** Edits of the rollback for a statement that moves. */
  readonly down: readonly Edit[];
}

/**
 * How a statement becomes concurrent: where it stands if it is the file's only one or no transaction surrounds it, else in
 * a migration of its own, because the rest of the file keeps its transaction.
 */
export function inConcurrentForm(
  migration: ReviewedMigration,
  reviewed: ReviewedStatement,
  { title, keywordEnd, later, down }: ConcurrentForm,
): readonly Fix[] {
  const here = insertion(migration, keywordEnd, ' CONCURRENTLY');
  if (!reviewed.inTransaction) return [{ title, preferred: true, edits: [here] }];
  if (!canLeaveTransaction(migration)) return [];
  if (standsAlone(migration, reviewed)) {
    const leaving = leaveTransaction(migration);
    const outside = leaving.length === 0 ? '' : ', outside of a transaction';
    return [{ title: `${title}${outside}`, preferred: true, edits: [here, ...leaving] }];
  }
  if (later === undefined) return [];
  const { script } = migration;
  const { span } = reviewed.statement;
  const statement = `${script.sql.slice(span.start, keywordEnd)} CONCURRENTLY${script.sql.slice(keywordEnd, span.end)}`;
  const files = laterMigration(migration, { ...later, up: [statement], transaction: 'none' });
  if (files === undefined) return [];
  const removal = { path: script.path, span: spanWithLine(script.sql, reviewed.statement), newText: '' };
  return [
    {
      title: `${title}, in a migration of its own`,
      preferred: true,
      edits: [removal, ...down, ...files],
    },
  ];
}
