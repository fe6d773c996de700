import type { ExplainedAction } from '../../behaviour';
import { spokenName } from '../../catalog';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { spokenObjects } from '../readings/dependants';
import { findingsByAction } from '../readings/findingsByAction';
import { originOf } from '../readings/madeHere';
import { retypedTenantColumn } from '../readings/tenantColumns';
import { changedColumn, objectsRefusingTypeChange } from '../readings/typeChanges';

/** A type change that the server refuses, because something else is made of the column. */
export const pgChangeTypeDependentFails: Rule = {
  id: 'pg-change-type-dependent-fails',
  category: 'compatibility',
  severity: 'error',
  summary:
    'ALTER COLUMN … TYPE of a column that a view, policy, generated column or trigger uses, which fails',
  speaksOf: ['AT_AlterColumnType'],
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  explained: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const { action, row } = explained;
  const changed = changedColumn(action, reviewed);
  if (changed === undefined || row?.id !== 'alter-type-with-dependents') return undefined;
  if (retypedTenantColumn(explained, reviewed, migration) !== undefined) return undefined;
  const { relation, column } = changed;
  const { before } = reviewed;
  const objects = objectsRefusingTypeChange(before, relation, column.name);
  return {
    what: `The server refuses to change the type of ${column.name} (SQLSTATE 0A000), because of ${spokenObjects(before, objects)}.`,
    who: `The migration stops here, on the first tenant database and on every other; ${spokenName(relation)} stays as it is.`,
    remedy:
      'Drop what is in the way first, and make it again after the change, in the same transaction, with the same options, owner and grants.',
    span: action.span,
    relations: [relation],
    related: objects.flatMap((object) => {
      const origin = originOf(before, object);
      return origin === undefined ? [] : [{ origin, message: `${object.name} was made here.` }];
    }),
  };
}
