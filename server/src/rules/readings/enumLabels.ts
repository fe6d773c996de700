import type { Node } from '@pgsql/types';
import {
  columnTypeOf,
  findColumn,
  findRelation,
  type Catalog,
  type Column,
  type ColumnType,
  type QualifiedName,
} from '../../catalog';
import { nameOfRangeVar, nodeAs, walk } from '../../sql';
import type { ReviewedStatement } from '../model';
import { addedColumnDefinitions } from './columnDefinitions';
import { someNode } from './treeSearch';

/** A label of an enum. */
export interface EnumLabel {
  readonly type: QualifiedName;
  readonly label: string;
}

/**
 * Whether a statement makes the server read that label: cast to the type, compared with, assigned to, or the default of a
 * column of it. The same text in a column of another type is no use of the label.
 */
export function usesEnumLabel(reviewed: ReviewedStatement, wanted: EnumLabel): boolean {
  const { tree } = reviewed.statement;
  if (tree === undefined || !someNode(tree, (node) => isLabel(node, wanted))) return false;
  const columns = columnsOfType(reviewed, wanted.type);
  return (
    someNode(
      tree,
      (node) =>
        isCast(node, wanted, reviewed.after) ||
        isComparison(node, wanted, columns) ||
        isAssignment(node, wanted, columns),
    ) ||
    isInserted(reviewed, wanted) ||
    isDefault(reviewed, wanted, columns)
  );
}

function isCast(node: Node, wanted: EnumLabel, catalog: Catalog): boolean {
  const cast = nodeAs(node, 'TypeCast');
  return isLabel(cast?.arg, wanted) && isType(columnTypeOf(catalog, cast?.typeName), wanted.type);
}

/** `column = 'label'`, `column IN ('label', …)`. */
function isComparison(node: Node, wanted: EnumLabel, columns: ReadonlySet<string>): boolean {
  const comparison = nodeAs(node, 'A_Expr');
  const sides = [comparison?.lexpr, comparison?.rexpr];
  const holdsLabel = (side: Node | undefined) =>
    isLabel(side, wanted) || (nodeAs(side, 'List')?.items ?? []).some((item) => isLabel(item, wanted));
  const isColumn = (side: Node | undefined) => {
    const name = nodeAs(nodeAs(side, 'ColumnRef')?.fields?.at(-1), 'String')?.sval;
    return name !== undefined && columns.has(name);
  };
  return sides.some(holdsLabel) && sides.some(isColumn);
}

/** `SET column = 'label'`; the targets of an INSERT have no value of their own. */
function isAssignment(node: Node, wanted: EnumLabel, columns: ReadonlySet<string>): boolean {
  const target = nodeAs(node, 'ResTarget');
  return target?.name !== undefined && columns.has(target.name) && isLabel(target.val, wanted);
}

/** The rows of an INSERT, column by column. */
function isInserted({ statement, before }: ReviewedStatement, wanted: EnumLabel): boolean {
  const insert = nodeAs(statement.tree, 'InsertStmt');
  const name = nameOfRangeVar(insert?.relation);
  const select = nodeAs(insert?.selectStmt, 'SelectStmt');
  if (name === undefined || select === undefined) return false;
  const table = findRelation(before, name);
  const named = (insert?.cols ?? []).flatMap((column) => nodeAs(column, 'ResTarget')?.name ?? []);
  const columns =
    named.length > 0 ? named.map((column) => findColumn(table, column)) : (table?.columns ?? []);
  const rows = [
    ...(select.valuesLists ?? []).map((row) => nodeAs(row, 'List')?.items ?? []),
    (select.targetList ?? []).map((target) => nodeAs(target, 'ResTarget')?.val),
  ];
  return rows.some((row) =>
    row.some((value, place) => isLabel(value, wanted) && isOfType(columns[place], wanted.type)),
  );
}

/** `DEFAULT 'label'` of a new column of the type, or `SET DEFAULT` of one that is there. */
function isDefault(
  { statement, after }: ReviewedStatement,
  wanted: EnumLabel,
  columns: ReadonlySet<string>,
): boolean {
  const ofNewColumn = addedColumnDefinitions(statement).some(
    ({ typeName, constraints }) =>
      isType(columnTypeOf(after, typeName), wanted.type) &&
      (constraints ?? []).some((node) => isLabel(nodeAs(node, 'Constraint')?.raw_expr, wanted)),
  );
  if (ofNewColumn) return true;
  const commands = nodeAs(statement.tree, 'AlterTableStmt')?.cmds ?? [];
  return commands.some((node) => {
    const command = nodeAs(node, 'AlterTableCmd');
    const isSetDefault = command?.subtype === 'AT_ColumnDefault' && columns.has(command.name ?? '');
    return isSetDefault && isLabel(command.def, wanted);
  });
}

/** Names of columns of the type, in all relations that the statement names. */
function columnsOfType(
  { statement, behaviour, before, after }: ReviewedStatement,
  type: QualifiedName,
): ReadonlySet<string> {
  const relations = behaviour.actions
    .flatMap(({ action }) => action.relation ?? [])
    .flatMap((name) => [findRelation(before, name), findRelation(after, name)]);
  if (statement.tree !== undefined) {
    walk(statement.tree, (node) => {
      const written = nameOfRangeVar(nodeAs(node, 'RangeVar'));
      if (written !== undefined) relations.push(findRelation(before, written));
      return undefined;
    });
  }
  const columns = relations.flatMap((relation) => relation?.columns ?? []);
  return new Set(columns.filter((column) => isOfType(column, type)).map(({ name }) => name));
}

function isLabel(node: Node | undefined, { label }: EnumLabel): boolean {
  return nodeAs(node, 'A_Const')?.sval?.sval === label;
}

function isOfType(column: Column | undefined, type: QualifiedName): boolean {
  return column !== undefined && isType(column.type, type);
}

/** An array of the enum reads its labels as well, but as part of another text. */
function isType(type: ColumnType, name: QualifiedName): boolean {
  return type.schema !== undefined && type.arrayDimensions === 0 && `${type.schema}.${type.name}` === name;
}
