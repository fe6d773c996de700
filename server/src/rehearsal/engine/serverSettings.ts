import { access } from 'node:fs/promises';
import path from 'node:path';

/** Arguments of initdb; a change of them makes new clusters. */
export const initdbArguments: readonly string[] = [
  '--username=postgres',
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--no-sync',
];

/**
 * Settings of a fixture server as command line arguments, where no `ALTER SYSTEM` can override them.
 *
 * Without fsync a power cut may ruin the cluster, which is then made anew; a killed process may not.
 */
export async function serverArguments(binFolder: string, port: number): Promise<string[]> {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    // No socket file at all: it would need a folder that only the owner reaches, with a path below 107 bytes.
    unix_socket_directories: '',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'on',
    wal_level: 'logical',
    max_wal_size: '2GB',
    // Old log is removed at each checkpoint rather than kept for reuse: it would lie in the cache between runs.
    wal_recycle: 'off',
    checkpoint_timeout: '1h',
    autovacuum: 'off',
    jit: 'off',
    max_connections: '60',
    shared_buffers: '128MB',
    temp_file_limit: '4GB',
    deadlock_timeout: '100ms',
    log_lock_waits: 'on',
    log_line_prefix: '%m [%p] %a@%d ',
    lc_messages: 'C',
    logging_collector: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
  if (await hasModule(binFolder, 'pg_stat_statements')) {
    settings['shared_preload_libraries'] = 'pg_stat_statements';
    settings['pg_stat_statements.track_utility'] = 'on';
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Installed servers may come without the contributed modules, and preloading a missing one stops the start. */
async function hasModule(binFolder: string, name: string): Promise<boolean> {
  const library = path.join(path.dirname(binFolder), 'lib');
  const candidates = [library, path.join(library, 'postgresql')].flatMap((folder) =>
    ['.so', '.dylib', '.dll'].map((extension) => path.join(folder, name + extension)),
  );
  const found = await Promise.all(
    candidates.map((file) =>
      access(file).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}
