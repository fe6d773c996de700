import { findTable, spokenList, spokenName, type QualifiedName } from '../../catalog';
import { nodeAs } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { droppedTables } from '../readings/droppedObjects';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isCopiedBefore, madeAgainBy } from '../readings/replacedRelations';

/** DROP TABLE IF EXISTS and CREATE TABLE of the same name: it reads like a fresh start, and empties the table. */
export const pgDropCreateTable: Rule = {
  id: 'pg-drop-create-table',
  category: 'data-loss',
  severity: 'warning',
  summary: 'DROP TABLE and CREATE TABLE of the same name, which leaves an empty table without its rights',
  speaksOf: ['DropStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const tables = droppedTables(reviewed, migration).filter(
    (name) => madeAgainBy(name, reviewed, migration) !== undefined,
  );
  if (tables.length === 0) return undefined;
  const spoken = spokenList(tables.map(spokenName));
  const lost = tables.flatMap((name) => partsLost(name, reviewed, migration));
  if (tables.every((name) => takesItsPlace(name, reviewed, migration))) {
    return lost.length === 0 ? undefined : replaced(spoken, lost, reviewed, tables);
  }
  const isCopied = tables.every((name) => isCopiedBefore(name, reviewed, migration));
  return {
    what: `${spoken} is dropped and made again empty${lost.length === 0 ? '' : `, without ${spokenList([...new Set(lost)])}`}.`,
    who: 'The rows of all tenants are gone, and a rollback cannot bring them back.',
    remedy:
      'Change the table with ALTER TABLE; to fill an empty one, make it under another name, copy the rows, and swap the names.',
    span: reviewed.statement.span,
    relations: tables,
    ...(isCopied ? { severity: 'info' as const } : {}),
  };
}

/** Whether another table, which has its rows already, is renamed to the dropped one's name. */
function takesItsPlace(
  name: QualifiedName,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): boolean {
  const made = madeAgainBy(name, reviewed, migration);
  return nodeAs(made?.statement.tree, 'RenameStmt') !== undefined;
}

function replaced(
  spoken: string,
  lost: readonly string[],
  { statement }: ReviewedStatement,
  relations: readonly QualifiedName[],
): Finding {
  return {
    what: `Another table takes the name and place of ${spoken}, without ${spokenList([...new Set(lost)])}.`,
    who: 'Once the migration ends, the application may be refused what it was allowed, or see what it must not, for all tenants.',
    remedy: 'Give the new table all that the old one had before the names change.',
    span: statement.span,
    relations,
  };
}

/** What hung on the old table and is not on the new one when the script ends. */
function partsLost(
  name: string,
  { before }: ReviewedStatement,
  migration: ReviewedMigration,
): readonly string[] {
  const [old, made] = [findTable(before, name), findTable(migration.after, name)];
  if (old === undefined || made === undefined) return [];
  return [
    ...(old.grants.length > made.grants.length ? ['its grants'] : []),
    ...(old.rowSecurity.enabled && !made.rowSecurity.enabled ? ['row-level security'] : []),
    ...(old.policies.length > made.policies.length ? ['its policies'] : []),
    ...(old.triggers.length > made.triggers.length ? ['its triggers'] : []),
  ];
}
