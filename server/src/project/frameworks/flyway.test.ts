import { beforeAll, describe, expect, it } from 'vitest';
import { loadPostgresParser, parseSqlFile } from '../../sql';
import type { MigrationFolder } from '../policyModel';
import { filesOf } from '../testFiles';
import { flyway } from './flyway';
import type { FolderContents } from './framework';

beforeAll(loadPostgresParser);

const folder: MigrationFolder = { path: 'db', framework: 'flyway', scope: 'tenant', transaction: 'auto' };

function discover(texts: Readonly<Record<string, string>>): FolderContents {
  return flyway.discover({ folder, files: filesOf(texts), engine: 'postgresql', parse: parseSqlFile });
}

function named(...names: readonly string[]): FolderContents {
  return discover(Object.fromEntries(names.map((name) => [`db/${name}`, 'SELECT 1;'])));
}

function order(contents: FolderContents): readonly string[] {
  return contents.migrations.map(({ up }) => up.path.slice('db/'.length));
}

describe('order', () => {
  it('compares versions by the numbers of their parts', () => {
    const contents = named(
      'V10__ten.sql',
      'V9__nine.sql',
      'V1.10__b.sql',
      'V1.9__a.sql',
      'V1_9_1__between.sql',
      'V002__two.sql',
      'V20260102030405999999__late.sql',
      'V20260102030405999998__earlier.sql',
    );
    expect(order(contents)).toEqual([
      'V1.9__a.sql',
      'V1_9_1__between.sql',
      'V1.10__b.sql',
      'V002__two.sql',
      'V9__nine.sql',
      'V10__ten.sql',
      'V20260102030405999998__earlier.sql',
      'V20260102030405999999__late.sql',
    ]);
    expect(contents.problems).toEqual([]);
  });

  it('runs repeatable migrations last, by description', () => {
    expect(order(named('R__b_view.sql', 'R__a_view.sql', 'V99__x.sql'))).toEqual([
      'V99__x.sql',
      'R__a_view.sql',
      'R__b_view.sql',
    ]);
  });

  it('looks into folders below', () => {
    expect(order(named('2025/V2__b.sql', 'V3__c.sql', '2024/V1__a.sql'))).toEqual([
      '2024/V1__a.sql',
      '2025/V2__b.sql',
      'V3__c.sql',
    ]);
  });

  it('starts at the newest baseline migration, which stands for all up to it', () => {
    const contents = named('B1__old.sql', 'V1__a.sql', 'V2__b.sql', 'B2__snapshot.sql', 'V3__c.sql');
    expect(order(contents)).toEqual(['B2__snapshot.sql', 'V3__c.sql']);
    expect(contents.migrations.map(({ snapshot }) => snapshot)).toEqual([true, false]);
  });

  it('takes version, title and kind from the name', () => {
    const [versioned, repeatable] = named('V1.2__add_email_to_users.sql', 'R__all_views.sql').migrations;
    expect(versioned).toMatchObject({ version: '1.2', title: 'add email to users', repeatable: false });
    expect(repeatable).toMatchObject({ version: '', title: 'all views', repeatable: true, down: undefined });
  });
});

describe('pairs', () => {
  it('finds an undo by version, however it is written', () => {
    const { migrations, problems } = named('V1.0__a.sql', 'U1__undo_a.sql', 'V2__b.sql');
    expect(migrations.map(({ down }) => down?.path)).toEqual(['db/U1__undo_a.sql', undefined]);
    expect(problems).toEqual([]);
  });
});

describe('problems', () => {
  const messages = (...names: readonly string[]) =>
    named(...names).problems.map(({ path, message }) => `${path}: ${message}`);

  it('names two files of one version', () => {
    expect(messages('V1__a.sql', 'V1.0__b.sql')).toEqual([
      'db/V1__a.sql: version 1 is also that of db/V1.0__b.sql, and Flyway refuses both: give one of them another version',
    ]);
  });

  it('names an undo of nothing', () => {
    expect(messages('V1__a.sql', 'U2__b.sql')).toEqual([
      'db/U2__b.sql: this undoes version 2, which no V file has: correct the version or remove the file',
    ]);
  });

  it('names files that Flyway passes over', () => {
    expect(messages('V1__a.sql', 'V2_add_email.sql', 'v3__c.sql')).toEqual([
      'db/V2_add_email.sql: Flyway does not see this file: name it V2__add_email.sql, with two underscores after the version',
      'db/v3__c.sql: Flyway does not see this file: name it V3__c.sql, with two underscores after the version',
    ]);
  });

  it('leaves callbacks and other files alone', () => {
    expect(
      messages('V1__a.sql', 'afterMigrate.sql', 'beforeEachMigrate__x.sql', 'Vacuum.sql', 'README.md'),
    ).toEqual([]);
  });
});

describe('transactions', () => {
  const mode = (sql: string, configuration?: string) => {
    const texts = {
      'db/V1__a.sql': sql,
      ...(configuration === undefined ? {} : { 'db/V1__a.sql.conf': configuration }),
    };
    return discover(texts).migrations[0]?.up.transaction;
  };

  it('wrap a file', () => {
    expect(mode('ALTER TABLE t ADD COLUMN c int;')).toBe('per-file');
    expect(mode('')).toBe('per-file');
  });

  it('are left out by the file’s own configuration', () => {
    expect(mode('ALTER TABLE t ADD COLUMN c int;', '# slow\nexecuteInTransaction = false\n')).toBe('none');
    expect(mode('CREATE INDEX CONCURRENTLY i ON t (c);', 'executeInTransaction=true')).toBe('per-file');
  });

  it('are left out where Flyway itself sees that no statement can run in one', () => {
    expect(mode('CREATE INDEX CONCURRENTLY i ON t (c);\nDROP INDEX CONCURRENTLY j;')).toBe('none');
    expect(mode('VACUUM t;')).toBe('none');
  });

  it('stay where Flyway does not see it, or refuses the mixture', () => {
    expect(mode('ALTER TABLE t DETACH PARTITION p CONCURRENTLY;')).toBe('per-file');
    expect(mode('REINDEX TABLE CONCURRENTLY t;')).toBe('per-file');
    expect(mode('SET lock_timeout = 1000; CREATE INDEX CONCURRENTLY i ON t (c);')).toBe('per-file');
  });

  it('of an undo are its own', () => {
    const { migrations } = discover({
      'db/V1__a.sql': 'CREATE INDEX i ON t (c);',
      'db/U1__a.sql': 'DROP INDEX CONCURRENTLY i;',
    });
    expect(migrations[0]).toMatchObject({ up: { transaction: 'per-file' }, down: { transaction: 'none' } });
  });

  it('are the policy’s where it says so', () => {
    const files = filesOf({ 'db/V1__a.sql': 'SELECT 1' });
    const contents = flyway.discover({
      folder: { ...folder, transaction: 'none' },
      files,
      engine: 'postgresql',
      parse: parseSqlFile,
    });
    expect(contents.migrations[0]?.up.transaction).toBe('none');
  });
});

describe('the mark that keeps a file out of a transaction', () => {
  const marked = (configuration?: string) => {
    const texts = {
      'db/V1__a.sql': 'SELECT 1',
      ...(configuration === undefined ? {} : { 'db/V1__a.sql.conf': configuration }),
    };
    const script = discover(texts).migrations[0]?.up;
    if (script === undefined) throw new Error('the migration was not found');
    const [edit] = flyway.noTransactionMarker(script, filesOf(texts)) ?? [];
    if (edit === undefined) throw new Error('there is no edit');
    const before = configuration ?? '';
    return {
      path: edit.path,
      create: edit.create,
      text: before.slice(0, edit.span.start) + edit.newText + before.slice(edit.span.end),
    };
  };

  it('is a new configuration file', () => {
    expect(marked()).toEqual({
      path: 'db/V1__a.sql.conf',
      create: true,
      text: 'executeInTransaction=false\n',
    });
  });

  it('or a line or value in the one that is there', () => {
    expect(marked('encoding=UTF-8')).toMatchObject({
      create: undefined,
      text: 'encoding=UTF-8\nexecuteInTransaction=false\n',
    });
    expect(marked('executeInTransaction = true\nencoding=UTF-8\n').text).toBe(
      'executeInTransaction = false\nencoding=UTF-8\n',
    );
  });
});

describe('names of new files', () => {
  const next = (...names: readonly string[]) =>
    flyway.newMigrationPath({
      folder,
      migrations: named(...names).migrations,
      title: 'Validate the e-mail check',
      direction: 'up',
      transaction: 'per-file',
    });

  it('count on in the style of the last', () => {
    expect(next()).toBe('db/V1__validate_the_e_mail_check.sql');
    expect(next('V0009__a.sql', 'R__v.sql')).toBe('db/V0010__validate_the_e_mail_check.sql');
    expect(next('V1.9__a.sql')).toBe('db/V1.10__validate_the_e_mail_check.sql');
    expect(next('2026/V20260102030405__a.sql')).toBe(
      'db/2026/V20260102030406__validate_the_e_mail_check.sql',
    );
  });

  it('of a rollback repeat the migration’s', () => {
    const [versioned, repeatable] = named('V1_2__a.sql', 'R__v.sql').migrations;
    expect(versioned && flyway.rollbackPath(versioned)).toBe('db/U1_2__a.sql');
    expect(repeatable && flyway.rollbackPath(repeatable)).toBeUndefined();
  });
});
