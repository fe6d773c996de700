import type { ExplainedAction } from '../../behaviour';
import { spokenName } from '../../catalog';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { spokenObjects } from '../readings/dependants';
import { findingsByAction } from '../readings/findingsByAction';
import { originOf } from '../readings/madeHere';
import { retypedTenantColumn } from '../readings/tenantColumns';

/** ALTER COLUMN … TYPE of the tenant column, which the server refuses as long as a policy or a view reads it. */
export const tenantColumnTypeChange: Rule = {
  id: 'tenant-column-type-change',
  category: 'tenant-row',
  severity: 'error',
  summary: 'ALTER COLUMN … TYPE of the tenant column under policies that read it, which fails',
  speaksOf: ['AT_AlterColumnType'],
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  explained: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const retyped = retypedTenantColumn(explained, reviewed, migration);
  if (retyped === undefined) return undefined;
  const { relation, column, newType, objects } = retyped;
  return {
    what: `The server refuses to make ${column.name} of ${spokenName(relation)} ${newType} (SQLSTATE 0A000), because of ${spokenObjects(reviewed.before, objects)}.`,
    who: 'The migration stops here, on the first database and on every other; whoever drops the policies for it and forgets one leaves the tenants without their rows, or with those of others.',
    remedy: `Drop what reads ${column.name}, change the type, and make it again with the new type in its expression, all in one transaction, which keeps others out meanwhile; change the column in all tenant tables alike.`,
    span: explained.action.span,
    relations: [relation],
    related: objects.flatMap((object) => {
      const origin = originOf(reviewed.before, object);
      return origin === undefined ? [] : [{ origin, message: `${object.name} was made here.` }];
    }),
  };
}
