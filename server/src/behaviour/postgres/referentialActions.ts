import {
  findTable,
  foreignKeysOf,
  indexesOf,
  nameOf,
  referencingForeignKeys,
  type ForeignKey,
  type QualifiedName,
} from '../../catalog';
import type { BehaviourContext, Claims, LockMode } from '../model';
import { lock, withPartitions, withStorage } from './neighbours';

/** Tables in which the server looks up, and locks, the rows that new foreign key values reference. */
export function lookedUp(
  tables: readonly QualifiedName[],
  sets: (column: string) => boolean,
  context: BehaviourContext,
): readonly QualifiedName[] {
  const keys = tables.flatMap((name) => {
    const table = findTable(context.catalog, name);
    return table === undefined ? [] : foreignKeysOf(table);
  });
  return keys
    .filter((key) => key.enforced && key.columns.some(sets))
    .flatMap((key) => withPartitions(context.catalog, key.references));
}

/** The foreign keys that reference one of the tables, each with the table that has it. */
export function referencingKeys(tables: readonly QualifiedName[], context: BehaviourContext) {
  return tables.flatMap((name) =>
    referencingForeignKeys(context.catalog, name)
      .filter(({ constraint }) => constraint.enforced)
      .map(({ table, constraint }) => ({ table: nameOf(table), key: constraint })),
  );
}

/** What the referential action does to the referencing table, which is searched for each changed row. */
export function referencingSide(
  table: QualifiedName,
  key: ForeignKey,
  action: ForeignKey['onDelete'],
  context: BehaviourContext,
): Claims {
  const mode: LockMode = action === 'no action' || action === 'restrict' ? 'ROW SHARE' : 'ROW EXCLUSIVE';
  const tables = withPartitions(context.catalog, table);
  const isIndexed = indexesOf(context.catalog, table).some(
    (index) => index.keys[0]?.column === key.columns[0],
  );
  return {
    locks: lock(mode, tables),
    scans: isIndexed ? [] : withStorage(context.catalog, tables),
  };
}

/** What a DELETE does to the tables that reference the rows: ON DELETE CASCADE goes on from table to table. */
export function cascade(
  tables: readonly QualifiedName[],
  context: BehaviourContext,
  seen: Set<QualifiedName>,
): readonly Claims[] {
  return referencingKeys(tables, context).flatMap(({ table, key }) => {
    const side = referencingSide(table, key, key.onDelete, context);
    if (key.onDelete !== 'cascade' || seen.has(table)) return [side];
    seen.add(table);
    return [side, ...cascade([table], context, seen)];
  });
}
