import { beforeAll, describe, expect, test } from 'vitest';
import { loadPostgresParser, sqlOf } from '../sql';
import { emptyCatalog } from './emptyCatalog';
import type { Catalog } from './model';
import { dependentViews } from './removal/dependents';
import { findTable, findView } from './query/relations';
import { applyScript } from './replay';

beforeAll(loadPostgresParser);

function after(sql: string): Catalog {
  return applyScript(emptyCatalog, { path: 'test.sql', sql });
}

describe('what the model cannot follow', () => {
  test('marks the relations that a DO block names, where its code cannot be read', () => {
    const catalog = after('CREATE TABLE t (id int); CREATE TABLE u (id int); DO $$ BEGIN IF "t" THEN END $$');
    expect(catalog.notUnderstood).toMatchObject([{ kind: 'dynamic', relations: ['public.t'] }]);
    expect(findTable(catalog, 'public.t')?.uncertain).toMatchObject({ kind: 'dynamic' });
    expect(findTable(catalog, 'public.u')?.uncertain).toBeUndefined();
  });

  test('is listed and costs the statements after it nothing: a syntax error', () => {
    const catalog = after('CREATE TABLE t (id int); ALTER TABEL t ADD x int; ALTER TABLE t ADD y int');
    expect(catalog.notUnderstood).toMatchObject([{ kind: 'syntax error', relations: [] }]);
    expect(findTable(catalog, 'public.t')?.columns.map(({ name }) => name)).toEqual(['id', 'y']);
  });

  test('is a statement on a table that the history does not know', () => {
    const catalog = after('ALTER TABLE elsewhere ADD COLUMN x int');
    expect(catalog.notUnderstood).toMatchObject([
      { kind: 'refused', what: 'relation "public.elsewhere" is not known to the history' },
    ]);
  });

  test('is a circle of tables that inherit from each other', () => {
    const catalog = after(`
      CREATE TABLE a (id int); CREATE TABLE b () INHERITS (a); CREATE TABLE c () INHERITS (b);
      ALTER TABLE a INHERIT c; ALTER TABLE b INHERIT b`);
    expect(catalog.notUnderstood).toMatchObject([
      { kind: 'refused', what: '"public.a" cannot inherit from itself' },
      { kind: 'refused', what: '"public.b" cannot inherit from itself' },
    ]);
    expect(findTable(catalog, 'public.a')?.inherits).toEqual([]);
  });

  test('is no foreign key to a table that the history does not know', () => {
    const catalog = after('CREATE TABLE profiles (id uuid REFERENCES auth.users (id))');
    expect(catalog.notUnderstood).toEqual([]);
    expect(findTable(catalog, 'public.profiles')?.constraints).toMatchObject([
      { kind: 'foreign key', references: 'auth.users', referencedColumns: ['id'] },
    ]);
  });
});

describe('a renamed column', () => {
  const setup = `CREATE TABLE members (org int, who text); CREATE TABLE t (id int, org int CHECK (org > 0), CHECK (t.org < 9));`;

  test.each([
    ['in the table’s own policy', 'CREATE POLICY p ON t USING (org = 1)', 'org_id = 1'],
    ['by the table’s name', 'CREATE POLICY p ON t USING (t.org = 1)', 't.org_id = 1'],
    [
      'but not a column of the same name of a table in a subquery',
      'CREATE POLICY p ON t USING (id IN (SELECT org FROM members))',
      'id IN (SELECT org FROM public.members)',
    ],
    [
      'from within a subquery',
      'CREATE POLICY p ON t USING (EXISTS (SELECT 1 FROM members m WHERE m.org = t.org))',
      'EXISTS (SELECT 1 FROM public.members AS m WHERE m.org = t.org_id)',
    ],
  ])('is followed in policies: %s', (_, policy, expected) => {
    const catalog = after(`${setup} ${policy}; ALTER TABLE t RENAME COLUMN org TO org_id`);
    const using = findTable(catalog, 'public.t')?.policies[0]?.using;
    expect(using === undefined ? undefined : sqlOf(using)).toBe(expected);
  });

  test('is followed in checks', () => {
    const catalog = after(`${setup} ALTER TABLE t RENAME COLUMN org TO org_id`);
    const checks = findTable(catalog, 'public.t')?.constraints.filter(({ kind }) => kind === 'check') ?? [];
    expect(checks.map((check) => ('expression' in check ? sqlOf(check.expression) : ''))).toEqual([
      'org_id > 0',
      't.org_id < 9',
    ]);
  });

  test('is followed in views, whose own columns keep their names', () => {
    const catalog = after(
      `${setup} CREATE VIEW v AS SELECT org FROM t; ALTER TABLE t RENAME COLUMN org TO org_id`,
    );
    const view = findView(catalog, 'public.v');
    expect(view?.query === undefined ? undefined : sqlOf(view.query)).toBe('SELECT org_id FROM public.t');
    expect(view?.columns.map(({ name }) => name)).toEqual(['org']);
  });
});

test('a renamed table is followed by the views and policies that read it', () => {
  const catalog =
    after(`CREATE TABLE m (id int); CREATE TABLE t (id int); CREATE VIEW v AS SELECT m.id FROM m;
    CREATE POLICY p ON t USING (id IN (SELECT m.id FROM m)); ALTER TABLE m RENAME TO members`);
  expect(dependentViews(catalog, 'public.members')).toEqual(['public.v']);
  const using = findTable(catalog, 'public.t')?.policies[0]?.using;
  expect(using === undefined ? '' : sqlOf(using)).toBe('id IN (SELECT m.id FROM public.members AS m)');
});
