import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { toolContributions } from './contributions';

const manifest: unknown = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../../../../package.json'), 'utf8'),
);

it('the manifest promises the tools that are there (if not, run `npm run agent-tools`)', () => {
  expect(manifest).toMatchObject({ contributes: { languageModelTools: toolContributions() } });
});
