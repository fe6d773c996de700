// Bundles every entry point into dist/ and copies what is loaded by path at run time. Fails when one of those is missing.
import { build, context } from 'esbuild';
import { copyFile, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');
const require = createRequire(import.meta.url);

/** Bundle name in dist/ → entry point. */
const entryPoints = {
  extension: 'client/src/extension.ts',
  server: 'server/src/doors/lsp/main.ts',
  cli: 'server/src/doors/cli/main.ts',
  rehearsal: 'server/src/doors/rehearsal/main.ts',
  guardian: 'server/src/rehearsal/engine/guardian.ts',
};

/** File in dist/ → where it comes from; each is read by a bundle at run time, from beside itself. */
const runtimeFiles = {
  'libpg-query.wasm': path.join(path.dirname(require.resolve('libpg-query')), 'libpg-query.wasm'),
  'policy.schema.json': path.join(root, 'server/src/project/policy.schema.json'),
};

/** @type {import('esbuild').BuildOptions} */
const options = {
  absWorkingDir: root,
  entryPoints,
  outdir: dist,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: true,
  minify: process.argv.includes('--minify'),
  external: ['vscode', 'pg-native'],
  define: { 'import.meta.url': '__bundleUrl' },
  banner: { js: "const __bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
  logLevel: 'warning',
};

/** Lines that the problem matcher of .vscode/tasks.json waits for. */
const announceRebuilds = {
  name: 'announce-rebuilds',
  setup(build) {
    build.onStart(() => console.log('[watch] build started'));
    build.onEnd((result) => {
      for (const { text, location } of result.errors) {
        console.error(`✘ [ERROR] ${text}`);
        if (location) console.error(`    ${location.file}:${location.line}:${location.column}:`);
      }
      console.log('[watch] build finished');
    });
  },
};

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
if (process.argv.includes('--watch')) {
  await copyRuntimeFiles();
  const watcher = await context({ ...options, plugins: [announceRebuilds] });
  await watcher.watch();
} else {
  await build(options);
  await copyRuntimeFiles();
  await checkBundles();
}

async function copyRuntimeFiles() {
  for (const [name, source] of Object.entries(runtimeFiles)) {
    await copyFile(source, path.join(dist, name)).catch(() => {
      throw new Error(`dist/${name} cannot be made: ${path.relative(root, source)} is missing. Run npm ci.`);
    });
  }
}

async function checkBundles() {
  for (const name of Object.keys(entryPoints)) {
    const file = path.join(dist, `${name}.js`);
    if ((await stat(file)).size === 0) throw new Error(`dist/${name}.js is empty.`);
    const missing = [...(await readFile(file, 'utf8')).matchAll(/__dirname\s*\+\s*["']\/([\w.-]+)["']/g)]
      .map((match) => match[1])
      .filter((needed) => !(needed in runtimeFiles));
    if (missing.length > 0)
      throw new Error(
        `dist/${name}.js reads ${missing.join(', ')} from beside itself, which the build does not copy.`,
      );
  }
}
