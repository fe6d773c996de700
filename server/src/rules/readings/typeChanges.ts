import type { Action } from '../../behaviour';
import {
  childrenOf,
  dependentsOf,
  findColumn,
  findTable,
  nameOf,
  type Catalog,
  type CatalogObject,
  type Column,
  type QualifiedName,
} from '../../catalog';
import { nodeAs, sqlOf } from '../../sql';
import type { ReviewedStatement } from '../model';

/** An ALTER COLUMN … TYPE of a column that the history knows. */
export interface ChangedColumn {
  readonly relation: QualifiedName;
  /** As it was before the statement. */
  readonly column: Column;
  /** As written. */
  readonly newType: string;
}

/** Undefined where the history does not know the column: its type before decides, so there is nothing to say. */
export function changedColumn(
  { content, relation }: Action,
  { before }: ReviewedStatement,
): ChangedColumn | undefined {
  const command = nodeAs(content, 'AlterTableCmd');
  if (command?.subtype !== 'AT_AlterColumnType' || command.name === undefined || relation === undefined) {
    return undefined;
  }
  const column = findColumn(findTable(before, relation), command.name);
  if (column === undefined) return undefined;
  const typeName = nodeAs(command.def, 'ColumnDef')?.typeName;
  return {
    relation,
    column,
    newType: typeName === undefined ? 'the new type' : sqlOf({ TypeName: typeName }),
  };
}

/** Whether the same ALTER TABLE also changes the column's type. */
export function changesTypeOf({ behaviour }: ReviewedStatement, column: string): boolean {
  return behaviour.actions.some(({ action }) => {
    const command = nodeAs(action.content, 'AlterTableCmd');
    return command?.subtype === 'AT_AlterColumnType' && command.name === column;
  });
}

/** What uses the column, in the table and in all that inherit from it; indexes and constraints the server makes anew by itself. */
export function objectsRefusingTypeChange(
  catalog: Catalog,
  relation: QualifiedName,
  name: string,
): readonly CatalogObject[] {
  const own = dependentsOf(catalog, { kind: 'column', relation, name })
    .map(({ object }) => object)
    .filter(({ kind }) => ['relation', 'column', 'policy', 'trigger'].includes(kind));
  return [
    ...own,
    ...childrenOf(catalog, relation).flatMap((child) =>
      objectsRefusingTypeChange(catalog, nameOf(child), name),
    ),
  ];
}
