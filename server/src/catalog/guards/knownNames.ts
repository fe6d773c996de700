import type { Node, SelectStmt } from '@pgsql/types';
import { constantOf, nodeAs, relationsNamedIn, stringsOf, walk } from '../../sql';
import type { Catalog } from '../model';
import { schemaColumns } from './systemTables';

/**
 * Whether the catalog can tell that something is absent: not of a schema that the history does not make, such as a
 * platform's, not of the parts of a table that it does not make, and not of a relation that it is uncertain about.
 */
export function knowsAllNames(select: SelectStmt, catalog: Catalog): boolean {
  const tree: Node = { SelectStmt: select };
  const asksForParts = relationsNamedIn(tree).some(({ name }) => tablesOfParts.has(name));
  const uncertain = new Set(
    [...catalog.relations.values()]
      .filter((relation) => relation.uncertain !== undefined)
      .map(({ name }) => name),
  );
  let knows = true;
  walk(tree, (node) => {
    const value = constantOf(node);
    if (typeof value === 'string' && uncertain.has(lastPart(value))) knows = false;
    const comparison = nodeAs(node, 'A_Expr');
    const column = stringsOf(nodeAs(comparison?.lexpr, 'ColumnRef')?.fields).at(-1) ?? '';
    for (const name of comparison?.rexpr === undefined ? [] : listOf(comparison.rexpr).map(constantOf)) {
      if (typeof name !== 'string') continue;
      if (schemaColumns.has(column) && !catalog.schemas.has(name)) knows = false;
      if (asksForParts && tableColumns.has(column) && !isRelation(catalog, name)) knows = false;
    }
    return knows;
  });
  return knows;
}

/** The items of IN (…), of ANY (ARRAY[…]), or the node alone. */
export function listOf(node: Node): readonly Node[] {
  const array = nodeAs(node, 'TypeCast')?.arg ?? node;
  return nodeAs(node, 'List')?.items ?? nodeAs(array, 'A_ArrayExpr')?.elements ?? [node];
}

const tablesOfParts: ReadonlySet<string> = new Set([
  'columns',
  'table_constraints',
  'triggers',
  'pg_attribute',
  'pg_constraint',
  'pg_indexes',
  'pg_policies',
  'pg_policy',
  'pg_trigger',
]);

const tableColumns: ReadonlySet<string> = new Set([
  'table_name',
  'tablename',
  'relname',
  'event_object_table',
]);

function isRelation(catalog: Catalog, name: string): boolean {
  return catalog.relations.some((relation) => relation.name === name);
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).replaceAll('"', '');
}
