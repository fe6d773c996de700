import { readFileSync } from 'node:fs';
import { DatabaseError, type Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPostgresParser } from '../../server/src/sql';
import { exampleDefaults, findingsOf, lintExample, type LintedExample } from '../rules/exampleWorkspace';
import { mendedFiles, runMended, runScript, type MendedFiles } from './mendedFiles';
import { startTruthServer, truthVersions, type TruthServer } from './server';
import { rowsOfTwoTenants } from './tenantFixes/case';
import type { LeakCase } from './tenantFixes/case';
import { policyCases } from './tenantFixes/policyCases';
import { rowCases } from './tenantFixes/rowCases';

const exampleSchema = readFileSync(new URL('../../docs/rules/example-schema.sql', import.meta.url), 'utf8');

beforeAll(loadPostgresParser);

describe.each(truthVersions)('what the fixes of tenancy rules do to a leak, on PostgreSQL %s', (version) => {
  let server: TruthServer;

  beforeAll(async () => {
    server = await startTruthServer(version, async (session) => {
      await session.query(exampleSchema);
      await session.query(rowsOfTwoTenants);
    });
  });
  afterAll(() => server.stop());

  const cases = [...rowCases, ...policyCases].filter(({ since = 0 }) => version >= since);
  it.each(cases)('$rule: $title', async (leak) => {
    const linted = lint(leak, leak.migration, version);
    const [fix, ...others] = findingsOf(linted, leak.rule).flatMap(({ fixes }) => fixes);
    if (fix === undefined || others.length > 0) throw new Error(`there is not one fix of ${leak.rule}`);
    expect(findingsOf(linted.withFix(fix), leak.rule), linted.withFix(fix).text).toEqual([]);

    const asWritten = { migration: leak.migration, isTransactional: true, later: [] };
    expect(await outcome(server, leak, asWritten), 'as it was').toEqual(leak.leak);
    const mended = mendedFiles(linted, fix);
    expect(await outcome(server, leak, mended), JSON.stringify(mended, null, 2)).toEqual(leak.mended);
  });
});

function lint({ history = '', policy = '' }: LeakCase, migration: string, version: number): LintedExample {
  return lintExample({
    ...exampleDefaults,
    policy: `version: ${String(version)}\n${policy}`,
    history: history === '' ? [] : [history],
    migration,
    rollback: '-- irreversible: of no interest here',
  });
}

/** The rows that show whether there is a leak, or the SQLSTATE with which the server refuses what would make it one. */
async function outcome(
  server: TruthServer,
  { history = '', before = '', afterwards = '', shown }: LeakCase,
  files: MendedFiles,
): Promise<unknown> {
  return server.withDatabase(async (connect) => {
    const session = await connect();
    try {
      await runScript(session, history, true);
      await session.query(before);
      await runMended(session, files);
      return await answer(session, afterwards, shown);
    } finally {
      await session.end();
    }
  });
}

async function answer(session: Client, afterwards: string, shown: string): Promise<unknown> {
  try {
    await session.query(afterwards);
    return (await session.query<Record<string, unknown>>(shown)).rows;
  } catch (error) {
    if (error instanceof DatabaseError) return error.code;
    throw error;
  }
}
