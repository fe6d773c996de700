import { randomBytes } from 'node:crypto';
import { escapeIdentifier, escapeLiteral } from 'pg';
import type { DatabaseHost } from './databases';

/** The role that databases are worked on with. */
export const stewardRole = 'tenantsafe_steward';

/** How to log in as it. */
export interface Steward {
  readonly user: string;
  readonly password: string;
}

/**
 * Makes the role that reads, writes and watches all databases of ours, past row security, and is no superuser.
 *
 * Reading and writing a table runs what migrations put there: triggers, defaults, checks, functions of policies and of
 * views. In a superuser's session that code could make itself a superuser, and so run programs and read files as this
 * machine's user, whatever the migration itself was refused.
 */
export async function prepareSteward({
  admin,
  versionNumber,
}: Pick<DatabaseHost, 'admin' | 'versionNumber'>): Promise<Steward> {
  const password = randomBytes(24).toString('base64url');
  const { rowCount } = await admin.query('SELECT FROM pg_roles WHERE rolname = $1', [stewardRole]);
  const verb = rowCount === 0 ? 'CREATE' : 'ALTER';
  const role = escapeIdentifier(stewardRole);
  await admin.query(
    `${verb} ROLE ${role} LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION BYPASSRLS
       PASSWORD ${escapeLiteral(password)};
     GRANT pg_read_all_data, pg_write_all_data, pg_read_all_stats, pg_signal_backend TO ${role}`,
  );
  // Statistics of tables that a platform or another role owns.
  if (versionNumber >= 170000) await admin.query(`GRANT pg_maintain TO ${role}`);
  // Foreign keys are proved for a table at once, and probes fire no trigger; PostgreSQL 14 knows no such right.
  if (versionNumber >= 150000)
    await admin.query(`GRANT SET ON PARAMETER session_replication_role TO ${role}`);
  return { user: stewardRole, password };
}
