import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { createLanguageService } from '../../server/src/service';
import { loadPostgresParser } from '../../server/src/sql';
import { probeFile } from '../fuzz/probe';
import { createRandom } from '../fuzz/random';
import { migrationPath, workspaceWith } from '../fuzz/workspace';

beforeAll(loadPostgresParser);

/** `npm run test:regress -- FOLDER` names it. */
const folder = process.env['TENANTSAFE_REGRESS_FOLDER'];
if (folder === undefined) throw new Error('name the folder of SQL files: npm run test:regress -- FOLDER');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.sql'))
  .sort();

/** How long linting each file took, in milliseconds. */
const times = new Map<string, number>();

afterAll(() => {
  const slowest = [...times].toSorted(([, one], [, other]) => other - one).slice(0, 5);
  for (const [file, time] of slowest)
    process.stdout.write(`${time.toFixed(0).padStart(6)} ms to lint ${file}\n`);
});

describe('each file gets an answer to each question, with all places inside of it', () => {
  it.each(files)('%s', (file) => {
    const workspace = workspaceWith(readFileSync(path.join(folder, file), 'utf8'), '');
    const service = createLanguageService();
    const start = performance.now();
    service.lint({ files: workspace, today: '2030-01-01' }, migrationPath);
    times.set(file, performance.now() - start);
    probeFile(service, workspace, migrationPath, createRandom(1), 'each statement');
  });
});
