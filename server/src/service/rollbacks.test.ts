import { beforeAll, describe, expect, it } from 'vitest';
import { loadPostgresParser } from '../sql';
import { createLanguageService } from './languageService';
import { workspaceOf } from './testWorkspace';

beforeAll(loadPostgresParser);

const history = {
  'migrations/V1__tables.sql':
    'CREATE TABLE accounts (id bigint PRIMARY KEY, tenant_id bigint NOT NULL, name text);\n',
};

function offers(texts: Readonly<Record<string, string>>) {
  const workspace = workspaceOf({ ...history, ...texts });
  return createLanguageService().generateRollback(workspace, 'migrations/V2__next.sql');
}

function headerOf(found: ReturnType<typeof offers>): readonly string[] {
  const text = found[0]?.edits[0]?.newText ?? '';
  return text.split('\n').filter((line) => /^-- (?:Undoes|This)/.test(line));
}

describe('generated rollbacks', () => {
  it('are offered with and without the rows where the migration drops some', () => {
    const found = offers({ 'migrations/V2__next.sql': 'ALTER TABLE accounts DROP COLUMN name;\n' });
    expect(found.map(({ title }) => title)).toEqual([
      'Generate Rollback',
      'Generate Rollback and Keep the Rows',
    ]);
    expect(found[0]?.losses).toHaveLength(1);
    expect(found[1]?.losses).toEqual([]);
    expect(found[1]?.edits.map(({ path }) => path)).toEqual([
      'migrations/U2__next.sql',
      'migrations/V2__next.sql',
    ]);
  });

  it('drop an index without a transaction as it was made, with the mark of the framework', () => {
    const found = offers({
      'migrations/V2__next.sql': 'CREATE INDEX CONCURRENTLY accounts_name ON accounts (name);\n',
    });
    expect(found[0]?.edits.map(({ path, newText }) => [path, newText])).toEqual([
      ['migrations/U2__next.sql', '-- Undoes V2__next.sql.\nDROP INDEX CONCURRENTLY accounts_name;\n'],
      ['migrations/U2__next.sql.conf', 'executeInTransaction=false\n'],
    ]);
  });

  const constrained = `${history['migrations/V1__tables.sql']}ALTER TABLE accounts ADD CONSTRAINT accounts_named CHECK (name <> '');\n`;

  it('read a table in a step by itself, outside of a transaction, where the migration made nobody wait', () => {
    const found = offers({
      'migrations/V1__tables.sql': constrained,
      'migrations/V2__next.sql': 'ALTER TABLE accounts DROP CONSTRAINT accounts_named;\n',
    });
    expect(found[0]?.edits.map(({ path, newText }) => [path, newText.split('\n')])).toEqual([
      [
        'migrations/U2__next.sql',
        [
          '-- Undoes V2__next.sql.',
          '-- Runs outside of a transaction, so that others wait only for moments.',
          "SET lock_timeout = '2s';",
          "ALTER TABLE accounts DROP CONSTRAINT IF EXISTS accounts_named, ADD CONSTRAINT accounts_named CHECK (name <> '') NOT VALID;",
          'ALTER TABLE accounts VALIDATE CONSTRAINT accounts_named;',
          'RESET lock_timeout;',
          '',
        ],
      ],
      ['migrations/U2__next.sql.conf', ['executeInTransaction=false', '']],
    ]);
  });

  it.each([
    ['made others wait itself', 'ALTER TABLE accounts ALTER COLUMN name SET NOT NULL;'],
    ['needs a statement back that cannot run twice', 'DROP POLICY own ON accounts;'],
  ])('stay in one transaction where the migration %s', (_title, other) => {
    const found = offers({
      'migrations/V1__tables.sql': `${constrained}CREATE POLICY own ON accounts USING (true);\n`,
      'migrations/V2__next.sql': `ALTER TABLE accounts DROP CONSTRAINT accounts_named;\n${other}\n`,
    });
    expect(found[0]?.edits.map(({ path }) => path)).toEqual(['migrations/U2__next.sql']);
    expect(found[0]?.edits[0]?.newText).toContain('SET LOCAL lock_timeout');
  });

  it('say that they may not be exact, and why, where code of the migration cannot be followed', () => {
    const found = offers({
      'migrations/V2__next.sql':
        "ALTER TABLE accounts ADD COLUMN note text;\nDO $$ BEGIN EXECUTE format('ALTER TABLE %I ADD COLUMN x int', current_setting('a.b')); END $$;\n",
    });
    expect(headerOf(found)).toEqual([
      '-- Undoes V2__next.sql.',
      '-- This rollback may not be exact: a DO block runs SQL that it puts together, which cannot be read off its text.',
    ]);
    expect(found[0]?.remaining).toHaveLength(1);
  });

  it('say the same of a table that such code may have changed before', () => {
    const found = offers({
      'migrations/V1_1__dynamic.sql':
        "DO $$ BEGIN EXECUTE 'ALTER TABLE accounts ADD COLUMN x ' || current_setting('a.b'); END $$;\n",
      'migrations/V2__next.sql': 'ALTER TABLE accounts ADD COLUMN note text;\n',
    });
    expect(headerOf(found)).toContain(
      '-- This rollback may not be exact for accounts: a DO block runs SQL that it puts together, which cannot be read off its text, in migrations/V1_1__dynamic.sql.',
    );
  });

  it('are sure of DO blocks whose statements can be read', () => {
    const found = offers({
      'migrations/V2__next.sql': 'DO $$ BEGIN ALTER TABLE accounts ADD COLUMN note text; END $$;\n',
    });
    expect(found[0]?.edits[0]?.newText).not.toContain('exact');
  });

  it('add what a rollback lacks at its end', () => {
    const found = offers({
      'migrations/V2__next.sql':
        "CREATE TYPE kind AS ENUM ('a');\nALTER TABLE accounts ADD COLUMN kind kind;\n",
      'migrations/U2__next.sql': 'ALTER TABLE accounts DROP COLUMN kind;\n',
    });
    expect(found.flatMap(({ edits }) => edits.map(({ newText }) => newText))).toEqual([
      '\nDROP TYPE kind;\n',
    ]);
  });

  it('are not offered for what needs none', () => {
    expect(offers({ 'migrations/V2__next.sql': 'SELECT 1;\n' })).toEqual([]);
  });
});

describe('a rollback generated again while somebody types', () => {
  const texts = [
    'ALTER TABLE accounts ADD COLUMN a int;\nCREATE INDEX accounts_name ON accounts (name);\n',
    'ALTER TABLE accounts ADD COLUMN a int;\nCREATE INDEX accounts_name ON accounts (name);\nALTER TABLE accounts DROP COLUMN a;\n',
    'ALTER TABLE accounts ADD COLUMN b int;\nCREATE INDEX accounts_name ON accounts (name);\nALTER TABLE accounts DROP COLUMN name;\n',
    'CREATE INDEX accounts_name ON accounts (name);\n',
    'ALTER TABLE accounts ADD COLUMN a int;\nCREATE INDEX accounts_name ON accounts (name);\n',
  ];

  it('is the one that is generated from nothing', () => {
    const service = createLanguageService();
    const generated = (of: typeof service, text: string) =>
      of.generateRollback(
        workspaceOf({ ...history, 'migrations/V2__next.sql': text }),
        'migrations/V2__next.sql',
      );
    for (const text of texts) {
      expect(generated(service, text)).toEqual(generated(createLanguageService(), text));
    }
  });

  it('is not offered while a statement cannot be read', () => {
    expect(offers({ 'migrations/V2__next.sql': `${texts[0] ?? ''}ALTER TABLE acc ADD COL` })).toEqual([]);
  });
});
