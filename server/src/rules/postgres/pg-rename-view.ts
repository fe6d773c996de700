import { viewUnderOldName } from '../fixes/viewUnderOldName';
import { nodeAs } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { spokenName } from '../../catalog';
import { renamedRelation } from '../readings/renamedRelations';

/** RENAME of a view or materialized view that running code reads. */
export const pgRenameView: Rule = {
  id: 'pg-rename-view',
  category: 'compatibility',
  severity: 'warning',
  summary: 'RENAME of a view, whose old name running application code still uses',
  speaksOf: ['RenameStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  if (nodeAs(reviewed.statement.tree, 'RenameStmt') === undefined) return undefined;
  const renamed = renamedRelation(reviewed, migration);
  if (renamed?.kind !== 'view' && renamed?.kind !== 'materialized view') return undefined;
  const { kind, from, to } = renamed;
  return {
    what: `The ${kind} ${spokenName(from)} is called ${spokenName(to)} from now on, and nothing answers to the old name.`,
    who: 'Every query of running application code that names it fails (42P01), for all tenants, until the new release has replaced the old one everywhere.',
    remedy: 'Create a second view under the new name, and drop the old one in a later release.',
    span: reviewed.statement.span,
    relations: [from],
    fixes: viewUnderOldName(migration, reviewed, from, to),
  };
}
