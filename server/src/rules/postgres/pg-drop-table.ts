import { findTable, spokenList, spokenName, type CatalogObject, type QualifiedName } from '../../catalog';
import { nodeAs } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { spokenObjects, standingInTheWay } from '../readings/dependants';
import { droppedObjects, droppedTables } from '../readings/droppedObjects';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isOutOfReach } from '../readings/reach';
import { isCopiedBefore, madeAgainBy } from '../readings/replacedRelations';

/** DROP TABLE of tables that were there before this migration. */
export const pgDropTable: Rule = {
  id: 'pg-drop-table',
  category: 'data-loss',
  severity: 'warning',
  summary: 'DROP TABLE, which loses its rows for good and breaks application code that still names it',
  speaksOf: ['DropStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  // Where the table is made again, pg-drop-create-table speaks.
  const tables = droppedTables(reviewed, migration).filter(
    (name) => madeAgainBy(name, reviewed, migration) === undefined,
  );
  if (tables.length === 0) return undefined;
  const spoken = spokenList(tables.map(spokenName));
  const span = reviewed.statement.span;
  const obstacles = obstaclesOf(reviewed);
  if (obstacles.length > 0) {
    return {
      what: `DROP TABLE ${spoken} is refused while something depends on it: ${spokenObjects(reviewed.before, obstacles)}.`,
      who: 'The migration stops here, on the first tenant database and on every other.',
      remedy: `Change or drop what depends on ${spoken} first, in the same transaction.`,
      span,
      relations: tables,
      severity: 'error',
    };
  }
  const isKept = tables.every((name) => isKeptElsewhere(name, reviewed, migration));
  const isUnused = tables.every((name) => isRetired(name, reviewed, migration));
  return {
    what: `DROP TABLE takes ${spoken} with all rows.`,
    who: isUnused
      ? 'They are gone for all tenants; by the migration history the application’s role has no right to the table, so none of its queries should need it.'
      : `${isKept ? 'They are kept elsewhere, but' : 'They are gone for all tenants, and'} application code that still names the table fails from then on.`,
    remedy:
      'Let a release that no longer uses the table reach every tenant, and drop it in a later one; keep a copy of rows that may be needed again.',
    span,
    relations: tables,
    ...(isUnused ? { severity: 'info' as const } : {}),
  };
}

function obstaclesOf(reviewed: ReviewedStatement): readonly CatalogObject[] {
  const drop = nodeAs(reviewed.statement.tree, 'DropStmt');
  if (drop?.behavior === 'DROP_CASCADE') return [];
  return standingInTheWay(reviewed.before, droppedObjects(reviewed));
}

/** Rows that lie on another server, or that an earlier statement has copied. */
function isKeptElsewhere(
  name: QualifiedName,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): boolean {
  return findTable(reviewed.before, name)?.kind === 'foreign' || isCopiedBefore(name, reviewed, migration);
}

function isRetired(
  name: QualifiedName,
  { before }: ReviewedStatement,
  migration: ReviewedMigration,
): boolean {
  const table = findTable(before, name);
  return table !== undefined && isOutOfReach(table, undefined, migration);
}
