// `npm run agent-tools`: writes the tools for agents into the extension's manifest, as the sources declare them.
import { build } from 'esbuild';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '..');
const bundle = path.join(root, '.build', 'agent-tools.mjs');

try {
  await build({
    absWorkingDir: root,
    entryPoints: ['server/src/doors/tools/contributions.ts'],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
  const { toolContributions } = await import(pathToFileURL(bundle).href);
  const file = path.join(root, 'package.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  manifest.contributes.languageModelTools = toolContributions();
  await writeFile(file, `${JSON.stringify(manifest, undefined, 2)}\n`);
} finally {
  await rm(bundle, { force: true });
}
