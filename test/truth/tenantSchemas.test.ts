import { readFileSync } from 'node:fs';
import { DatabaseError, type Client, type QueryResult } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, loadPostgresParser, parseSqlFile, nodeAs } from '../../server/src/sql';
import { exampleDefaults, findingsOf, lintExample, type LintedExample } from '../rules/exampleWorkspace';
import { startTruthServer, truthVersions, type Connect, type TruthServer } from './server';
import type { Outcome, TenantRunCase } from './tenantSchemas/case';
import { contextCases } from './tenantSchemas/contextCases';
import { databaseCases } from './tenantSchemas/databaseCases';
import { schemaCases } from './tenantSchemas/schemaCases';

const example = (name: string) =>
  readFileSync(new URL(`../../docs/rules/${name}.sql`, import.meta.url), 'utf8');

const tenantSchemas = ['tenant_a', 'tenant_b'];

const schemas = `${example('example-shared')}
  ${tenantSchemas
    .map((name) => `CREATE SCHEMA ${name}; SET search_path = ${name}, public; ${example('example-tenant')}`)
    .join('\n')}
  RESET search_path;`;

const rows = `${example('example-schema')}
  INSERT INTO tenants (id, name) VALUES ('00000000-0000-4000-8000-00000000000a', 'A'), ('00000000-0000-4000-8000-00000000000b', 'B');
  INSERT INTO accounts (tenant_id, email) SELECT id, lower(name) FROM tenants;
  GRANT ALL ON ALL TABLES IN SCHEMA public TO app_user;`;

beforeAll(loadPostgresParser);

const groups = [
  { title: 'tenants of one schema', template: rows, cases: contextCases },
  { title: 'tenants with a schema each', template: schemas, cases: schemaCases },
  { title: 'tenants with a database each', template: example('example-shared'), cases: databaseCases },
];

for (const { title, template, cases } of groups) {
  describe.each(truthVersions)(`hazards for ${title}, on PostgreSQL %s`, (version) => {
    let server: TruthServer;

    beforeAll(async () => {
      server = await startTruthServer(version, async (session) => {
        await session.query(template);
      });
    });
    afterAll(() => server.stop());

    const ofVersion = cases.filter(({ versions = truthVersions }) => versions.includes(version));
    it.each(ofVersion)('$rule: $title', async (each) => {
      const linted = lint(each, each.migration, version);
      expect(findingsOf(linted, each.rule), 'findings in the migration as it was').not.toEqual([]);
      expect(await outcome(server, each, each.migration), 'as it was').toEqual(each.hazard);

      const mended = each.mended ?? onlyFix(linted, each.rule);
      expect(findingsOf(lint(each, mended, version), each.rule), `findings in ${mended}`).toEqual([]);
      expect(await outcome(server, each, mended), mended).toEqual(each.safe);
    });
  });
}

function lint({ policy, history }: TenantRunCase, migration: string, version: number): LintedExample {
  return lintExample({
    ...exampleDefaults,
    policy: `version: ${String(version)}\n${policy}`,
    history: history === undefined ? [] : [history],
    migration,
  });
}

function onlyFix(linted: LintedExample, rule: string): string {
  const [fix, ...others] = findingsOf(linted, rule).flatMap(({ fixes }) => fixes);
  if (fix === undefined || others.length > 0) throw new Error(`there is not one fix of ${rule}`);
  return linted.withFix(fix).text;
}

/** One run of a migration: a tenant, or all of them at once. */
interface Run {
  readonly name: string;
  readonly connect: Connect;
  readonly start: string;
}

async function outcome(server: TruthServer, each: TenantRunCase, migration: string): Promise<Outcome> {
  return server.withDatabase(async (connect) => {
    if (!each.policy.includes('model: database')) return outcomeOf(runsIn(each, connect), each, migration);
    return server.withDatabase((other) =>
      outcomeOf(
        [
          { name: 'first', connect, start: '' },
          { name: 'second', connect: other, start: '' },
        ],
        each,
        migration,
      ),
    );
  });
}

function runsIn({ policy, probe }: TenantRunCase, connect: Connect): readonly Run[] {
  const isForEach =
    policy.includes('model: schema') && !policy.includes('path: db/migrations, scope: shared');
  // The run for a second tenant would wait for the first one.
  const tenants = probe.by.endsWith('before the end') ? tenantSchemas.slice(0, 1) : tenantSchemas;
  return isForEach
    ? tenants.map((name) => ({ name, connect, start: `SET search_path = ${name}, public` }))
    : [{ name: 'all', connect, start: '' }];
}

async function outcomeOf(runs: readonly Run[], each: TenantRunCase, migration: string): Promise<Outcome> {
  const sessions: Client[] = [];
  const open = async ({ connect, start }: Run) => {
    const session = await connect();
    sessions.push(session);
    await session.query(start);
    return session;
  };
  try {
    for (const run of runs) await (await open(run)).query(each.history ?? '');
    const [first] = runs;
    if (first === undefined) throw new Error('there is no run');
    await (await open({ ...first, start: '' })).query(each.prepared ?? '');
    const named = await shownBy(await open({ ...first, start: '' }), 'SELECT current_database()::text');
    const database = typeof named === 'string' ? named : String(named[0]);
    const refused: Record<string, string> = {};
    for (const run of runs) {
      const session = await open(run);
      if (each.role !== undefined) await session.query(`SET SESSION AUTHORIZATION ${each.role}`);
      const code = await refusalOf(() => migrate(session, filledIn(migration, run.name, database), each));
      if (code !== undefined) {
        refused[run.name] = code;
        await session.query('ROLLBACK');
      } else if (each.probe.by !== 'another connection, before the end') await session.query('COMMIT');
    }
    const last = sessions.at(-1);
    const asking =
      each.probe.by === 'the same connection' && last !== undefined
        ? last
        : await open({ ...first, start: '' });
    const shows = await shownBy(asking, each.probe.sql);
    return Object.keys(refused).length === 0 ? { shows } : { refused, shows };
  } finally {
    await Promise.all(sessions.map((session) => session.end()));
  }
}

/** With what the runner puts in place of placeholders, and the name of a real database for the one that is hard-coded. */
function filledIn(migration: string, tenant: string, database: string): string {
  return migration
    .replaceAll(/\$\{\w+\}/g, tenant)
    .replaceAll('DATABASE tenant_42', `DATABASE "${database}"`);
}

/** As the runner would: in a transaction, unless the policy or a DO block with COMMIT says otherwise. */
async function migrate(session: Client, migration: string, { policy }: TenantRunCase): Promise<void> {
  const { statements } = parseSqlFile(migration);
  const commits = statements.some(
    (statement) =>
      nodeAs(statement.tree, 'DoStmt') !== undefined &&
      bodyOf(statement) !== undefined &&
      /\bCOMMIT\b/.test(statement.text),
  );
  if (!commits && !policy.includes('transaction: none')) await session.query('BEGIN');
  for (const { span } of statements) await session.query(migration.slice(span.start, span.end));
}

/** The first column of the last answer. */
async function shownBy(session: Client, sql: string): Promise<Outcome['shows']> {
  let shown: readonly unknown[] = [];
  const refusal = await refusalOf(async () => {
    const results = (await session.query(sql)) as QueryResult<object> | readonly QueryResult<object>[];
    const answer = Array.isArray(results)
      ? (results as readonly QueryResult<object>[]).at(-1)
      : (results as QueryResult<object>);
    shown = (answer?.rows ?? []).map((row) => Object.values(row)[0] as unknown);
  });
  return refusal ?? shown;
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
