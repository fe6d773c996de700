import type { FrameworkId } from '../../project';
import type { ReviewedMigration } from '../model';

/** Runners that hand the text of a file to the server as it is, the first for golang-migrate and pop. */
const oneQueryRunners: ReadonlySet<FrameworkId> = new Set(['plain', 'golang-migrate', 'prisma']);

/**
 * Whether several statements go to the server as one query string, which makes one implicit transaction block of them
 * (manual, section "Multiple Statements in a Simple Query"). A folder that the policy says to run without transactions is
 * taken to be run statement by statement, as psql does.
 */
export function isSentAsOneQuery({ migration, policy, file }: ReviewedMigration): boolean {
  const folder = policy.migrations.find(({ path }) => path === migration.folder);
  return (
    oneQueryRunners.has(migration.framework) && folder?.transaction !== 'none' && file.statements.length > 1
  );
}
