import { beforeAll, describe, expect, it } from 'vitest';
import { applyScript, emptyCatalog, type Catalog } from '../catalog';
import { loadPostgresParser, parseSqlFile } from '../sql';
import { effectsOutside, explainStatement, mergeEffects, noEffects, postgresRows } from '.';

beforeAll(loadPostgresParser);

const history = `
  CREATE TABLE tenants (id uuid PRIMARY KEY, name text);
  CREATE TABLE accounts (id bigint PRIMARY KEY, tenant_id uuid REFERENCES tenants, email varchar(50));
  CREATE INDEX accounts_email ON accounts (email);`;

function catalogOf(sql: string): Catalog {
  return applyScript(emptyCatalog, { path: 'history.sql', sql });
}

function explain(sql: string, version = 16) {
  const file = parseSqlFile(sql);
  const statement = file.statements[0];
  if (statement === undefined) throw new Error('no statement');
  const explained = explainStatement(statement, { catalog: catalogOf(history), version });
  return {
    ...explained,
    parts: explained.actions.map((action) => sql.slice(action.action.span.start, action.action.span.end)),
  };
}

describe('a statement in parts', () => {
  it('has the actions of an ALTER TABLE, each with its own place', () => {
    const { parts, kind } = explain(
      'ALTER TABLE public . accounts * ADD COLUMN note numeric(10, 2), DROP COLUMN email CASCADE , ALTER id TYPE numeric',
    );
    expect(parts).toEqual([
      'ADD COLUMN note numeric(10, 2)',
      'DROP COLUMN email CASCADE',
      'ALTER id TYPE numeric',
    ]);
    expect(kind).toBe('ALTER TABLE … ADD COLUMN, DROP COLUMN, ALTER COLUMN TYPE');
  });

  it.each([
    ['CREATE UNIQUE INDEX CONCURRENTLY ON accounts (id)', 'CREATE UNIQUE INDEX CONCURRENTLY'],
    ['CREATE INDEX ON ONLY accounts (id)', 'CREATE INDEX'],
    ['CREATE INDEX accounts_id ON accounts (id)', 'CREATE INDEX'],
    ['GRANT ALL ON accounts TO reader', 'GRANT ALL'],
    ['COMMENT ON TABLE accounts IS NULL', 'COMMENT ON'],
    ['ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR word WITH simple', 'ALTER TEXT SEARCH CONFIGURATION'],
    ['CREATE TABLE method (id integer)', 'CREATE TABLE'],
    ['CREATE ACCESS METHOD method TYPE INDEX HANDLER h', 'CREATE ACCESS METHOD'],
    ['(SELECT 1) UNION SELECT 2', 'SELECT'],
  ])('%s is a %s, without what it is for', (sql, expected) => {
    expect(explain(sql).kind).toBe(expected);
  });

  it('has the constraints inside a new column as parts of their own', () => {
    const { parts, actions } = explain(
      'ALTER TABLE accounts ADD owner uuid DEFAULT gen_random_uuid() UNIQUE REFERENCES tenants (id) ON DELETE CASCADE CHECK (owner <> id), DROP email',
    );
    expect(parts.slice(1)).toEqual([
      'UNIQUE',
      'REFERENCES tenants (id) ON DELETE CASCADE',
      'CHECK (owner <> id)',
      'DROP email',
    ]);
    expect(actions.map(({ row }) => row?.id)).toEqual([
      'add-column-volatile-default',
      'add-column-inline-unique',
      'add-column-inline-references',
      'add-column-inline-check',
      'drop-column',
    ]);
  });

  it('has the foreign keys of a new table, and places them', () => {
    const { parts, effects } = explain(
      'CREATE TABLE invoices (id bigint PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants, account bigint, FOREIGN KEY (account) REFERENCES accounts (id))',
    );
    expect(parts.slice(1)).toEqual(['REFERENCES tenants', 'FOREIGN KEY (account) REFERENCES accounts (id)']);
    expect(effects.creates).toEqual(['public.invoices']);
    expect(effects.locks).toEqual([
      { relation: 'public.tenants', mode: 'SHARE ROW EXCLUSIVE' },
      { relation: 'public.accounts', mode: 'SHARE ROW EXCLUSIVE' },
    ]);
  });

  it('has the queries of a WITH that write', () => {
    const { effects } = explain('WITH gone AS (DELETE FROM accounts RETURNING id) SELECT id FROM gone');
    expect(effects.locks).toEqual([{ relation: 'public.accounts', mode: 'ROW EXCLUSIVE' }]);
    expect(effects.dataLoss).toBe(true);
  });

  it('counts characters, not bytes', () => {
    const { parts } = explain(`ALTER TABLE accounts ADD "ß😀" text DEFAULT '😀', DROP email`);
    expect(parts).toEqual([`ADD "ß😀" text DEFAULT '😀'`, 'DROP email']);
  });
});

describe('effects together', () => {
  it('name each relation once, with its strongest lock, in the order of the statement', () => {
    const merged = mergeEffects([
      {
        ...noEffects,
        locks: [
          { relation: 'a', mode: 'SHARE' },
          { relation: 'b', mode: 'ACCESS SHARE' },
        ],
      },
      {
        ...noEffects,
        locks: [
          { relation: 'c', mode: 'EXCLUSIVE' },
          { relation: 'a', mode: 'ACCESS EXCLUSIVE' },
        ],
      },
      { ...noEffects, locks: [{ relation: 'a', mode: 'ROW SHARE' }], transactional: false },
    ]);
    expect(merged.locks).toEqual([
      { relation: 'a', mode: 'ACCESS EXCLUSIVE' },
      { relation: 'c', mode: 'EXCLUSIVE' },
    ]);
    expect(merged.transactional).toBe(false);
  });

  it('leave out an index that goes with its rewritten table', () => {
    const { effects } = explain(
      'ALTER TABLE accounts ALTER email TYPE text COLLATE "C", ALTER id TYPE numeric',
    );
    expect(effects.rewrites).toEqual(['public.accounts']);
    expect(effects.rebuildsIndexes).toEqual([]);
  });

  it('can be seen without the tables that the same file made', () => {
    const { effects } = explain('ALTER TABLE accounts ADD FOREIGN KEY (tenant_id) REFERENCES tenants');
    const seen = effectsOutside(effects, new Set(['public.accounts']));
    expect(seen.locks.map(({ relation }) => relation)).toEqual(['public.tenants']);
    expect(seen.scans).toEqual(['public.tenants']);
  });
});

describe('what cannot be known', () => {
  it.each([
    [
      'a table outside the history',
      'ALTER TABLE elsewhere ADD COLUMN x integer',
      /does not create public.elsewhere/,
    ],
    [
      'an unknown function',
      'ALTER TABLE accounts ADD x integer DEFAULT mystery()',
      /mystery\(\) is volatile/,
    ],
    ['the text of EXECUTE', 'DO $$ DECLARE t text; BEGIN EXECUTE t; END $$', /EXECUTE in line 1 runs/],
    [
      'a hole in the text of EXECUTE',
      `DO $$ BEGIN\n EXECUTE format('DROP TABLE %I', current_user); END $$`,
      /EXECUTE in line 2 puts in the holes of `DROP TABLE …`/,
    ],
    ['code that does not parse', 'DO $$ BEGIN IF x THEN $$', /code that it runs is not understood/],
    ['a session’s time zone', 'ALTER TABLE clocks ALTER at TYPE timestamptz', /present type of at/],
    ['what a CASCADE takes along', 'DROP COLLATION c CASCADE', /use the object is not followed/],
    ['broken SQL', 'ALTER TABLE accounts ADD COLUMN', /not understood/],
  ])('is said: %s', (_, sql, message) => {
    const { confidence, effects } = explain(sql);
    expect(confidence).toBe('depends');
    expect(effects.dependsOn.join(' ')).toMatch(message);
  });

  it('claims no lock for a DROP IF EXISTS of a table that the history does not have', () => {
    expect(explain('DROP TABLE IF EXISTS elsewhere').effects.locks).toEqual([]);
  });
});

describe('the table', () => {
  it('names each row once', () => {
    const ids = postgresRows.map((row) => row.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(postgresRows.map((row) => [row.id, row] as const))('proves %s with an example', (_, row) => {
    expect(row.examples.length).toBeGreaterThan(0);
    expect(row.docs).toMatch(/^https:\/\/www\.postgresql\.org\/docs\/current\/[a-z0-9-]+\.html/);
  });

  it.each(postgresRows.flatMap((row) => row.examples.map((example) => [example.sql] as const)))(
    'never throws without any history: %s',
    (sql) => {
      const statement = parseSqlFile(sql).statements[0];
      if (statement === undefined) throw new Error('no statement');
      for (const version of [14, 18]) {
        const { effects, kind } = explainStatement(statement, { catalog: emptyCatalog, version });
        expect(kind).not.toBe('UNKNOWN');
        // Each claim is complete enough to be shown.
        expect(effects.locks.every(({ relation }) => relation.includes('.'))).toBe(true);
      }
    },
  );

  it.each([
    '',
    ';',
    'SELECT',
    'ALTER TABLE',
    'ALTER TABLE IF EXISTS ONLY a.b.c ADD COLUMN x integer',
    'ALTER TABLE accounts ADD CONSTRAINT c UNIQUE USING INDEX nowhere',
    'ALTER TABLE accounts ADD CONSTRAINT c FOREIGN KEY (x) REFERENCES nowhere',
    'ALTER TABLE accounts ATTACH PARTITION nowhere DEFAULT',
    'ALTER TABLE accounts ALTER nowhere TYPE nothing USING (SELECT 1)',
    'ALTER TABLE accounts VALIDATE CONSTRAINT nowhere, DROP CONSTRAINT nowhere CASCADE, ALTER CONSTRAINT nowhere DEFERRABLE',
    'ALTER TABLE ALL IN TABLESPACE a SET TABLESPACE b',
    'ALTER TYPE nowhere ADD ATTRIBUTE a integer, DROP ATTRIBUTE b',
    'ALTER SEQUENCE nowhere OWNER TO nobody',
    'DROP INDEX a, b, c',
    'DROP TABLE a, b.c CASCADE',
    'DROP OWNED BY nobody CASCADE',
    'CREATE TABLE a (LIKE b INCLUDING ALL, EXCLUDE USING gist (c WITH &&)) INHERITS (d, e)',
    'CREATE TABLE a OF b (PRIMARY KEY (x))',
    'CREATE SCHEMA a CREATE TABLE b (id integer REFERENCES accounts)',
    'CREATE INDEX ON nowhere (lower(x)) WHERE y',
    'REINDEX DATABASE CONCURRENTLY here',
    'REINDEX SYSTEM here',
    'VACUUM',
    'ANALYZE',
    'CLUSTER',
    'LOCK TABLE a, ONLY b IN ACCESS SHARE MODE NOWAIT',
    'COMMENT ON COLUMN a.b.c IS NULL',
    'COMMENT ON LARGE OBJECT 5 IS NULL',
    'COPY accounts FROM STDIN',
    'COPY (SELECT 1) TO STDOUT',
    'INSERT INTO nowhere DEFAULT VALUES',
    'WITH RECURSIVE a AS (SELECT 1 UNION ALL SELECT 2 FROM a) UPDATE accounts SET (id, email) = (SELECT 1, 2) FROM a',
    'MERGE INTO accounts a USING (VALUES (1)) v (id) ON a.id = v.id WHEN NOT MATCHED THEN DO NOTHING',
    'VALUES (1), (2)',
    'TABLE accounts',
    'SELECT 1 UNION SELECT 2 FOR UPDATE',
    'EXPLAIN ANALYZE DELETE FROM accounts',
    'PREPARE p AS DELETE FROM accounts',
    'REFRESH MATERIALIZED VIEW CONCURRENTLY nowhere',
    'TRUNCATE nowhere CASCADE',
    'GRANT ALL ON ALL TABLES IN SCHEMA public TO PUBLIC',
    'IMPORT FOREIGN SCHEMA a FROM SERVER b INTO c',
  ])('never throws: %s', (sql) => {
    for (const statement of parseSqlFile(sql).statements) {
      for (const catalog of [emptyCatalog, catalogOf(history)]) {
        expect(() => explainStatement(statement, { catalog, version: 14 })).not.toThrow();
      }
    }
  });
});

it('views that read each other in a circle are followed once round', () => {
  const catalog = catalogOf(`${history}
    CREATE VIEW first AS SELECT id FROM accounts;
    CREATE VIEW second AS SELECT id FROM first;
    CREATE OR REPLACE VIEW first AS SELECT id FROM second;`);
  const [statement] = parseSqlFile('SELECT id FROM first FOR UPDATE').statements;
  if (statement === undefined) throw new Error('no statement');
  const { effects } = explainStatement(statement, { catalog, version: 16 });
  expect(effects.locks.map(({ relation }) => relation)).toEqual(['public.first', 'public.second']);
});
