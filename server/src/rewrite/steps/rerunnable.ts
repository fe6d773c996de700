import type { IndexStmt } from '@pgsql/types';
import { quoted } from '../../catalog';
import { frameworkById } from '../../project';
import { nodeAs } from '../../sql';
import type { MigrationPlace } from './migrationPlace';

/** Statements that run outside of a transaction, so that a second run gets past what a stopped one left. */
export function rerunnable(statements: readonly string[], migration: MigrationPlace): readonly string[] {
  return statements.flatMap((statement) => {
    const create = nodeAs(migration.parse(statement).statements[0]?.tree, 'IndexStmt');
    const drop = create?.concurrent === true ? dropOfLeftover(create, migration) : undefined;
    return drop === undefined ? [statement] : [drop, statement];
  });
}

/**
 * What belongs before a concurrent build of an index: one that was stopped leaves it there, invalid, and the next try
 * fails (PostgreSQL 14 and 18, observed). Undefined where the runner sends a file as one query, which can then have the
 * build as its only statement.
 */
export function dropOfLeftover(
  { idxname, relation }: IndexStmt,
  { migration }: MigrationPlace,
): string | undefined {
  if (idxname === undefined || frameworkById(migration.framework)?.sends !== 'statements') return undefined;
  const schema = relation?.schemaname;
  const name = [...(schema === undefined ? [] : [schema]), idxname].map(quoted).join('.');
  return `DROP INDEX CONCURRENTLY IF EXISTS ${name}`;
}
