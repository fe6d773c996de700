import path from 'node:path';

export interface CacheOptions {
  /** False for `--no-cache`. */
  readonly cache: boolean;
  readonly cacheLocation?: string;
}

/**
 * Where findings are kept between runs: `--cache-location`, else `TENANTSAFE_CACHE`, else the cache folder that the
 * platform has for the user. Undefined where none is wanted or the user has no home.
 */
export async function cacheLocation(
  currentFolder: string,
  { cache, cacheLocation: given }: CacheOptions,
): Promise<string | undefined> {
  if (!cache) return undefined;
  if (given !== undefined) return path.resolve(currentFolder, given);
  const ofAllCommands = process.env['TENANTSAFE_CACHE'];
  if (ofAllCommands !== undefined && path.isAbsolute(ofAllCommands)) return path.join(ofAllCommands, 'lint');
  try {
    // Imported late because it looks up the home folder on loading, which fails for a user id without account.
    const { default: environmentPaths } = await import('env-paths');
    return path.join(environmentPaths('tenantsafe', { suffix: '' }).cache, 'lint');
  } catch {
    return undefined;
  }
}
