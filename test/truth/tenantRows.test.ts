import { readFileSync } from 'node:fs';
import { DatabaseError } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPostgresParser } from '../../server/src/sql';
import { exampleDefaults, findingsOf, lintExample, type LintedExample } from '../rules/exampleWorkspace';
import { startTruthServer, truthVersions, type TruthServer, type TruthVersion } from './server';
import { rowsOfTwoTenants, type TenantCase } from './tenantRows/case';
import { columnCases } from './tenantRows/columnCases';
import { flowCases } from './tenantRows/flowCases';
import { indexCases } from './tenantRows/indexCases';
import { keyCases } from './tenantRows/keyCases';

const exampleSchema = readFileSync(new URL('../../docs/rules/example-schema.sql', import.meta.url), 'utf8');

const cases: readonly TenantCase[] = [...keyCases, ...columnCases, ...flowCases, ...indexCases];

beforeAll(loadPostgresParser);

describe.each(truthVersions)('hazards for the rows of tenants, on PostgreSQL %s', (version) => {
  let server: TruthServer;

  beforeAll(async () => {
    server = await startTruthServer(version, async (session) => {
      await session.query(exampleSchema);
      await session.query(rowsOfTwoTenants);
    });
  });
  afterAll(() => server.stop());

  const ofVersion = cases.filter(({ versions = truthVersions }) => versions.includes(version));

  it.each(ofVersion)('$rule: $title', async (tenantCase) => {
    const { rule, migration, hazard, safe } = tenantCase;
    const linted = lint(tenantCase, migration, version);
    expect(findingsOf(linted, rule), 'findings in the migration as it was').not.toEqual([]);
    expect(await outcome(server, tenantCase, migration), 'as it was').toEqual(hazard);

    const mended = tenantCase.mended ?? onlyFix(linted, rule).text;
    expect(findingsOf(lint(tenantCase, mended, version), rule), `findings in ${mended}`).toEqual([]);
    expect(await outcome(server, tenantCase, mended), mended).toEqual(
      safe === 'restricted' ? restricted[version] : safe,
    );
  });
});

/** The SQLSTATE of a delete that ON DELETE RESTRICT refuses: of its own since version 18. */
const restricted: Readonly<Record<TruthVersion, string>> = { 14: '23503', 18: '23001' };

function lint(
  { policy = '', queries, setup = '' }: TenantCase,
  migration: string,
  version: TruthVersion,
): LintedExample {
  return lintExample({
    ...exampleDefaults,
    policy: `version: ${String(version)}\n${policy}`,
    history: setup === '' ? [] : [setup],
    migration,
    files: new Map(queries === undefined ? [] : [['db/queries/application.sql', queries]]),
  });
}

function onlyFix(linted: LintedExample, rule: string): LintedExample {
  const [fix, ...others] = findingsOf(linted, rule).flatMap(({ fixes }) => fixes);
  if (fix === undefined || others.length > 0) throw new Error(`there is not one fix of ${rule}`);
  return linted.withFix(fix);
}

/** The rows that show what became of the tenants, or the SQLSTATE with which the server refused something on the way. */
async function outcome(
  server: TruthServer,
  { setup = '', session: settings = '', afterwards = '', shown }: TenantCase,
  migration: string,
): Promise<unknown> {
  return server.withDatabase(async (connect) => {
    const session = await connect();
    try {
      await session.query(setup);
      await session.query(settings);
      return await answer(async () => {
        await session.query(migration);
        await session.query(afterwards);
        return (await session.query<Record<string, unknown>>(shown)).rows;
      });
    } finally {
      await session.end();
    }
  });
}

async function answer(ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof DatabaseError) return error.code;
    throw error;
  }
}
