import { beforeAll, describe, expect, it } from 'vitest';
import { loadPostgresParser } from '../../sql';
import { createLanguageService } from '../languageService';
import { workspaceOf } from '../testWorkspace';

beforeAll(loadPostgresParser);

const path = 'migrations/0002_next.up.sql';
const history = {
  'migrations/0001_tables.up.sql': [
    "create domain plan_code as text check (value <> '');",
    'create table tenants (id uuid primary key);',
    'create table accounts (id uuid primary key, tenant_id uuid not null references tenants (id), name varchar(20));',
  ].join('\n'),
  'migrations/0001_tables.down.sql': 'drop table accounts;\ndrop table tenants;\ndrop domain plan_code;',
  'tenantsafe.yaml': 'version: "16"\nproduction: { rows: { accounts: 5000000 } }\n',
};

/** The hover at the place that `|` marks, and the text that it speaks of. */
function hoverIn(marked: string): { readonly markdown: string; readonly text: string } | undefined {
  const offset = marked.indexOf('|');
  const sql = marked.replace('|', '');
  const lines = marked.slice(0, offset).split('\n');
  const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  const found = createLanguageService().hover(workspaceOf({ ...history, [path]: sql }), path, position);
  if (found === undefined) return undefined;
  const { start, end } = found.range;
  const offsetOf = ({ line, character }: typeof start) =>
    sql.split('\n').slice(0, line).join('\n').length + (line === 0 ? 0 : 1) + character;
  return { markdown: found.markdown, text: sql.slice(offsetOf(start), offsetOf(end)) };
}

describe('a hover', () => {
  it('says at a glance what is locked, and how much is read where the policy knows the size', () => {
    const found = hoverIn('create |index accounts_name on accounts (name);');
    expect(found?.markdown).toContain('`SHARE` on `public.accounts`, **blocks writes**');
    expect(found?.markdown).toContain('**reads in full** `public.accounts` (5,000,000 rows)');
    expect(found?.text).toBe('create index accounts_name on accounts (name)');
  });

  it('says what the transaction already holds', () => {
    const found = hoverIn('alter table accounts add column a int;\ncre|ate index on accounts (name);');
    expect(found?.markdown).toContain('already holds `ACCESS EXCLUSIVE` on `public.accounts`');
  });

  it('says of one action among several what its share is', () => {
    const found = hoverIn('alter table accounts add column a int, al|ter column name set not null;');
    expect(found?.text).toBe('alter column name set not null');
    expect(found?.markdown).toMatch(/^\*\*ALTER TABLE … ALTER COLUMN … SET NOT NULL/);
    expect(found?.markdown).toContain('The whole statement (2 actions): ');
  });

  it('says on a rule id what the rule finds', () => {
    const found = hoverIn('-- tenantsafe-ignore pg-index-not-|concurrent: small\nselect 1;');
    expect(found?.markdown).toContain('**pg-index-not-concurrent**');
  });

  it('is not there between statements', () => {
    expect(hoverIn('|\n\nselect 1;')).toBeUndefined();
  });
});

describe('a hover on a part of a column', () => {
  it.each([
    [
      'a stable default',
      'add column a timestamptz defa|ult now() not null',
      'default now()',
      'Stable: it is evaluated once',
    ],
    [
      'a volatile default',
      'add column a uuid default gen_random|_uuid()',
      'default gen_random_uuid()',
      'Volatile: each existing row',
    ],
    ['a constant default', "add column a text default 'x|'", "default 'x'", 'Constant: the catalog keeps it'],
    [
      'an unknown function',
      'add column a int default other|()',
      'default other()',
      'other() is known neither',
    ],
    ['a plain type', 'add column a te|xt', 'text', '`text` by itself costs nothing'],
    ['a serial', 'add column a big|serial', 'bigserial', 'takes its values from a sequence'],
    ['a domain with a check', 'add column a plan|_code', 'plan_code', 'is a domain with constraints'],
    [
      'NOT NULL without a default',
      'add column a int not n|ull',
      'not null',
      'fails as soon as the table has one row',
    ],
    ['NOT NULL with one', 'add column a int default 1 not nu|ll', 'not null', 'so NOT NULL needs no scan'],
    ['a growing varchar', 'alter column name type varchar(|40)', 'varchar(40)', 'nothing is rewritten'],
    [
      'a shrinking varchar',
      'alter column name type varch|ar(10)',
      'varchar(10)',
      'every row is written anew',
    ],
    [
      'the type before USING',
      'alter column name type te|xt using upper(name)',
      'text',
      'every row is written anew',
    ],
  ])('says why %s matters', (_title, action, text, sentence) => {
    const found = hoverIn(`alter table accounts ${action};`);
    expect(found?.text).toBe(text);
    expect(found?.markdown).toContain(sentence);
  });

  it('says of an inline foreign key what it locks', () => {
    const found = hoverIn('alter table accounts add column parent_id uuid refer|ences tenants (id);');
    expect(found?.text).toBe('references tenants (id)');
    expect(found?.markdown).toContain('`SHARE ROW EXCLUSIVE` on `public.tenants`');
  });
});

describe('a hover on a table', () => {
  it('says whose rows it holds, its keys and columns, and then what the statement does', () => {
    const found = hoverIn('alter table acc|ounts add column a int;');
    expect(found?.text).toBe('accounts');
    expect(found?.markdown).toContain(
      'Tenant-owned through tenant_id (uuid, NOT NULL) → tenants.id; RLS off\n\nprimary key (`id`)\n\n`id` uuid NOT NULL',
    );
    expect(found?.markdown).toContain('`ACCESS EXCLUSIVE` on `public.accounts`');
  });

  it.each([
    ['drop table if exists public.|accounts, tenants;', 'public.accounts', '**accounts**'],
    ['drop table accounts, "tenan|ts";', '"tenants"', '**tenants**'],
    ['insert into accounts (id) select id from ten|ants as accounts;', 'tenants', '**tenants**'],
    ['do $$ begin truncate acc|ounts; end $$;', 'accounts', '**accounts**'],
    ['create table no|tes (id int);', 'notes', '**notes** (table)'],
    ['create view v as select * from accounts; drop view |v;', 'v', 'Reads `accounts`'],
  ])('finds it in %s', (marked, text, markdown) => {
    const found = hoverIn(marked);
    expect(found?.text).toBe(text);
    expect(found?.markdown).toContain(markdown);
  });

  it('does not take a column of its name for it', () => {
    expect(hoverIn('create index on accounts (|name);')?.text).toBe('create index on accounts (name)');
    expect(hoverIn('alter table accounts rename name to acc|ounts;')?.markdown).not.toContain('Tenant-owned');
  });
});

describe('inlay hints', () => {
  const hints = (sql: string, lastLine = 99) =>
    createLanguageService().inlayHints(workspaceOf({ ...history, [path]: sql }), path, {
      start: { line: 0, character: 0 },
      end: { line: lastLine, character: 0 },
    });

  it('stand behind the semicolon of statements that lock what was there before', () => {
    const sql =
      'alter table accounts add column a int;\ncreate table notes (id int);\ncreate index on notes (id);\ncreate index on accounts (name)';
    expect(hints(sql).map(({ position, label }) => [position, label])).toEqual([
      [{ line: 0, character: 38 }, 'ACCESS EXCLUSIVE'],
      [{ line: 3, character: 31 }, 'SHARE'],
    ]);
  });

  it('count the tables where several are locked as strongly, and name all in the tooltip', () => {
    const [hint] = hints('truncate accounts, tenants;');
    expect(hint?.label).toBe('ACCESS EXCLUSIVE on 2 tables');
    expect(hint?.markdown).toContain('`ACCESS EXCLUSIVE` on `public.tenants`, blocks reads and writes');
  });

  it('are given for the lines asked for only', () => {
    expect(
      hints('alter table accounts add column a int;\nalter table accounts add column b int;', 1),
    ).toHaveLength(1);
  });
});
