import { beforeAll, describe, expect, it } from 'vitest';
import { loadPostgresParser } from '../sql';
import { isLinted, loadProject, migrationFor, migrationsBefore, type Project } from '.';
import { filesOf } from './testFiles';

beforeAll(loadPostgresParser);

const texts = {
  'db/migrations/V1__a.sql': 'CREATE TABLE a (id int);',
  'db/migrations/V2__b.sql': 'CREATE TABLE b (id int);',
  'db/migrations/U2__b.sql': 'DROP TABLE b;',
  'db/migrations/V10__c.sql': 'CREATE TABLE c (id int);',
  'db/migrations/R__views.sql': 'CREATE VIEW v AS SELECT 1;',
  'db/proposed/V11__d.sql': 'CREATE INDEX CONCURRENTLY d ON c (id);',
  'db/proposed/U11__d.sql': 'DROP INDEX d;',
  'db/proposed/V11__other.sql': 'SELECT 1;',
  'drafts/idea.sql': 'SELECT 1;',
};
const policy = 'migrations:\n  - path: db/migrations\n';

function opened(further: Readonly<Record<string, string>> = {}): Project {
  return loadProject(filesOf({ ...texts, 'tenantsafe.yaml': policy, ...further }));
}

function linted(project: Project): readonly string[] {
  return project.migrations
    .filter((migration) => isLinted(project, migration))
    .map(({ up }) => up.path.split('/').at(-1) ?? '');
}

describe('what is linted', () => {
  it('is everything where no baseline is set', () => {
    expect(linted(opened())).toEqual(['V1__a.sql', 'V2__b.sql', 'V10__c.sql', 'R__views.sql']);
  });

  for (const baseline of ['V2', '2', '"2.0"', 'V002', 'V2__b.sql', 'db/migrations/V2__b.sql', 'V9']) {
    it(`comes after the baseline ${baseline}, compared as versions`, () => {
      const project = opened({ 'tenantsafe.yaml': `${policy}baseline: ${baseline}\n` });
      expect(project.problems).toEqual([]);
      expect(linted(project)).toEqual(['V10__c.sql', 'R__views.sql']);
    });
  }

  it('is no snapshot of the history', () => {
    expect(linted(opened({ 'db/migrations/B2__all.sql': 'CREATE TABLE a (id int);' }))).toEqual([
      'V10__c.sql',
      'R__views.sql',
    ]);
  });
});

describe('the history before a file', () => {
  const before = (path: string) => migrationsBefore(opened(), path).map(({ version }) => version);

  it('is what runs before its migration, be it the up or the down', () => {
    expect(before('db/migrations/V2__b.sql')).toEqual(['1']);
    expect(before('db/migrations/U2__b.sql')).toEqual(['1']);
  });

  it('is all of it for a file outside', () => {
    expect(before('db/proposed/V11__d.sql')).toEqual(['1', '2', '10', '']);
  });

  it('leaves a snapshot out where what it stands for runs, as the files of an earlier framework', () => {
    const project = loadProject(
      filesOf({
        'db/0001_a.up.sql': 'CREATE TABLE a (id int);',
        'db/B2__all.sql': 'CREATE TABLE a (id int);',
        'db/V3__b.sql': 'ALTER TABLE a ADD COLUMN b int;',
        'tenantsafe.yaml': 'migrations: [{ path: db, framework: plain }, { path: db, framework: flyway }]',
      }),
    );
    expect(project.problems).toEqual([]);
    expect(migrationsBefore(project, 'db/V3__b.sql').map(({ up }) => up.path)).toEqual(['db/0001_a.up.sql']);
  });

  it('begins with a snapshot that is the first of its folder', () => {
    const project = opened({ 'db/migrations/B2__all.sql': 'CREATE TABLE a (id int);' });
    const paths = migrationsBefore(project, 'db/migrations/R__views.sql').map(({ up }) => up.path);
    expect(paths).toEqual(['db/migrations/B2__all.sql', 'db/migrations/V10__c.sql']);
  });
});

describe('the migration of a file', () => {
  const of = (path: string) => migrationFor(opened(), filesOf(texts), path);

  it('is the one of the history', () => {
    expect(of('db/migrations/U2__b.sql')).toMatchObject({
      version: '2',
      up: { path: 'db/migrations/V2__b.sql' },
    });
  });

  it('outside of the history has the rollback beside it, and its runner’s transaction', () => {
    const expected = {
      version: '11',
      framework: 'flyway',
      folder: 'db/migrations',
      up: { path: 'db/proposed/V11__d.sql', transaction: 'none' },
      down: { path: 'db/proposed/U11__d.sql', transaction: 'per-file' },
    };
    expect(of('db/proposed/V11__d.sql')).toMatchObject(expected);
    expect(of('db/proposed/V11__other.sql')).toMatchObject({ up: { path: 'db/proposed/V11__other.sql' } });
  });

  it('with a name that says nothing is one in the nearest folder’s framework', () => {
    expect(of('drafts/idea.sql')).toMatchObject({
      version: '',
      title: 'idea',
      framework: 'flyway',
      up: { path: 'drafts/idea.sql', transaction: 'per-file' },
      down: undefined,
    });
  });
});

describe('folders', () => {
  it('of shared objects run before those of tenants', () => {
    const project = loadProject(
      filesOf({
        'tenantsafe.yaml': 'migrations:\n  - path: db/tenant\n  - { path: db/shared/, scope: shared }\n',
        'db/tenant/V1__t.sql': '',
        'db/shared/V7__s.sql': '',
      }),
    );
    expect(project.problems).toEqual([]);
    expect(project.migrations.map(({ up, scope }) => [up.path, scope])).toEqual([
      ['db/shared/V7__s.sql', 'shared'],
      ['db/tenant/V1__t.sql', 'tenant'],
    ]);
  });
});
