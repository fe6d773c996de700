import type { ExplainedAction } from '../../behaviour';
import { tokensOf } from '../../sql';
import { columnConstraints } from '../fixes/columnDefinition';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { columnRewrite, findingsByAddedColumn, hasOnly, type AddedColumn } from '../readings/addedColumns';
import { lastKeywordBefore } from '../readings/tokens';
import { oldestMajor } from '../../project';

/** A stored generated column is computed for every row at once. */
export const pgAddColumnStoredGenerated: Rule = {
  id: 'pg-add-column-stored-generated',
  category: 'rewrite',
  severity: 'warning',
  summary: 'ADD COLUMN … GENERATED ALWAYS AS (…) STORED, which rewrites the whole table',
  speaksOf: ['AT_AddColumn'],
  check: (migration) => findingsByAddedColumn(migration, ['add-column-stored-generated'], findingFor),
};

function findingFor(
  column: AddedColumn,
  explained: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const reason = 'a stored generated column is computed for every row';
  const rewrite = columnRewrite(column, explained, reason);
  if (rewrite === undefined) return undefined;
  const knowsVirtual = oldestMajor(migration.policy) >= 18;
  return {
    ...rewrite,
    remedy: `${knowsVirtual ? 'Make it VIRTUAL, which is computed when it is read, or add' : 'Add'} a plain column, keep it up to date with a trigger, and fill the existing rows in batches in a later migration.`,
    fixes: knowsVirtual ? makeVirtual(column, reviewed, migration) : [],
  };
}

/** A virtual column can have neither an index nor a key, so whoever wants one of these has to decide otherwise. */
function makeVirtual(
  { name, definition }: AddedColumn,
  { statement }: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  const [generated] = columnConstraints(statement, name, 'CONSTR_GENERATED');
  if (generated === undefined || !hasOnly(definition, 'CONSTR_GENERATED', 'CONSTR_NULL')) return [];
  const stored = lastKeywordBefore(tokensOf(statement), 'STORED', generated.span.end);
  if (stored === undefined) return [];
  const span = { start: stored.start, end: stored.end };
  const edits = [{ path: migration.script.path, span, newText: 'VIRTUAL' }];
  return [{ title: 'Make the column VIRTUAL', preferred: false, edits }];
}
