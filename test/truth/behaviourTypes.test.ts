import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from 'pg';
import { explainStatement } from '../../server/src/behaviour';
import { applyScript, emptyCatalog } from '../../server/src/catalog';
import { loadPostgresParser, parseSqlFile } from '../../server/src/sql';
import { startTruthServer, truthVersions, type TruthServer } from './server';

/** Types with and without lengths, arrays, domains and types of the history: each is changed to each. */
const types = [
  'smallint',
  'integer',
  'bigint',
  'oid',
  'regclass',
  'numeric',
  'numeric(10,2)',
  'numeric(12,2)',
  'numeric(10,3)',
  'real',
  'double precision',
  'money',
  'text',
  'varchar',
  'varchar(5)',
  'varchar(20)',
  'char(4)',
  'bpchar',
  '"char"',
  'name',
  'bytea',
  'date',
  'timestamp',
  'timestamp(3)',
  'timestamptz',
  'timestamptz(3)',
  'time',
  'time(2)',
  'timetz',
  'interval',
  'interval(2)',
  'interval year to month',
  'interval day to second(3)',
  'boolean',
  'uuid',
  'json',
  'jsonb',
  'xml',
  'inet',
  'cidr',
  'bit(4)',
  'bit(8)',
  'varbit',
  'varbit(8)',
  'text[]',
  'varchar[]',
  'varchar(5)[]',
  'integer[]',
  'int4range',
  'citext',
  'mood',
  'other_mood',
  'plain_number',
  'positive',
  'plain_text',
  'pair',
] as const;

const setup = `
  CREATE EXTENSION citext;
  CREATE TYPE mood AS ENUM ('a');
  CREATE TYPE other_mood AS ENUM ('a');
  CREATE DOMAIN plain_number AS integer;
  CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
  CREATE DOMAIN plain_text AS text;
  CREATE TYPE pair AS (a integer);
  ${types.map((type, index) => `CREATE TABLE ${tableOf(index)} (c ${type});`).join('\n')}`;

await loadPostgresParser();
const catalog = applyScript(emptyCatalog, { path: 'setup.sql', sql: setup });

describe.each(truthVersions)('changes of a column’s type on PostgreSQL %i', (version) => {
  let server: TruthServer;
  beforeAll(async () => {
    server = await startTruthServer(version, async (session) => {
      await session.query(setup);
    });
  });
  afterAll(async () => {
    await server.stop();
  });

  it.each(types.map((type, index) => [type, index] as const))(
    'rewrite a table from %s exactly where the table of behaviour says so',
    async (_, index) => {
      await server.withSharedDatabase(async (connect) => {
        const session = await connect();
        try {
          const seen: Record<string, boolean> = {};
          const claimed: Record<string, boolean> = {};
          for (const sql of changesOf(index)) {
            const isRewrite = await rewrites(session, tableOf(index), sql);
            if (isRewrite === undefined) continue;
            seen[sql] = isRewrite;
            claimed[sql] = claimsRewrite(sql, version);
          }
          expect(Object.keys(seen)).not.toEqual([]);
          expect(claimed).toEqual(seen);
        } finally {
          await session.end();
        }
      });
    },
  );
});

function tableOf(index: number): string {
  return `t${String(index)}`;
}

/** By assignment, by an explicit cast, and by way of text, which only sometimes is a relabelling. */
function changesOf(index: number): readonly string[] {
  return types.flatMap((type) =>
    ['', ` USING c::${type}`, ' USING c::text'].map(
      (using) => `ALTER TABLE ${tableOf(index)} ALTER COLUMN c TYPE ${type}${using}`,
    ),
  );
}

/** Whether the server gives the table a new file; undefined where it has no such cast. */
async function rewrites(session: Client, table: string, sql: string): Promise<boolean | undefined> {
  await session.query('BEGIN');
  try {
    const before = await fileOf(session, table);
    await session.query(sql);
    return (await fileOf(session, table)) !== before;
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('42')) return undefined;
    throw error;
  } finally {
    await session.query('ROLLBACK');
  }
}

async function fileOf(session: Client, table: string): Promise<string | undefined> {
  const { rows } = await session.query<{ file: string }>(
    'SELECT pg_relation_filenode($1::regclass)::text AS file',
    [table],
  );
  return rows[0]?.file;
}

function claimsRewrite(sql: string, version: number): boolean {
  const [statement] = parseSqlFile(sql).statements;
  if (statement === undefined) throw new Error(`there is no statement: ${sql}`);
  return explainStatement(statement, { catalog, version }).effects.rewrites.length > 0;
}
