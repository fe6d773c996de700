import type { ExplainedAction } from '../../behaviour';
import {
  dependentsOf,
  findColumn,
  findConstraint,
  findTable,
  spokenName,
  type Catalog,
  type CatalogObject,
} from '../../catalog';
import { nodeAs } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { spokenObjects, standingInTheWay } from '../readings/dependants';
import { findingsByAction } from '../readings/findingsByAction';
import { isOfThisMigration } from '../readings/madeHere';
import { couldBeNew } from '../readings/newTables';
import { isOutOfReach } from '../readings/reach';
import { droppedTenantColumn } from '../readings/tenantColumns';

/** DROP COLUMN of a column that running application code may still name, and whose values nobody can bring back. */
export const pgDropColumn: Rule = {
  id: 'pg-drop-column',
  category: 'data-loss',
  severity: 'warning',
  summary: 'DROP COLUMN, which loses its values for good and breaks application code that still names it',
  speaksOf: ['AT_DropColumn'],
  check: (migration) => findingsByAction(migration, findingFor),
};

function findingFor(
  { action }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const command = nodeAs(action.content, 'AlterTableCmd');
  const { relation } = action;
  if (command?.subtype !== 'AT_DropColumn' || command.name === undefined || relation === undefined)
    return undefined;
  if (nodeAs(action.statement, 'AlterTableStmt')?.objtype === 'OBJECT_TYPE') return undefined;
  if (couldBeNew(relation, reviewed, migration)) return undefined;
  if (droppedTenantColumn(action, reviewed, migration) !== undefined) return undefined;
  const table = findTable(reviewed.before, relation);
  const column = findColumn(table, command.name);
  if (isOfThisMigration(column?.origin, migration)) return undefined;
  if (column === undefined && table !== undefined && command.missing_ok === true) return undefined;
  const object: CatalogObject = { kind: 'column', relation, name: command.name };
  const isCascade = command.behavior === 'DROP_CASCADE';
  const obstacles = isCascade ? [] : standingInTheWay(reviewed.before, [object]);
  if (obstacles.length > 0) {
    return {
      what: `DROP COLUMN ${command.name} is refused while something depends on it: ${spokenObjects(reviewed.before, obstacles)}.`,
      who: 'The migration stops here, on the first tenant database and on every other.',
      remedy: `Change or drop what depends on ${spokenName(relation)}.${command.name} first, in the same transaction.`,
      span: action.span,
      relations: [relation],
      severity: 'error',
    };
  }
  const isComputed = column?.generated !== undefined;
  const isRetired =
    table !== undefined && column !== undefined && isOutOfReach(table, column.name, migration);
  return {
    what: `DROP COLUMN takes the values of ${command.name} out of every row of ${spokenName(relation)}${withOwnParts(reviewed.before, object)}.`,
    who: isRetired
      ? 'They are gone for all tenants; by the migration history the application’s role has no right to the column, so none of its queries should need it.'
      : `${isComputed ? 'They can be computed again, but' : 'They are gone for all tenants, and'} application code that still names the column fails from then on.`,
    remedy:
      'Let a release that no longer names the column reach every tenant, and drop it in a later one; keep a copy of values that may be needed again.',
    span: action.span,
    relations: [relation],
    ...(isRetired ? { severity: 'info' as const } : {}),
  };
}

/** Indexes, checks and keys that nobody asked about. */
function withOwnParts(catalog: Catalog, column: CatalogObject): string {
  const along = dependentsOf(catalog, column)
    .filter(({ goes }) => goes === 'along')
    .map(({ object }) => object)
    .filter((object) => object.kind === 'index' || isKeyOrCheck(catalog, object));
  return along.length === 0 ? '' : `, and with them ${spokenObjects(catalog, along)}`;
}

function isKeyOrCheck(catalog: Catalog, object: CatalogObject): boolean {
  if (object.kind !== 'constraint') return false;
  const table = findTable(catalog, object.relation);
  return table !== undefined && findConstraint(table, object.name)?.kind !== 'not null';
}
