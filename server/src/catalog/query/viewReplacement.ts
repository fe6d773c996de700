import type { Node, ViewStmt } from '@pgsql/types';
import { nameOfRangeVar, stringsOf, walk, type NodeKind } from '../../sql';
import type { Catalog, Column, ColumnType, QualifiedName, View } from '../model';
import { readQuery, type OutputColumn } from '../trees/reading';
import { columnsOf, findView } from './relations';
import { resolveRelation } from './resolve';

/** What CREATE OR REPLACE VIEW may not do to the columns that a view has (SQLSTATE 42P16). */
export type RefusedColumnChange =
  | { readonly kind: 'left out'; readonly columns: readonly string[] }
  | { readonly kind: 'renamed'; readonly from: string; readonly to: string }
  | {
      readonly kind: 'retyped';
      readonly column: string;
      readonly from: ColumnType;
      readonly to: ColumnType;
    };

/** A CREATE OR REPLACE VIEW that the server refuses, and the view as it was. */
export interface RefusedReplacement {
  readonly name: QualifiedName;
  readonly old: View;
  readonly change: RefusedColumnChange;
  /** Whether the new query still has all old columns, if in other places or of other types. */
  readonly keepsAllColumns: boolean;
}

/**
 * Why the server refuses to replace a view: its old columns have to come first, under their names and with their types.
 * Undefined where it does not, and where the history does not know enough of either query to be sure.
 */
export function refusedReplacement(catalog: Catalog, statement: ViewStmt): RefusedReplacement | undefined {
  const written = nameOfRangeVar(statement.view);
  if (statement.replace !== true || statement.query === undefined || written === undefined) return undefined;
  const name = resolveRelation(catalog, written);
  const old = findView(catalog, name);
  if (old?.kind !== 'view' || old.query === undefined || old.uncertain !== undefined) return undefined;
  if (hidesColumns(old.query, catalog) || hidesColumns(statement.query, catalog)) return undefined;
  const aliases = stringsOf(statement.aliases);
  const columns = readQuery(catalog, statement.query).output.map((column, place) => ({
    ...column,
    name: aliases[place] ?? column.name,
  }));
  const change = refusedChange(old.columns, columns);
  if (change === undefined) return undefined;
  const names = new Set(columns.map((column) => column.name));
  return { name, old, change, keepsAllColumns: old.columns.every((column) => names.has(column.name)) };
}

/** A star over a relation whose columns the history does not know stands for columns that nobody can count. */
function hidesColumns(query: Node, catalog: Catalog): boolean {
  const kinds = new Set<NodeKind>();
  walk(query, (_node, kind) => {
    kinds.add(kind);
    return undefined;
  });
  if (!kinds.has('A_Star')) return false;
  if (kinds.has('RangeFunction') || kinds.has('RangeTableFunc')) return true;
  const { reading } = readQuery(catalog, query);
  return reading.relations.some(({ name }) => columnsOf(catalog, name).length === 0);
}

/** The first that the server objects to, in its order: the number of columns before their names and types. */
function refusedChange(
  old: readonly Column[],
  columns: readonly OutputColumn[],
): RefusedColumnChange | undefined {
  if (columns.length < old.length) {
    const names = new Set(columns.map(({ name }) => name));
    return { kind: 'left out', columns: old.flatMap(({ name }) => (names.has(name) ? [] : name)) };
  }
  for (const [place, { name, type }] of old.entries()) {
    const next = columns[place];
    if (next === undefined) return undefined;
    if (next.name !== name) return { kind: 'renamed', from: name, to: next.name };
    if (isOtherType(type, next.type)) return { kind: 'retyped', column: name, from: type, to: next.type };
  }
  return undefined;
}

/** Only where both types are known for sure. */
function isOtherType(old: ColumnType, next: ColumnType): boolean {
  if (old.name === 'unknown' || next.name === 'unknown') return false;
  return old.schema !== next.schema || old.name !== next.name || old.arrayDimensions !== next.arrayDimensions;
}
