import { chmod, cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { StartOptions } from '../../server/src/rehearsal';
import { removeClusters } from '../../server/src/rehearsal/engine';
import { bundlePath } from '../protocol/support/bundle';
import type { Place } from './doors';
import { processesBelow } from './processes';
import { soakedProject } from './project';

/** A folder with the bundles, the project and the cache: every process of a soak is known by it. */
export interface SoakPlace extends Place, AsyncDisposable {
  readonly root: string;
  /** To start a server in this process on the same cache. */
  readonly serverOptions: StartOptions;
}

export async function openSoakPlace(): Promise<SoakPlace> {
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'tenantsafe-soak-')));
  await chmod(root, 0o755);
  const repository = path.resolve(import.meta.dirname, '../..');
  const dist = path.join(root, 'dist');
  const project = path.join(root, 'project');
  const cacheRoot = path.join(root, 'cache');
  await cp(path.dirname(bundlePath('cli')), dist, {
    recursive: true,
    filter: (file) => !file.endsWith('.map'),
  });
  await cp(path.join(repository, 'package.json'), path.join(root, 'package.json'));
  await symlink(path.join(repository, 'node_modules'), path.join(root, 'node_modules'));
  for (const [file, text] of Object.entries(soakedProject)) {
    await mkdir(path.dirname(path.join(project, file)), { recursive: true });
    await writeFile(path.join(project, file), text);
  }
  return {
    root,
    dist,
    project,
    cacheRoot,
    serverOptions: { cacheRoot, guardianScript: path.join(dist, 'guardian.js'), resolveFrom: root },
    [Symbol.asyncDispose]: async () => {
      try {
        await removeClusters(cacheRoot);
      } finally {
        // Only after a failure is there anything left; the folder's name is proof that it is ours.
        for (const { pid } of await processesBelow(root)) process.kill(pid, 'SIGKILL');
        await rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
      }
    },
  };
}
