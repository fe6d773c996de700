import { Client, escapeIdentifier } from 'pg';
import { EngineError, errorMessage } from './errors';

/** How to reach a server, apart from the database. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string | undefined;
}

/** Options of a connection. */
export interface ConnectOptions {
  /** Shown in `pg_stat_activity` (default `tenantsafe`). */
  readonly applicationName?: string;
  /** Another role to log in as, with its password (default: the administrator). */
  readonly user?: string;
  readonly password?: string;
  /** Told why, when the connection ends without having been asked to (default: the server takes note of the loss). */
  readonly onLoss?: (reason: string) => void;
  /** Schemas that names are looked up in, also after the session is reset (default: the database's own path). */
  readonly searchPath?: readonly string[];
}

/**
 * Opens a connection. Losing the server later rejects the queries that wait and tells `onLoss`, and nothing else:
 * without a listener the `error` event would end this process.
 *
 * @throws EngineError when the server does not answer or refuses.
 */
export async function openConnection(
  address: ServerAddress,
  database: string,
  options: ConnectOptions = {},
): Promise<Client> {
  const client = new Client({
    host: address.host,
    port: address.port,
    user: options.user ?? address.user,
    password: options.password ?? address.password,
    database,
    application_name: options.applicationName ?? 'tenantsafe',
    ...(options.searchPath === undefined
      ? {}
      : { options: startupOption('search_path', options.searchPath) }),
    connectionTimeoutMillis: 15_000,
  });
  client.on('error', (error) => options.onLoss?.(errorMessage(error)));
  try {
    await client.connect();
  } catch (error) {
    throw new EngineError(
      `No connection to database "${database}" on ${address.host} port ${address.port}: ${errorMessage(error)}.`,
    );
  }
  return client;
}

/** A setting of the session's start; in startup options a backslash keeps a space or a backslash as it is. */
function startupOption(name: string, schemas: readonly string[]): string {
  const value = schemas.map(escapeIdentifier).join(',');
  return `-c ${name}=${value.replace(/[\\ ]/g, '\\$&')}`;
}

/** The address as a libpq URL, for psql and other programs. */
export function connectionUrl(address: ServerAddress, database: string): string {
  const user = encodeURIComponent(address.user);
  const password = address.password === undefined ? '' : `:${encodeURIComponent(address.password)}`;
  const path = encodeURIComponent(database);
  if (address.host.startsWith('/')) {
    return `postgresql://${user}${password}@/${path}?host=${encodeURIComponent(address.host)}&port=${address.port}`;
  }
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  return `postgresql://${user}${password}@${host}:${address.port}/${path}`;
}
