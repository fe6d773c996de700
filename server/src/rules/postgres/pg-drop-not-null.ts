import type { ExplainedAction } from '../../behaviour';
import { findColumn, findTable, spokenName } from '../../catalog';
import { nodeAs } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByAction } from '../readings/findingsByAction';
import { isOfThisMigration } from '../readings/madeHere';
import { couldBeNew } from '../readings/newTables';
import { relaxedColumn } from '../readings/relaxedColumns';
import { isRowTenancy, isTenantTable, tenantColumnOf } from '../readings/tenantOwnership';

/** DROP NOT NULL: code of the previous release, and every view and join, may meet nulls where there were none. */
export const pgDropNotNull: Rule = {
  id: 'pg-drop-not-null',
  category: 'compatibility',
  severity: 'info',
  summary: 'DROP NOT NULL, which lets in nulls that running code may not expect',
  speaksOf: ['AT_DropConstraint', 'AT_DropNotNull'],
  *check(migration) {
    if (migration.direction === 'up') yield* findingsByAction(migration, findingFor);
  },
};

function findingFor(
  { action }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const command = nodeAs(action.content, 'AlterTableCmd');
  const { relation } = action;
  if (command === undefined || relation === undefined || couldBeNew(relation, reviewed, migration))
    return undefined;
  const table = findTable(reviewed.before, relation);
  const column = table === undefined ? undefined : relaxedColumn(command, table);
  if (column === undefined || isOfThisMigration(column.origin, migration)) return undefined;
  // What a row without a tenant means has a rule of its own.
  const { policy } = migration;
  const isTenants = isRowTenancy(policy) && isTenantTable(table, policy.tenancy);
  if (isTenants && tenantColumnOf(table, policy.tenancy) === column.name) return undefined;
  // Dropped in the same migration, or set again: no code gets to see it without.
  const left = findColumn(findTable(migration.after, relation), column.name);
  if (left === undefined || left.notNull) return undefined;
  return {
    what: `${column.name} of ${spokenName(relation)} may be null from now on.`,
    who: 'Application code that reads the column, and was written when it never was, meets the first null at whichever tenant it comes first; SET NOT NULL again reads the whole table.',
    remedy:
      'Let a release that can read nulls reach every tenant before one that writes them; before a column is dropped this is the right first step.',
    span: action.span,
    relations: [relation],
  };
}
