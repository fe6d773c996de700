import { viewUnderOldName } from '../fixes/viewUnderOldName';
import { nodeAs } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { spokenName } from '../../catalog';
import { renamedRelation } from '../readings/renamedRelations';

/** RENAME of a table that running code names: it is gone for that code from one moment to the next. */
export const pgRenameTable: Rule = {
  id: 'pg-rename-table',
  category: 'compatibility',
  severity: 'warning',
  summary: 'RENAME of a table, whose old name running application code still uses',
  speaksOf: ['RenameStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  if (nodeAs(reviewed.statement.tree, 'RenameStmt') === undefined) return undefined;
  const renamed = renamedRelation(reviewed, migration);
  if (renamed?.kind !== 'table') return undefined;
  const { from, to } = renamed;
  return {
    what: `${spokenName(from)} is called ${spokenName(to)} from now on, and nothing answers to the old name.`,
    who: 'Every statement of running application code that names it fails (42P01), for all tenants, until the new release has replaced the old one everywhere.',
    remedy:
      'Leave a view under the old name in the same transaction, and drop it in a later release; or do not rename.',
    span: reviewed.statement.span,
    relations: [from],
    fixes: viewUnderOldName(migration, reviewed, from, to),
  };
}
