import type { Node } from '@pgsql/types';
import {
  findColumn,
  findRelation,
  resolveRelation,
  type Catalog,
  type QualifiedName,
  type Routine,
} from '../../catalog';
import { kindOf, nameOfRangeVar, nodeAs, stringsOf, walk } from '../../sql';
import { treesOf } from '../../tenancy';
import type { ReviewedMigration } from '../model';

/** What a function body names, as the server will only find out when it runs it. */
export interface Named {
  readonly relation: QualifiedName;
  /** Undefined for the relation as a whole. */
  readonly column: string | undefined;
}

/**
 * The functions and procedures, as the script leaves them, whose body names a relation or one of its columns. The server
 * keeps such bodies as text and tracks nothing in them; those with BEGIN ATOMIC it tracks, so they are left out. Names
 * are looked up in `catalog`, which still has them.
 */
export function routinesNaming(
  named: Named,
  catalog: Catalog,
  migration: ReviewedMigration,
): readonly Routine[] {
  const words = [named.column ?? namePart(named.relation)];
  return [...migration.after.routines.values()].flat().filter((routine) => {
    if (routine.body === undefined || routine.definition === undefined) return false;
    // Reading a body costs a parse; most do not even hold the word.
    if (!words.every((word) => routine.body?.toLowerCase().includes(word.toLowerCase()))) return false;
    const trees = routine.definition.sql_body === undefined ? treesOf(routine) : [];
    return trees.some((tree) => names(tree, named, catalog)) || readsRowOf(routine, trees, named, migration);
  });
}

function namePart(name: QualifiedName): string {
  return name.slice(name.indexOf('.') + 1);
}

function names(tree: Node, { relation, column }: Named, catalog: Catalog): boolean {
  const relations = new Set<QualifiedName>();
  const columns = new Set<string>();
  walk(tree, (node) => {
    const written = nameOfRangeVar(nodeAs(node, 'RangeVar'));
    if (written !== undefined) relations.add(resolveRelation(catalog, written));
    for (const name of columnsNamed(node)) columns.add(name);
    return undefined;
  });
  // The target of INSERT, UPDATE and DELETE is a field, not a node of its own.
  const target = nameOfRangeVar(
    nodeAs(tree, 'InsertStmt')?.relation ??
      nodeAs(tree, 'UpdateStmt')?.relation ??
      nodeAs(tree, 'DeleteStmt')?.relation,
  );
  if (target !== undefined) relations.add(resolveRelation(catalog, target));
  if (!relations.has(relation)) return false;
  if (column === undefined) return true;
  // Another relation of the statement may be meant where it has a column of that name too, or nobody knows its columns.
  const others = [...relations].filter((name) => name !== relation);
  const isPlain = others.every((name) => {
    const other = findRelation(catalog, name);
    return other !== undefined && findColumn(other, column) === undefined;
  });
  return columns.has(column) && isPlain;
}

/** Columns that are read, and those that an INSERT or UPDATE sets. */
function columnsNamed(node: Node): readonly string[] {
  switch (kindOf(node)) {
    case 'ColumnRef':
      return stringsOf(nodeAs(node, 'ColumnRef')?.fields).slice(-1);
    case 'InsertStmt':
      return settings(nodeAs(node, 'InsertStmt')?.cols);
    case 'UpdateStmt':
      return settings(nodeAs(node, 'UpdateStmt')?.targetList);
    default:
      return [];
  }
}

function settings(targets: readonly Node[] | undefined): readonly string[] {
  return (targets ?? []).flatMap((target) => nodeAs(target, 'ResTarget')?.name ?? []);
}

/** `NEW.column` and `OLD.column` in the function of a trigger on the relation. */
function readsRowOf(
  routine: Routine,
  trees: readonly Node[],
  { relation, column }: Named,
  { before }: ReviewedMigration,
): boolean {
  const triggers = findRelation(before, relation)?.triggers ?? [];
  const name = `${routine.schema}.${routine.name}`;
  if (column === undefined || !triggers.some((trigger) => trigger.routine === name)) return false;
  return trees.some((tree) => {
    let found = false;
    walk(tree, (node) => {
      const fields = stringsOf(nodeAs(node, 'ColumnRef')?.fields);
      found ||= fields.length === 2 && ['new', 'old'].includes(fields[0] ?? '') && fields[1] === column;
      return !found;
    });
    return found;
  });
}
