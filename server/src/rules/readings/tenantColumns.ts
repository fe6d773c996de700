import type { Action, ExplainedAction } from '../../behaviour';
import {
  findColumn,
  findTable,
  resolveRelation,
  type CatalogObject,
  type QualifiedName,
  type Table,
} from '../../catalog';
import { nameOfRangeVar, nodeAs } from '../../sql';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { addedColumnOf, type AddedColumn } from './addedColumns';
import { standingInTheWay, takenByCascade } from './dependants';
import { isOfThisMigration } from './madeHere';
import { couldBeNew } from './newTables';
import { isSwapped } from './renamedColumns';
import { isRowTenancy, isShared, isTenantRoot, isTenantTable, tenantColumnOf } from './tenantOwnership';
import { changedColumn, objectsRefusingTypeChange, type ChangedColumn } from './typeChanges';

/** The tenant table that has this column as its tenant column, where both were there before the migration. */
export function tableOfTenantColumn(
  relation: QualifiedName,
  column: string,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Table | undefined {
  const { tenancy } = migration.policy;
  const table = findTable(reviewed.before, relation);
  if (!isRowTenancy(migration.policy) || table === undefined || table.persistence === 'temporary')
    return undefined;
  if (!isTenantTable(table, tenancy) || tenantColumnOf(table, tenancy) !== column) return undefined;
  if (couldBeNew(relation, reviewed, migration)) return undefined;
  return isOfThisMigration(findColumn(table, column)?.origin, migration) ? undefined : table;
}

/** A DROP COLUMN of the tenant column after which nothing in the table says whose its rows are, or what shows them. */
export interface DroppedTenantColumn {
  readonly table: Table;
  readonly column: string;
  /** What makes the server refuse the drop; none with CASCADE. */
  readonly obstacles: readonly CatalogObject[];
  /** The policies that CASCADE takes along, of this table and of others. */
  readonly policies: readonly CatalogObject[];
}

export function droppedTenantColumn(
  { content, relation }: Action,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): DroppedTenantColumn | undefined {
  const command = nodeAs(content, 'AlterTableCmd');
  if (command?.subtype !== 'AT_DropColumn' || command.name === undefined || relation === undefined)
    return undefined;
  const table = tableOfTenantColumn(relation, command.name, reviewed, migration);
  const left = findTable(migration.after, relation);
  if (table === undefined || left === undefined) return undefined;
  const column: CatalogObject = { kind: 'column', relation, name: command.name };
  const isCascade = command.behavior === 'DROP_CASCADE';
  const obstacles = isCascade ? [] : standingInTheWay(reviewed.before, [column]);
  const taken = isCascade ? takenByCascade(reviewed.before, [column]) : [];
  const policies = taken.filter(({ kind }) => kind === 'policy');
  // Where another tenant column has taken its place, with policies of its own, it is a column like any other.
  const isReplaced = ![undefined, command.name].includes(tenantColumnOf(left, migration.policy.tenancy));
  if (isReplaced && (policies.length === 0 || left.policies.length > 0)) return undefined;
  return { table, column: command.name, obstacles, policies };
}

/** A RENAME COLUMN of the tenant column that is not part of a swap. */
export interface RenamedTenantColumn {
  readonly table: Table;
  readonly from: string;
  readonly to: string;
}

export function renamedTenantColumn(
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): RenamedTenantColumn | undefined {
  const rename = nodeAs(reviewed.statement.tree, 'RenameStmt');
  const written = nameOfRangeVar(rename?.relation);
  const [from, to] = [rename?.subname, rename?.newname];
  if (rename?.renameType !== 'OBJECT_COLUMN' || written === undefined) return undefined;
  if (from === undefined || to === undefined || migration.direction === 'down') return undefined;
  const relation = resolveRelation(reviewed.before, written);
  const table = tableOfTenantColumn(relation, from, reviewed, migration);
  if (table === undefined || isSwapped(relation, from, to, migration)) return undefined;
  return { table, from, to };
}

/** An ALTER COLUMN … TYPE of the tenant column that the server refuses. */
export interface RetypedTenantColumn extends ChangedColumn {
  /** What reads the column and would have to be made anew. */
  readonly objects: readonly CatalogObject[];
}

export function retypedTenantColumn(
  { action, row }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): RetypedTenantColumn | undefined {
  const changed = changedColumn(action, reviewed);
  if (changed === undefined || row?.id !== 'alter-type-with-dependents') return undefined;
  const { relation, column } = changed;
  if (tableOfTenantColumn(relation, column.name, reviewed, migration) === undefined) return undefined;
  const objects = objectsRefusingTypeChange(reviewed.before, relation, column.name);
  return { ...changed, objects };
}

/** An ADD COLUMN of a tenant column that must have a value, to a table whose rows have none. */
export function requiredTenantColumn(
  { action, row }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): AddedColumn | undefined {
  const { tenancy } = migration.policy;
  if (row?.id !== 'add-column-required-without-default' || !isRowTenancy(migration.policy)) return undefined;
  const added = addedColumnOf(action);
  if (added === undefined || couldBeNew(added.relation, reviewed, migration)) return undefined;
  const table = findTable(reviewed.before, added.relation);
  if (table === undefined || isShared(table, tenancy) || isTenantRoot(table, tenancy)) return undefined;
  return tenancy.tenantColumns.includes(added.name) ? added : undefined;
}
