import { spawnSync } from 'node:child_process';
import { projectRoot } from './projectRoot.mjs';

/** Bundles the extension as it is shipped, into dist/. */
export function bundleExtension() {
  const { status } = spawnSync(process.execPath, ['scripts/bundle.mjs'], {
    cwd: projectRoot,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error('The extension could not be bundled; see above.');
}
