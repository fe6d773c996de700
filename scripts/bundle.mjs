// Bundles every entry point into dist/ and copies what is loaded by path at run time. Fails when one of those is missing.
import { build, context } from 'esbuild';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');
const require = createRequire(import.meta.url);

/** Bundle name in dist/ → entry point. Each is one CommonJS file, which is what an editor loads. */
const scripts = {
  extension: 'client/src/extension.ts',
  server: 'server/src/doors/lsp/main.ts',
  rehearsal: 'server/src/doors/rehearsal/main.ts',
  guardian: 'server/src/rehearsal/engine/guardian.ts',
};

/** The command line is a module with parts beside it, so that a command loads what it needs and no more. */
const modules = { cli: 'server/src/doors/cli/main.ts' };

/** File in dist/ → where it comes from; each is read by a bundle at run time, from beside itself. */
const runtimeFiles = {
  'libpg-query.wasm': path.join(path.dirname(require.resolve('libpg-query')), 'libpg-query.wasm'),
  'policy.schema.json': path.join(root, 'server/src/project/policy.schema.json'),
};

/** @type {import('esbuild').BuildOptions} */
const shared = {
  absWorkingDir: root,
  outdir: dist,
  bundle: true,
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  minify: process.argv.includes('--minify'),
  external: ['vscode', 'pg-native'],
  logLevel: 'warning',
};

/** @type {readonly import('esbuild').BuildOptions[]} */
const builds = [
  {
    ...shared,
    entryPoints: scripts,
    format: 'cjs',
    define: { 'import.meta.url': '__bundleUrl' },
    banner: { js: "const __bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
  },
  {
    ...shared,
    entryPoints: modules,
    format: 'esm',
    splitting: true,
    outExtension: { '.js': '.mjs' },
    // Packages that are CommonJS look for these.
    banner: {
      js: [
        "import { createRequire as __createRequire } from 'node:module';",
        'const require = __createRequire(import.meta.url);',
        'const { filename: __filename, dirname: __dirname } = import.meta;',
      ].join(' '),
    },
  },
];

/** Lines that the problem matcher of .vscode/tasks.json waits for. */
const announceRebuilds = {
  name: 'announce-rebuilds',
  setup(build) {
    build.onStart(() => console.log('[watch] build started'));
    build.onEnd(async (result) => {
      for (const { text, location } of result.errors) {
        console.error(`✘ [ERROR] ${text}`);
        if (location) console.error(`    ${location.file}:${location.line}:${location.column}:`);
      }
      if (result.errors.length === 0) await writeBuildId();
      console.log('[watch] build finished');
    });
  },
};

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
if (process.argv.includes('--watch')) {
  await copyRuntimeFiles();
  for (const options of builds) {
    const watcher = await context({ ...options, plugins: [announceRebuilds] });
    await watcher.watch();
  }
} else {
  await Promise.all(builds.map((options) => build(options)));
  await copyRuntimeFiles();
  await checkBundles();
  await writeBuildId();
}

async function copyRuntimeFiles() {
  for (const [name, source] of Object.entries(runtimeFiles)) {
    await copyFile(source, path.join(dist, name)).catch(() => {
      throw new Error(`dist/${name} cannot be made: ${path.relative(root, source)} is missing. Run npm ci.`);
    });
  }
}

async function checkBundles() {
  const expected = [
    ...Object.keys(scripts).map((name) => `${name}.js`),
    ...Object.keys(modules).map((name) => `${name}.mjs`),
  ];
  for (const name of expected) {
    if ((await stat(path.join(dist, name))).size === 0) throw new Error(`dist/${name} is empty.`);
  }
  for (const name of await bundles()) {
    const missing = [
      ...(await readFile(path.join(dist, name), 'utf8')).matchAll(/__dirname\s*\+\s*["']\/([\w.-]+)["']/g),
    ]
      .map((match) => match[1])
      .filter((needed) => !(needed in runtimeFiles));
    if (missing.length > 0)
      throw new Error(
        `dist/${name} reads ${missing.join(', ')} from beside itself, which the build does not copy.`,
      );
  }
}

/** What tells this build from any other: no answer that another one kept is an answer of this one. */
async function writeBuildId() {
  const hash = createHash('sha256');
  for (const name of [...(await bundles()), ...Object.keys(runtimeFiles)])
    hash.update(name).update(await readFile(path.join(dist, name)));
  await writeFile(path.join(dist, 'build-id.txt'), hash.digest('hex'));
}

async function bundles() {
  return (await readdir(dist)).filter((name) => /\.m?js$/.test(name)).sort();
}
