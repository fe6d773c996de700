import { readFileSync } from 'node:fs';
import { DatabaseError, type Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stewardRole } from '../../server/src/rehearsal/engine';
import { loadPostgresParser, parseSqlFile } from '../../server/src/sql';
import { exampleDefaults, findingsOf, lintExample, type LintedExample } from '../rules/exampleWorkspace';
import { accessCases } from './rls/accessCases';
import type { IsolationCase, Outcome, Probe } from './rls/case';
import { isolationCases } from './rls/cases';
import { orderCases } from './rls/orderCases';
import { copyCases } from './rls/copyCases';
import { policyCases } from './rls/policyCases';
import { policyGraphCases } from './rls/policyGraphCases';
import { routineCases } from './rls/routineCases';
import { settingCases } from './rls/settingCases';
import { startTruthServer, truthVersions, type Connect, type TruthServer } from './server';

const exampleSchema = readFileSync(new URL('../../docs/rules/example-schema.sql', import.meta.url), 'utf8');

const tenantA = '00000000-0000-4000-8000-00000000000a';
const tenantB = '00000000-0000-4000-8000-00000000000b';
const nobody = '00000000-0000-4000-8000-000000000000';

/** The tables belong to a role that no policy is waived for, as those of a careful team do. */
const owners = `
  CREATE ROLE migrator NOSUPERUSER NOBYPASSRLS;
  GRANT ALL ON SCHEMA public TO migrator;
  DO $$ DECLARE each text; BEGIN
    FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
      EXECUTE format('ALTER TABLE %I OWNER TO migrator', each);
    END LOOP; END $$;`;

const rows = `
  INSERT INTO tenants (id, name) VALUES ('${tenantA}', 'A'), ('${tenantB}', 'B');
  INSERT INTO accounts (tenant_id, parent_id, email)
    VALUES ('${tenantA}', '${nobody}', 'a@example.org'), ('${tenantB}', NULL, 'b@example.org');
  INSERT INTO users (tenant_id, account_id, email) SELECT tenant_id, id, email FROM accounts;`;

beforeAll(loadPostgresParser);

describe.each(truthVersions)('isolation by row-level security, on PostgreSQL %s', (version) => {
  let server: TruthServer;

  beforeAll(async () => {
    server = await startTruthServer(version, async (session) => {
      await session.query(exampleSchema);
      await session.query(rows);
      await session.query(owners);
    });
  });
  afterAll(() => server.stop());

  const cases = [
    ...isolationCases,
    ...accessCases,
    ...policyCases,
    ...orderCases,
    ...settingCases,
    ...routineCases,
    ...policyGraphCases,
    ...copyCases,
  ].filter(({ since = 0 }) => version >= since);
  it.each(cases)('$rule: $title', async (each) => {
    const linted = lint(each, each.hazard, version);
    expect(findingsOf(linted, each.rule), 'findings in the hazard').not.toEqual([]);
    const instead = insteadOf(each, linted);
    expect(findingsOf(lint(each, instead, version), each.rule), `findings in\n${instead}`).toEqual([]);

    const outcomeOf = (migration: string) =>
      withOwnRoles(server, () => server.withDatabase((connect) => outcome(connect, each, migration)));
    expect(await outcomeOf(each.hazard), each.hazard).toEqual(each.afterHazard);
    expect(await outcomeOf(instead), instead).toEqual(each.afterInstead);
  });
});

function lint({ history, isWatched }: IsolationCase, migration: string, version: number): LintedExample {
  const byItself = 'migrations: [{ path: db/migrations, framework: flyway, transaction: none }]';
  return lintExample({
    ...exampleDefaults,
    policy: `version: ${String(version)}${isWatched === true ? `\n${byItself}` : ''}`,
    history: history === undefined ? [] : [history],
    migration,
  });
}

function insteadOf({ rule, instead }: IsolationCase, linted: LintedExample): string {
  if (instead !== 'fix') return instead.migration;
  const [fix, ...others] = findingsOf(linted, rule).flatMap((finding) => finding.fixes);
  if (fix === undefined || others.length > 0) throw new Error(`there is not one fix of ${rule}`);
  return linted.withFix(fix).text;
}

/** Databases of a server share its roles: what a case does to them is undone when its database is gone. */
async function withOwnRoles<Result>(server: TruthServer, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } finally {
    await server.withSharedDatabase(async (connect) => {
      const session = await connect();
      await session.query(sameRolesAgain).finally(() => session.end());
    });
  }
}

const sameRolesAgain = `
  DO $$ DECLARE each text; BEGIN
    FOR each IN SELECT rolname FROM pg_roles
      WHERE NOT starts_with(rolname, 'pg_') AND rolname NOT IN (current_user, '${stewardRole}', 'app_user', 'migrator')
    LOOP EXECUTE format('DROP ROLE %I', each); END LOOP; END $$;
  ALTER ROLE app_user NOSUPERUSER NOBYPASSRLS;`;

async function outcome(
  connect: Connect,
  { history = '', runBy, probe, isWatched }: IsolationCase,
  migration: string,
): Promise<Outcome> {
  const session = await connect();
  try {
    if (runBy === undefined) await session.query('SET SESSION AUTHORIZATION migrator');
    await session.query(history);
    if (isWatched === true) return await watched(session, migration, () => answerTo(probe, connect));
    const refusal = await refusalOf(() => runInTransaction(session, migration));
    return refusal === undefined ? await answerTo(probe, connect) : { migrationRefusedWith: refusal };
  } finally {
    await session.end();
  }
}

async function watched(session: Client, migration: string, ask: () => Promise<Outcome>): Promise<Outcome> {
  const counts: unknown[] = [];
  for (const { span } of parseSqlFile(migration).statements) {
    await session.query(migration.slice(span.start, span.end));
    const answer = await ask();
    counts.push('shows' in answer ? answer.shows.length : answer);
  }
  return { shows: counts };
}

async function runInTransaction(session: Client, migration: string): Promise<void> {
  await session.query('BEGIN');
  for (const { span } of parseSqlFile(migration).statements) {
    await session.query(migration.slice(span.start, span.end));
  }
  await session.query('COMMIT');
}

async function answerTo({ as, before = [], sql }: Probe, connect: Connect): Promise<Outcome> {
  const session = await connect();
  try {
    if (as === 'tenant A') {
      await session.query('SET SESSION AUTHORIZATION app_user');
      if (before.length === 0) await session.query(`SET app.tenant_id = '${tenantA}'`);
    }
    let shown: readonly unknown[] = [];
    const refusal = await refusalOf(async () => {
      for (const statement of before) await session.query(statement);
      const { rows } = await session.query<unknown[]>({ text: sql, rowMode: 'array' });
      shown = rows.map(([first]) => first);
    });
    return refusal === undefined ? { shows: shown } : { refusedWith: refusal };
  } finally {
    await session.end();
  }
}

async function refusalOf(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof DatabaseError && error.code !== undefined) return error.code;
    throw error;
  }
}
