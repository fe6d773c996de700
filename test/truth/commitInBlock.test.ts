import { DatabaseError } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPostgresParser, parseSqlFile } from '../../server/src/sql';
import { exampleDefaults, findingsOf, lintExample } from '../rules/exampleWorkspace';
import { startTruthServer, truthVersions, type Connect, type TruthServer } from './server';

/** How a runner gives a file to the server, and the policy that says so. */
const runners = {
  'in one transaction': 'migrations: [{ path: db/migrations, framework: flyway }]',
  'statement by statement': 'migrations: [{ path: db/migrations, framework: flyway, transaction: none }]',
  'as one query string': 'migrations: [{ path: db/migrations, framework: golang-migrate }]',
} as const;

interface Case {
  readonly title: string;
  readonly sql: string;
  readonly sent: readonly (keyof typeof runners)[];
}

const everyWay = ['in one transaction', 'statement by statement', 'as one query string'] as const;

const procedure = (clauses: string, body: string) =>
  `CREATE PROCEDURE fill() LANGUAGE plpgsql ${clauses} AS $$ BEGIN ${body} END $$;\n`;

const cases: readonly Case[] = [
  { title: 'COMMIT in a DO block', sql: 'DO $$ BEGIN COMMIT; END $$;', sent: everyWay },
  { title: 'ROLLBACK in a DO block', sql: 'DO $$ BEGIN ROLLBACK; END $$;', sent: everyWay },
  {
    title: 'a DO block after another statement',
    sql: 'CREATE TABLE seen ();\nDO $$ BEGIN COMMIT; END $$;',
    sent: everyWay,
  },
  {
    title: 'in a block with EXCEPTION',
    sql: 'DO $$ BEGIN COMMIT; EXCEPTION WHEN division_by_zero THEN NULL; END $$;',
    sent: ['statement by statement'],
  },
  {
    title: 'in a handler that runs',
    sql: 'DO $$ BEGIN PERFORM 1 / 0; EXCEPTION WHEN division_by_zero THEN COMMIT; END $$;',
    sent: ['statement by statement'],
  },
  {
    title: 'in a loop',
    sql: 'DO $$ BEGIN FOR turn IN 1..2 LOOP COMMIT; END LOOP; END $$;',
    sent: ['in one transaction', 'statement by statement'],
  },
  {
    title: 'a procedure that is called',
    sql: `${procedure('', 'COMMIT;')}CALL fill();`,
    sent: everyWay,
  },
  {
    title: 'a procedure that is called within a DO block',
    sql: `${procedure('', 'COMMIT;')}DO $$ BEGIN CALL fill(); END $$;`,
    sent: ['in one transaction', 'statement by statement'],
  },
  {
    title: 'a procedure that is SECURITY DEFINER',
    sql: `${procedure('SECURITY DEFINER', 'COMMIT;')}CALL fill();`,
    sent: ['statement by statement'],
  },
  {
    title: 'a procedure with a setting of its own',
    sql: `${procedure("SET work_mem = '1MB'", 'COMMIT;')}CALL fill();`,
    sent: ['statement by statement'],
  },
  {
    title: 'a function',
    sql: 'CREATE FUNCTION fill() RETURNS void LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$;\nSELECT fill();',
    sent: ['statement by statement'],
  },
];

beforeAll(loadPostgresParser);

describe.each(truthVersions)('the end of a transaction in code, on PostgreSQL %s', (version) => {
  let server: TruthServer;

  beforeAll(async () => {
    server = await startTruthServer(version, () => Promise.resolve());
  });
  afterAll(() => server.stop());

  const sendings = cases.flatMap(({ title, sql, sent }) => sent.map((way) => ({ title, sql, way })));
  it.each(sendings)('$title, sent $way, is refused where the rule says so', async ({ sql, way }) => {
    const linted = lintExample({
      ...exampleDefaults,
      onExampleSchema: false,
      policy: `version: ${String(version)}\n${runners[way]}`,
      framework: way === 'as one query string' ? 'plain' : 'flyway',
      migration: sql,
    });
    const isFound = findingsOf(linted, 'pg-commit-in-block').length > 0;
    const refusal = await server.withDatabase((connect) => refusalOf(connect, sql, way));
    expect(refusal).toBe(isFound ? '2D000' : undefined);
  });
});

/** The SQLSTATE with which the server refuses the file. */
async function refusalOf(
  connect: Connect,
  sql: string,
  way: keyof typeof runners,
): Promise<string | undefined> {
  const session = await connect();
  try {
    for (const text of textsSent(sql, way)) await session.query(text);
    return undefined;
  } catch (error) {
    if (error instanceof DatabaseError) return error.code;
    throw error;
  } finally {
    await session.end();
  }
}

function textsSent(sql: string, way: keyof typeof runners): readonly string[] {
  const statements = parseSqlFile(sql).statements.map(({ text }) => text);
  switch (way) {
    case 'in one transaction':
      return ['BEGIN', ...statements, 'COMMIT'];
    case 'statement by statement':
      return statements;
    case 'as one query string':
      return [sql];
  }
}
