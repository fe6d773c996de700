import type { ReviewedMigration } from '../model';

/**
 * Whether the runner itself gives the connection its role and search path back after each migration: Flyway does
 * (`PostgreSQLConnection.doRestoreOriginalState`, and the schema that it changes to before each migration).
 */
export function isSessionRestoredByRunner({ migration }: ReviewedMigration): boolean {
  return migration.framework === 'flyway';
}
