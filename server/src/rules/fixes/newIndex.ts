import { chooseRelationName, nameOf, quoted, quotedList, quotedName, type Table } from '../../catalog';
import { laterMigration } from '../../rewrite';
import type { Statement } from '../../sql';
import type { Fix, ReviewedMigration } from '../model';
import { insertionAfter } from './insertions';

/** An index to be made: after a statement of the script where the table is new, else CONCURRENTLY in a later migration. */
export interface NewIndex {
  readonly table: Table;
  readonly columns: readonly string[];
  /** The statement after which nobody waits for the table yet; undefined where it is in use. */
  readonly after: Statement | undefined;
}

export function createIndex(
  { table, columns, after }: NewIndex,
  migration: ReviewedMigration,
): readonly Fix[] {
  const parts = { table: table.name, columns, label: 'idx' };
  const name = chooseRelationName(migration.after, table.schema, parts, 'relation');
  const definition = `${quoted(name)} ON ${quotedName(nameOf(table))} (${quotedList(columns)})`;
  if (after !== undefined) {
    const edit = insertionAfter(migration, after, `CREATE INDEX ${definition};`);
    return [{ title: `Create the index ${name}`, preferred: false, edits: [edit] }];
  }
  // CONCURRENTLY is refused for a partitioned table.
  if (table.kind !== 'table') return [];
  const edits = laterMigration(migration, {
    title: `create index ${name}`,
    up: [`CREATE INDEX CONCURRENTLY ${definition}`],
    down: [`DROP INDEX CONCURRENTLY ${quotedName(nameOf({ schema: table.schema, name }))}`],
    transaction: 'none',
  });
  return edits === undefined
    ? []
    : [{ title: `Create the index ${name} CONCURRENTLY in a later migration`, preferred: false, edits }];
}
