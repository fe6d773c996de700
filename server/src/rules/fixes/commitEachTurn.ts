import { tokensOf } from '../../sql';
import type { Fix, ReviewedMigration, ReviewedStatement } from '../model';
import type { BodyLoop } from '../readings/bodyLoops';
import { canLeaveTransaction, leaveTransaction, standsAlone } from './concurrentIndex';
import { insertion } from './insertions';

/**
 * Puts a COMMIT at the end of a DO block's loop (PostgreSQL 11 on), and takes the file out of the runner's transaction, in
 * which the server would refuse it. Not `preferred`: what is done stays done when a later turn fails.
 */
export function commitEachTurn(
  loop: BodyLoop,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  const end = endOfLastStep(loop, reviewed, migration);
  if (end === undefined || loop.isProtected || reviewed.within !== undefined) return [];
  if (loop.over.kind === 'cursor') return [];
  const leaving = reviewed.inTransaction ? leavingTransaction(reviewed, migration) : [];
  if (leaving === undefined) return [];
  const { sql } = migration.script;
  const lineStart = sql.lastIndexOf('\n', end - 1) + 1;
  const indentation = /^[ \t]*/.exec(sql.slice(lineStart))?.[0] ?? '';
  return [
    {
      title: 'Commit after each turn of the loop, outside of a transaction',
      preferred: false,
      edits: [insertion(migration, end, `\n${indentation}COMMIT;`), ...leaving],
    },
  ];
}

/** Undefined where the file cannot go without the transaction. */
function leavingTransaction(reviewed: ReviewedStatement, migration: ReviewedMigration) {
  const { statements } = migration;
  const alone = { ...migration, statements: statements.filter(({ within }) => within === undefined) };
  if (!canLeaveTransaction(migration) || !standsAlone(alone, reviewed)) return undefined;
  const edits = leaveTransaction(alone);
  return edits.length === 0 ? undefined : edits;
}

/** Behind the semicolon of the last statement of a turn; undefined where something else comes last. */
function endOfLastStep(
  { steps }: BodyLoop,
  { statement }: ReviewedStatement,
  { script }: ReviewedMigration,
): number | undefined {
  const last = steps.at(-1);
  if (last?.kind !== 'sql' && last?.kind !== 'execute') return undefined;
  const from = last.kind === 'sql' ? last.statement.span.end : last.span.end;
  // Plain quotes would need every quote of the code twice: only dollar quotes hold it as it is.
  const isDollarQuoted = tokensOf(statement).some(
    ({ text, start, end }) => text.startsWith('$') && start < from && from < end,
  );
  const semicolon = script.sql.indexOf(';', from);
  return isDollarQuoted && semicolon >= 0 ? semicolon + 1 : undefined;
}
