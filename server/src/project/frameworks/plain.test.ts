import { beforeAll, describe, expect, it } from 'vitest';
import { loadPostgresParser, parseSqlFile } from '../../sql';
import type { Engine, MigrationFolder } from '../policyModel';
import { filesOf } from '../testFiles';
import type { FolderContents } from './framework';
import { plain } from './plain';

beforeAll(loadPostgresParser);

const folder: MigrationFolder = { path: 'sql', framework: 'plain', scope: 'tenant', transaction: 'auto' };

function discover(texts: Readonly<Record<string, string>>, engine: Engine = 'postgresql'): FolderContents {
  return plain.discover({ folder, files: filesOf(texts), engine, parse: parseSqlFile });
}

function named(names: readonly string[], engine: Engine = 'postgresql'): FolderContents {
  return discover(Object.fromEntries(names.map((name) => [`sql/${name}`, 'SELECT 1;'])), engine);
}

function pairs(contents: FolderContents): readonly string[] {
  const name = (path: string | undefined) => path?.slice('sql/'.length) ?? '-';
  return contents.migrations.map(({ up, down }) => `${name(up.path)} / ${name(down?.path)}`);
}

describe('order and pairs', () => {
  it('go by the leading number, then by name, and names without a number come last', () => {
    const contents = named([
      '10_c.up.sql',
      '2_b.up.sql',
      '2_b.down.sql',
      '001_a.up.sql',
      '1_a_revert.down.sql',
      'zoo.up.sql',
      'zoo.down.sql',
    ]);
    expect(pairs(contents)).toEqual([
      '001_a.up.sql / 1_a_revert.down.sql',
      '2_b.up.sql / 2_b.down.sql',
      '10_c.up.sql / -',
      'zoo.up.sql / zoo.down.sql',
    ]);
    expect(contents.problems).toEqual([]);
    expect(contents.migrations.map(({ version, title }) => [version, title])).toEqual([
      ['001', 'a'],
      ['2', 'b'],
      ['10', 'c'],
      ['zoo', 'zoo'],
    ]);
  });

  it('prefer the file for the engine over the one for all, and pass over those for others', () => {
    const names = [
      '20150101000001000000_networks.cockroach.up.sql',
      '20150101000001000000_networks.mysql.up.sql',
      '20150101000001000000_networks.postgres.up.sql',
      '20150101000001000000_networks.down.sql',
      '20190100000002000000_client.up.sql',
      '20190100000002000000_client.sqlite.up.sql',
      '20190100000002000000_client.down.sql',
      '20190100000002000000_client.mysql.down.sql',
      '20190100000003000000_only.sqlite.up.sql',
      '20190100000003000000_only.down.sql',
    ];
    expect(pairs(named(names))).toEqual([
      '20150101000001000000_networks.postgres.up.sql / 20150101000001000000_networks.down.sql',
      '20190100000002000000_client.up.sql / 20190100000002000000_client.down.sql',
    ]);
    expect(pairs(named(names, 'mysql'))).toEqual([
      '20150101000001000000_networks.mysql.up.sql / 20150101000001000000_networks.down.sql',
      '20190100000002000000_client.up.sql / 20190100000002000000_client.mysql.down.sql',
    ]);
    expect(named(names).problems).toEqual([]);
  });

  it('keep a name with dots that are no dialect', () => {
    expect(named(['1_release.v2.up.sql', '1_release.v2.down.sql']).migrations[0]).toMatchObject({
      title: 'release v2',
      down: { path: 'sql/1_release.v2.down.sql' },
    });
  });
});

describe('problems', () => {
  const messages = (...names: readonly string[]) =>
    named(names).problems.map(({ path, message }) => `${path}: ${message}`);

  it('name two migrations of one number', () => {
    expect(messages('01_a.up.sql', '1_b.up.sql')).toEqual([
      'sql/1_b.up.sql: number 1 is also that of sql/01_a.up.sql, so their order is open: give one of them another number',
    ]);
  });

  it('name a down file without its up file', () => {
    expect(messages('1_a.up.sql', '2_b.down.sql')).toEqual([
      'sql/2_b.down.sql: there is no 2_b.up.sql that this file undoes: correct its name or remove it',
    ]);
  });
});

describe('transactions', () => {
  const mode = (sql: string, name = '1_a.up.sql') =>
    discover({ [`sql/${name}`]: sql }).migrations[0]?.up.transaction;

  it('hold a whole file, as one query of several statements is one transaction', () => {
    expect(mode('CREATE TABLE a (); CREATE TABLE b ();')).toBe('per-file');
    expect(mode('CREATE TABLE t (id int); CREATE INDEX CONCURRENTLY i ON t (id);')).toBe('per-file');
    expect(mode('CREATE INDEX CONCURRENTLY i ON t (c); CREATE INDEX CONCURRENTLY j ON t (c);')).toBe(
      'per-file',
    );
  });

  it('do not hold a single statement that cannot run in one', () => {
    expect(mode('-- alone\nCREATE INDEX CONCURRENTLY i ON t (c);')).toBe('none');
    expect(mode('REINDEX TABLE CONCURRENTLY t')).toBe('none');
    expect(mode('ALTER TABLE t DETACH PARTITION p CONCURRENTLY')).toBe('none');
  });

  it('are left to a file that begins and commits its own', () => {
    expect(mode('BEGIN; ALTER TABLE t ADD c int; COMMIT;')).toBe('none');
  });

  it('are left out by name', () => {
    expect(mode('SELECT 1; SELECT 2;', '1_a.autocommit.up.sql')).toBe('none');
    expect(mode('SELECT 1; SELECT 2;', '1_a.postgres.autocommit.up.sql')).toBe('none');
  });
});

describe('names of new files', () => {
  const next = (names: readonly string[], transaction: 'per-file' | 'none' = 'per-file') =>
    plain.newMigrationPath({
      folder,
      migrations: named(names).migrations,
      title: 'Add index',
      direction: 'down',
      transaction,
    });

  it('count on with as many digits', () => {
    expect(next([])).toBe('sql/0001_add_index.down.sql');
    expect(next(['0099_a.up.sql'])).toBe('sql/0100_add_index.down.sql');
    expect(next(['20260420120000000001_a.up.sql'])).toBe('sql/20260420120000000002_add_index.down.sql');
  });

  it('say that there is no transaction where other files say so', () => {
    expect(next(['1_a.up.sql'], 'none')).toBe('sql/2_add_index.down.sql');
    expect(next(['1_a.autocommit.up.sql'], 'none')).toBe('sql/2_add_index.autocommit.down.sql');
  });

  it('of a rollback repeat the migration’s', () => {
    const [first] = named(['1_a.postgres.up.sql']).migrations;
    expect(first && plain.rollbackPath(first)).toBe('sql/1_a.postgres.down.sql');
  });
});
