import type { Node } from '@pgsql/types';
import type { ExplainedAction } from '../../behaviour';
import {
  findColumn,
  findTable,
  nameOf,
  resolveRelation,
  resolveUserType,
  spokenName,
  tablesUsingType,
  type Column,
  type QualifiedName,
  type Table,
} from '../../catalog';
import { nameOfParts, nameOfRangeVar, nodeAs } from '../../sql';
import type { RollbackStep } from './model';
import type { Passing } from './passing';

/** Rows or values that a step destroys, overwrites or adds, so that no statement about the schema brings them back. */
export type Loss =
  | {
      readonly kind: 'column' | 'type';
      readonly table: Table;
      readonly name: QualifiedName;
      readonly column: string;
    }
  | {
      readonly kind: 'attribute';
      readonly table: Table;
      readonly name: QualifiedName;
      /** The column of the composite type that loses the attribute. */
      readonly column: string;
      readonly attribute: string;
    }
  | { readonly kind: 'table' | 'truncate' | 'delete'; readonly table: Table; readonly name: QualifiedName }
  | {
      readonly kind: 'update';
      readonly table: Table;
      readonly name: QualifiedName;
      readonly columns: readonly string[];
    }
  | { readonly kind: 'insert' | 'merge' | 'copy'; readonly table: Table; readonly name: QualifiedName };

/** What of the rows a step changes for good; what this migration has made itself is nobody's loss. */
export function lossesOf(step: RollbackStep, passing: Passing): readonly Loss[] {
  const { tree } = step.statement;
  if (tree === undefined) return [];
  return [
    ...droppedTables(tree, step, passing),
    ...truncated(tree, step, passing),
    ...changedRows(tree, step, passing),
    ...droppedAttributes(tree, step, passing),
    ...step.behaviour.actions.flatMap((action) => columnLoss(action, step, passing)),
  ];
}

/** In words, for the header of a rollback: `the values of accounts.plan`. */
export function spokenLoss(loss: Loss): string {
  const table = spokenName(loss.name);
  switch (loss.kind) {
    case 'column':
      return `the values of ${table}.${loss.column}, which the migration drops, are gone${emptyColumn(loss.table, loss.column)}`;
    case 'attribute':
      return `the values of (${table}.${loss.column}).${loss.attribute}, which the migration drops, are gone, so that the attribute comes back empty`;
    case 'type':
      return `what the new type of ${table}.${loss.column} could not hold is gone`;
    case 'table':
      return `the rows of ${table}, which the migration drops, are gone, so that the table comes back empty`;
    case 'truncate':
      return `the rows of ${table}, which the migration truncates, are gone`;
    case 'delete':
      return `the rows that the migration deletes from ${table} are gone`;
    case 'update':
      return `the former values of ${loss.columns.map((column) => `${table}.${column}`).join(', ')} are overwritten`;
    case 'insert':
    case 'copy':
      return `the rows that the migration adds to ${table} stay`;
    case 'merge':
      return `what the migration merges into ${table} stays, and what it overwrote or deleted there is gone`;
  }
}

function emptyColumn(table: Table, column: string): string {
  const found = findColumn(table, column);
  if (found?.default !== undefined) return ', so that it comes back with its default in every row';
  if (found?.notNull !== true) return ', so that it comes back empty';
  return ', and as it was NOT NULL without a default, SET NOT NULL below fails on a table with rows until they are filled';
}

function droppedTables(tree: Node, { before }: RollbackStep, passing: Passing): readonly Loss[] {
  const drop = nodeAs(tree, 'DropStmt');
  if (drop?.removeType !== 'OBJECT_TABLE') return [];
  return (drop.objects ?? []).flatMap((object) => {
    const written = nameOfParts(object);
    return written === undefined
      ? []
      : ofTable(resolveRelation(before, written), before, passing, (table, name) => ({
          kind: 'table',
          table,
          name,
        }));
  });
}

/** An attribute that a composite type loses is lost in every column of the type. */
function droppedAttributes(tree: Node, { before }: RollbackStep, passing: Passing): readonly Loss[] {
  const alter = nodeAs(tree, 'AlterTableStmt');
  const written = nameOfRangeVar(alter?.relation);
  if (alter?.objtype !== 'OBJECT_TYPE' || written === undefined) return [];
  const type = before.types.get(resolveUserType(before, written));
  if (type?.kind !== 'composite') return [];
  const dropped = (alter.cmds ?? []).flatMap((node) => {
    const command = nodeAs(node, 'AlterTableCmd');
    return command?.subtype === 'AT_DropColumn' && command.name !== undefined ? [command.name] : [];
  });
  const isOfType = ({ type: used }: Column) => used.schema === type.schema && used.name === type.name;
  return tablesUsingType(before, nameOf(type)).flatMap((name) =>
    (findTable(before, name)?.columns ?? [])
      .filter((column) => isOfType(column) && !passing.columns.has(`${name}.${column.name}`))
      .flatMap((column) =>
        dropped.flatMap((attribute) =>
          ofTable(name, before, passing, (table) => ({
            kind: 'attribute',
            table,
            name,
            column: column.name,
            attribute,
          })),
        ),
      ),
  );
}

function truncated(tree: Node, { before }: RollbackStep, passing: Passing): readonly Loss[] {
  return (nodeAs(tree, 'TruncateStmt')?.relations ?? []).flatMap((node) => {
    const written = nameOfRangeVar(nodeAs(node, 'RangeVar'));
    return written === undefined
      ? []
      : ofTable(resolveRelation(before, written), before, passing, (table, name) => ({
          kind: 'truncate',
          table,
          name,
        }));
  });
}

function changedRows(tree: Node, { before }: RollbackStep, passing: Passing): readonly Loss[] {
  const target = (relation: Parameters<typeof nameOfRangeVar>[0]) => {
    const written = nameOfRangeVar(relation);
    return written === undefined ? '' : resolveRelation(before, written);
  };
  const update = nodeAs(tree, 'UpdateStmt');
  if (update !== undefined) {
    const name = target(update.relation);
    const columns = [
      ...new Set((update.targetList ?? []).flatMap((node) => nodeAs(node, 'ResTarget')?.name ?? [])),
    ].filter((column) => !passing.columns.has(`${name}.${column}`));
    return columns.length === 0
      ? []
      : ofTable(name, before, passing, (table) => ({ kind: 'update', table, name, columns }));
  }
  const remove = nodeAs(tree, 'DeleteStmt');
  if (remove !== undefined) {
    return ofTable(target(remove.relation), before, passing, (table, name) => ({
      kind: 'delete',
      table,
      name,
    }));
  }
  const insert = nodeAs(tree, 'InsertStmt');
  if (insert !== undefined) {
    return ofTable(target(insert.relation), before, passing, (table, name) => ({
      kind: 'insert',
      table,
      name,
    }));
  }
  const copy = nodeAs(tree, 'CopyStmt');
  if (copy?.is_from === true) {
    return ofTable(target(copy.relation), before, passing, (table, name) => ({ kind: 'copy', table, name }));
  }
  const merge = nodeAs(tree, 'MergeStmt');
  return merge === undefined
    ? []
    : ofTable(target(merge.relation), before, passing, (table, name) => ({ kind: 'merge', table, name }));
}

function columnLoss(
  { action, effects }: ExplainedAction,
  { before }: RollbackStep,
  passing: Passing,
): readonly Loss[] {
  const command = nodeAs(action.content, 'AlterTableCmd');
  const { relation: name } = action;
  if (!effects.dataLoss || command?.name === undefined || name === undefined) return [];
  const column = command.name;
  const kind =
    command.subtype === 'AT_DropColumn'
      ? 'column'
      : command.subtype === 'AT_AlterColumnType'
        ? 'type'
        : undefined;
  if (kind === undefined || passing.columns.has(`${name}.${column}`)) return [];
  return ofTable(name, before, passing, (table) => {
    const found = findColumn(table, column);
    // A generated column is computed anew.
    return found === undefined || found.generated !== undefined ? undefined : { kind, table, name, column };
  });
}

function ofTable(
  name: QualifiedName,
  before: RollbackStep['before'],
  passing: Passing,
  loss: (table: Table, name: QualifiedName) => Loss | undefined,
): readonly Loss[] {
  const table = findTable(before, name);
  if (table === undefined || table.persistence === 'temporary' || passing.relations.has(name)) return [];
  const found = loss(table, name);
  return found === undefined ? [] : [found];
}
