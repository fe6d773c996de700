import { build } from 'esbuild';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './projectRoot.mjs';

const sources = path.join(projectRoot, 'test', 'e2e', 'suites');
const outdir = path.join(projectRoot, '.build', 'e2e');

/** Bundles the suites as CommonJS, which is what VS Code loads, and gives the file that runs them. */
export async function buildTests() {
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: [path.join(sources, 'run.ts'), path.join(sources, '**', '*.test.ts')],
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return path.join(outdir, 'run.js');
}
