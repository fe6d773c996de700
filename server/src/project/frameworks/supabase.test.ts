import { beforeAll, describe, expect, it } from 'vitest';
import { loadPostgresParser, parseSqlFile } from '../../sql';
import { inferFolders } from '../inferFolders';
import type { MigrationFolder } from '../policyModel';
import { filesOf } from '../testFiles';
import type { FolderContents } from './framework';
import { supabase } from './supabase';

beforeAll(loadPostgresParser);

const folder: MigrationFolder = {
  path: 'supabase/migrations',
  framework: 'supabase',
  scope: 'tenant',
  transaction: 'auto',
};

function discover(texts: Readonly<Record<string, string>>): FolderContents {
  const files = filesOf(
    Object.fromEntries(Object.entries(texts).map(([name, sql]) => [`supabase/migrations/${name}`, sql])),
  );
  return supabase.discover({ folder, files, engine: 'postgresql', parse: parseSqlFile });
}

function named(...names: readonly string[]): FolderContents {
  return discover(Object.fromEntries(names.map((name) => [name, 'SELECT 1;'])));
}

const titles = ({ migrations }: FolderContents) => migrations.map(({ title }) => title);
const messages = ({ problems }: FolderContents) => problems.map(({ message }) => message);

describe('the folder of the Supabase CLI', () => {
  it('is found by its name, also below other folders', () => {
    const below = 'apps/web/supabase/migrations';
    expect(inferFolders(['supabase/migrations/20240414161707_setup.sql']).value).toEqual([folder]);
    expect(inferFolders([`${below}/20240414161707_setup.sql`]).value).toEqual([{ ...folder, path: below }]);
    expect(inferFolders(['db/20240414161707_setup.sql']).value).toEqual([]);
  });

  it('runs in the order of the file names, without the folders below it', () => {
    const contents = named('20240414161947_add-accounts.sql', '20240414161707_set_up.sql', 'old/1_a.sql');
    expect(titles(contents)).toEqual(['set up', 'add accounts']);
    expect(contents.migrations.every(({ down }) => down === undefined)).toBe(true);
    expect(contents.problems).toEqual([]);
  });

  it('says which files the CLI passes over or refuses', () => {
    expect(messages(named('accounts.sql'))).toEqual([
      'the Supabase CLI does not see this file: name it like `20240414161707_title.sql`, or move it out of the folder',
    ]);
    const init = named('20210101000000_init.sql', '20220101000000_init.sql');
    expect(titles(init)).toEqual(['init']);
    expect(messages(init)).toEqual([
      'the Supabase CLI passes over an old first `init`: give the file another name',
    ]);
    expect(messages(named('1_a.sql', '1_b.sql'))).toEqual([
      'version 1 is also that of supabase/migrations/1_a.sql, and the Supabase CLI records each once: give one of them another version',
    ]);
  });

  it('wraps a file in a transaction, but for one of nothing that could run in it', () => {
    const contents = discover({
      '1_a.sql': 'CREATE TABLE t (id int);',
      '2_b.sql': 'CREATE INDEX CONCURRENTLY i ON t (id);',
      '3_c.sql': 'CREATE INDEX CONCURRENTLY j ON t (id); CREATE TABLE u (id int);',
      '4_d.sql': '-- to be written',
    });
    expect(contents.migrations.map(({ up }) => up.transaction)).toEqual([
      'per-file',
      'none',
      'per-file',
      'per-file',
    ]);
  });

  it('counts on from the last migration', () => {
    const request = { folder, title: 'Validate it', direction: 'up', transaction: 'per-file' } as const;
    const { migrations } = named('20240414161707_a.sql');
    expect(supabase.newMigrationPath({ ...request, migrations })).toBe(
      'supabase/migrations/20240414161708_validate_it.sql',
    );
  });
});
