import type { ExplainedAction } from '../../behaviour';
import type { Finding, Rule } from '../model';
import { findingsByAddedColumn, type AddedColumn } from '../readings/addedColumns';
import { spokenName } from '../../catalog';
import { whoWaitsMeanwhile } from '../readings/rewrites';
import { oldestMajor, type Policy } from '../../project';
import { blockingLocks, spokenLocks } from '../readings/waiting';

/** Before PostgreSQL 11 no default of a new column could be kept in the catalog, not even a constant. */
export const pgAddColumnDefaultPre11: Rule = {
  id: 'pg-add-column-default-pre11',
  category: 'rewrite',
  severity: 'warning',
  summary:
    'ADD COLUMN with any default on servers before PostgreSQL 11, which rewrite the whole table for it',
  speaksOf: ['AT_AddColumn'],
  *check(migration) {
    const { policy } = migration;
    if (oldestMajor(policy) >= 11) return;
    yield* findingsByAddedColumn(migration, keptInTheCatalog, (column, explained) =>
      findingFor(column, explained, policy),
    );
  },
};

/** The behaviour table speaks of supported servers: these two rows are those that older ones treat as volatile. */
const keptInTheCatalog = ['add-column-constant-default', 'add-column-stable-default'];

function findingFor(column: AddedColumn, { action, effects }: ExplainedAction, policy: Policy): Finding {
  return {
    what: `PostgreSQL ${policy.version} writes all of ${spokenName(column.relation)} and its indexes anew to give ${column.name} its default, under ${spokenLocks(blockingLocks(effects))}; only from version 11 on is it kept in the catalog.`,
    who: whoWaitsMeanwhile(effects),
    remedy:
      'Add the column without a default, SET DEFAULT in a statement after it, and fill the existing rows in batches in a later migration.',
    span: action.span,
    relations: [column.relation],
  };
}
