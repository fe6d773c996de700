import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, it } from 'vitest';
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

describe('each file gets an answer to each question, with all places inside of it', () => {
  it.each(files)('%s', (file) => {
    const sql = readFileSync(path.join(folder, file), 'utf8');
    probeFile(
      createLanguageService(),
      workspaceWith(sql, ''),
      migrationPath,
      createRandom(1),
      'each statement',
    );
  });
});
