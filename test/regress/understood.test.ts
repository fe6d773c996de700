import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { explainStatement } from '../../server/src/behaviour';
import { emptyCatalog } from '../../server/src/catalog';
import { loadPostgresParser, parseSqlFile, type Statement } from '../../server/src/sql';

beforeAll(loadPostgresParser);

const folder = process.env['TENANTSAFE_REGRESS_FOLDER'];
if (folder === undefined) throw new Error('name the folder of SQL files: npm run test:regress -- FOLDER');

it('every statement that PostgreSQL’s parser accepts has a row of the behaviour table', () => {
  const without = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.sql'))
    .flatMap((file) => parseSqlFile(readFileSync(path.join(folder, file), 'utf8')).statements)
    .filter((statement) => statement.tree !== undefined && !isUnderstood(statement))
    .map(({ text }) => text);
  expect(without).toEqual([]);
});

function isUnderstood(statement: Statement): boolean {
  const { actions } = explainStatement(statement, { catalog: emptyCatalog, version: 18 });
  return actions.length > 0 && actions.every(({ row }) => row !== undefined);
}
