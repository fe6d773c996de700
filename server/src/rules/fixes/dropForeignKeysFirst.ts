import { foreignKeysOf, nameOf, quoted, quotedName, type QualifiedName, type Table } from '../../catalog';
import { nodeAs } from '../../sql';
import type { Fix, ReviewedMigration, ReviewedStatement } from '../model';
import { isMentionedAfter } from '../readings/mentions';
import { laterMigrations, type LaterMigration } from '../../rewrite';

/**
 * Takes a DROP TABLE apart: the foreign keys to the first referenced table go here, those to each further one in a later
 * migration, and the table in the last.
 */
export function dropForeignKeysFirst(
  migration: ReviewedMigration,
  reviewed: ReviewedStatement,
  table: Table,
  parents: readonly QualifiedName[],
): readonly Fix[] {
  const { statement } = reviewed;
  // Rollbacks of the steps would have to make the table piece by piece, which nobody could read.
  if (migration.migration.down !== undefined || table.partitionOf !== undefined) return [];
  if ((nodeAs(statement.tree, 'DropStmt')?.objects ?? []).length !== 1) return [];
  if (isMentionedAfter(migration, reviewed, [table.name])) return [];
  const dropKeysTo = (parent: QualifiedName) => {
    const actions = foreignKeysOf(table)
      .filter(({ references }) => references === parent)
      .map(({ name }) => `DROP CONSTRAINT ${quoted(name)}`);
    return `ALTER TABLE ${quotedName(nameOf(table))} ${actions.join(', ')}`;
  };
  const [first, ...others] = parents;
  if (first === undefined) return [];
  const steps: readonly LaterMigration[] = [
    ...others.map((parent) => ({
      title: `drop foreign keys of ${table.name}`,
      up: [dropKeysTo(parent)],
      down: [],
      transaction: 'per-file' as const,
    })),
    {
      title: `drop ${table.name}`,
      up: [migration.script.sql.slice(statement.span.start, statement.span.end)],
      down: [],
      transaction: 'per-file',
    },
  ];
  const later = laterMigrations(migration, steps);
  if (later === undefined) return [];
  const here = { path: migration.script.path, span: statement.span, newText: dropKeysTo(first) };
  return [
    {
      title: 'Drop the foreign keys first, and the table in a later migration',
      preferred: false,
      edits: [here, ...later],
    },
  ];
}
