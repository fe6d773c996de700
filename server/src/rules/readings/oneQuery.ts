import { frameworkById } from '../../project';
import type { ReviewedMigration } from '../model';

/**
 * Whether several statements go to the server as one query string, which makes one implicit transaction block of them
 * (manual, section "Multiple Statements in a Simple Query"). A folder that the policy says to run without transactions is
 * taken to be run statement by statement, as psql does.
 */
export function isSentAsOneQuery({ migration, policy, file }: ReviewedMigration): boolean {
  const folder = policy.migrations.find(({ path }) => path === migration.folder);
  const sends = frameworkById(migration.framework)?.sends;
  return sends === 'whole file' && folder?.transaction !== 'none' && file.statements.length > 1;
}
