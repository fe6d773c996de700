import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testMigration } from '../../../server/src/doors/rehearsal/testMigration';
import { loadProject, type ProjectFiles } from '../../../server/src/project';
import { RehearsalError, type FixtureServer, type RehearsalResult } from '../../../server/src/rehearsal';
import { loadPostgresParser } from '../../../server/src/sql';
import { openWorkbench, type Workbench } from '../engine/workbench';

let workbench: Workbench;
let server: FixtureServer;

beforeAll(async () => {
  await loadPostgresParser();
  workbench = await openWorkbench();
  server = await workbench.start();
});
afterAll(() => workbench[Symbol.asyncDispose]());

interface Refused {
  readonly sql: string;
  /** What the server says of the right that is missing. */
  readonly says: RegExp;
  /** Zero-based; the first one where absent. */
  readonly statement?: number;
}

const files: readonly Refused[] = [
  { sql: "copy notes (body) from program 'id';", says: /"pg_execute_server_program"/ },
  { sql: "copy notes to program 'cat';", says: /"pg_execute_server_program"/ },
  { sql: "copy notes (body) from '/etc/passwd';", says: /"pg_read_server_files"/ },
  { sql: "copy (select 1) to '/nowhere/anything';", says: /"pg_write_server_files"/ },
  { sql: "select pg_read_file('/etc/passwd');", says: /function pg_read_file/ },
  { sql: "select pg_read_binary_file('postgresql.conf');", says: /function pg_read_binary_file/ },
  { sql: "select pg_stat_file('/etc/passwd');", says: /function pg_stat_file/ },
  { sql: "select pg_ls_dir('/');", says: /function pg_ls_dir/ },
  { sql: "select lo_import('/etc/passwd');", says: /function lo_import/ },
  { sql: "select lo_export(lo_create(0), '/nowhere/anything');", says: /function lo_export/ },
];

const code: readonly Refused[] = [
  { sql: 'create extension plpython3u;', says: /create extension "plpython3u"/ },
  { sql: 'create extension pltclu;', says: /create extension "pltclu"/ },
  { sql: 'create extension dblink;', says: /create extension "dblink"/ },
  { sql: 'create extension file_fdw;', says: /create extension "file_fdw"/ },
  { sql: 'create extension postgres_fdw;', says: /create extension "postgres_fdw"/ },
  { sql: 'create language plpython3u;', says: /"plpython3u"/ },
  { sql: 'create language tcl handler plpgsql_call_handler;', says: /superuser .* procedural language/ },
  {
    sql: "create function run(text) returns int language c as 'libc', 'system';",
    says: /language c\b/,
  },
  {
    sql: "create function read(text) returns text language internal as 'pg_read_file_all';",
    says: /language internal/,
  },
  { sql: "load 'pltcl';", says: /pltcl/ },
  { sql: "set session_preload_libraries = 'pltcl';", says: /"session_preload_libraries"/ },
  { sql: "set dynamic_library_path = '/tmp';", says: /"dynamic_library_path"/ },
];

const wholeServer: readonly Refused[] = [
  { sql: "alter system set log_min_messages = 'debug5';", says: /"log_min_messages"/ },
  { sql: 'alter system reset all;', says: /ALTER SYSTEM RESET ALL/ },
  { sql: 'select pg_reload_conf();', says: /function pg_reload_conf/ },
  { sql: 'checkpoint;', says: /CHECKPOINT/i },
  { sql: 'select pg_switch_wal();', says: /function pg_switch_wal/ },
  { sql: 'set session_replication_role = replica;', says: /"session_replication_role"/ },
  {
    sql: "select set_config('session_replication_role', 'replica', false);",
    says: /"session_replication_role"/,
  },
  { sql: 'set temp_file_limit = -1;', says: /"temp_file_limit"/ },
  {
    sql: "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'postgres';",
    says: /terminate process|SUPERUSER/,
  },
  {
    sql: "select pg_cancel_backend(pid) from pg_stat_activity where usename = 'postgres';",
    says: /cancel query|SUPERUSER/,
  },
  { sql: "create tablespace elsewhere location '/tmp';", says: /create tablespace/ },
  { sql: 'create event trigger e on ddl_command_start execute function f();', says: /event trigger/ },
  { sql: "create subscription s connection 'host=192.0.2.1' publication p;", says: /create subscription/ },
  { sql: 'create foreign data wrapper elsewhere;', says: /foreign-data wrapper/ },
  { sql: "select pg_create_physical_replication_slot('s');", says: /replication slots/ },
  { sql: 'update pg_catalog.pg_authid set rolsuper = true;', says: /table pg_authid/ },
];

const roles: readonly Refused[] = [
  { sql: 'set role postgres;', says: /set role "postgres"/ },
  { sql: 'set role tenantsafe_steward;', says: /set role "tenantsafe_steward"/ },
  { sql: 'set session authorization postgres;', says: /set session authorization "postgres"/ },
  { sql: 'alter role tenantsafe_migration superuser;', says: /SUPERUSER/ },
  { sql: 'alter role tenantsafe_migration bypassrls;', says: /alter role/ },
  { sql: 'create role all_powerful superuser;', says: /SUPERUSER/ },
  { sql: 'create role sees_all bypassrls;', says: /BYPASSRLS/ },
  { sql: "alter role postgres password 'mine';", says: /SUPERUSER/ },
  { sql: "alter role tenantsafe_steward password 'mine';", says: /alter role/ },
  { sql: 'grant postgres to current_user;', says: /SUPERUSER/ },
  { sql: 'grant tenantsafe_steward to current_user;', says: /"tenantsafe_steward"/ },
  { sql: 'grant pg_read_server_files to current_user;', says: /"pg_read_server_files"/ },
  { sql: 'grant pg_execute_server_program to current_user;', says: /"pg_execute_server_program"/ },
  { sql: 'create role reader in role pg_read_server_files;', says: /"pg_read_server_files"/ },
  { sql: 'reassign owned by postgres to current_user;', says: /"postgres"/ },
];

const databases: readonly Refused[] = [
  { sql: 'drop database postgres;', says: /owner of database postgres/ },
  { sql: "alter database postgres set search_path = 'x';", says: /owner of database postgres/ },
  { sql: 'alter database template1 rename to x;', says: /owner of database template1/ },
  { sql: 'create database another;', says: /create database/ },
  { sql: "comment on database postgres is 'mine';", says: /owner of database postgres/ },
];

const hidden: readonly Refused[] = [
  {
    sql: "do $$ begin execute 'copy notes from program ''id'''; end $$;",
    says: /"pg_execute_server_program"/,
  },
  {
    sql: "do $$ begin perform set_config('role', 'postgres', false); end $$;",
    says: /"postgres"/,
  },
  {
    sql: `create function f() returns text language sql security definer as $$ select pg_read_file('/etc/passwd') $$;
          select f();`,
    says: /function pg_read_file/,
    statement: 1,
  },
  {
    sql: `create view v as select pg_read_file('/etc/passwd'); alter view v owner to postgres; select * from v;`,
    says: /function pg_read_file/,
    statement: 2,
  },
  {
    sql: `create function f() returns trigger language plpgsql as
            $$ begin copy notes to program 'id'; return new; end $$;
          create trigger t after insert on tenants for each row execute function f();
          insert into tenants values (gen_random_uuid(), 'x');`,
    says: /"pg_execute_server_program"/,
    statement: 2,
  },
];

describe('a migration that reaches for more than its own database', () => {
  it.each([...files, ...code, ...wholeServer, ...roles, ...databases, ...hidden])(
    'is refused: $sql',
    async ({ sql, says, statement = 0 }) => {
      const result = await test({ 'next.up.sql': sql });
      const apply = result.tenants[0]?.checks.find(({ id }) => id === 'apply');
      expect(apply).toMatchObject({ verdict: 'failed', statement });
      expect(apply?.message).toMatch(
        new RegExp(
          `refused at statement ${statement + 1}: it needs a right that the migration role does not have`,
        ),
      );
      expect(apply?.message).toMatch(says);
    },
  );

  it('is refused in the history too, with the file and the statement', async () => {
    const next = { 'next.up.sql': 'select 1;', 'migrations/0002.up.sql': "copy notes to program 'id';" };
    await expect(test(next)).rejects.toThrow(RehearsalError);
    await expect(test(next)).rejects.toThrow(
      /migrations\/0002\.up\.sql, statement 1: .*pg_execute_server_program/,
    );
  });
});

/** Tries to become a superuser and then to write a file; does as if nothing were where it may not. */
function attack(signature: string, answer: string, file: string): string {
  return `create function attack() returns ${signature} language plpgsql volatile as $attack$ begin
      begin
        begin perform set_config('role', 'postgres', false); exception when others then null; end;
        execute format('copy (select current_user) to %L', '${file}');
      exception when others then null; end;
      return ${answer};
    end $attack$;`;
}

describe('code that a migration leaves behind', () => {
  const trigger = 'create trigger t before insert or update on notes for each row execute function attack();';
  const places = [
    { where: 'a trigger', signature: 'trigger', answer: 'new', sql: trigger },
    {
      where: 'a trigger that fires always',
      signature: 'trigger',
      answer: 'new',
      sql: `${trigger} alter table notes enable always trigger t;`,
    },
    { where: 'a default', sql: 'alter table notes add column made boolean default attack();' },
    { where: 'a check', sql: 'alter table notes add constraint checked check (attack()) not valid;' },
    { where: 'a policy', sql: 'create policy seen on notes using (attack());' },
    { where: 'a rule', sql: 'create rule r as on insert to notes do also select attack();' },
    {
      where: 'a view',
      sql: 'create view v as select *, attack() from notes; grant select on v to app_user;',
    },
  ];

  it.each(places)(
    'never runs as a superuser, whoever reads and writes then: $where',
    async ({ where, sql, signature = 'boolean', answer = 'true' }) => {
      const file = path.join('/tmp', `${path.basename(workbench.root)} ${where}`);
      const result = await test({ 'next.up.sql': attack(signature, answer, file) + sql }, [
        'minimal',
        'edge',
      ]);
      expect(result.tenants[0]?.checks[0]).toMatchObject({ id: 'apply', verdict: 'passed' });
      expect(existsSync(file)).toBe(false);
    },
  );

  it('never runs as a superuser where rows are made for it', async () => {
    const file = path.join('/tmp', `${path.basename(workbench.root)} history`);
    const base = project['migrations/0001.up.sql'];
    await test({
      'migrations/0001.up.sql': `${base} ${attack('trigger', 'new', file)} ${trigger}`,
      'next.up.sql': 'alter table notes add column made text;',
    });
    expect(existsSync(file)).toBe(false);
  });
});

const project = {
  'tenantsafe.yaml': `version: 16
tenancy: { model: row, tenantColumn: tenant_id, tenantTable: tenants, setting: app.tenant_id, appRole: app_user, rls: optional }
migrations: [{ path: migrations, framework: plain }]
fixtures: { queries: queries.sql }
`,
  'queries.sql': 'select * from notes;',
  'migrations/0001.up.sql': `
    create table tenants (id uuid primary key, name text not null);
    create table notes (id bigint generated always as identity primary key,
      tenant_id uuid not null references tenants (id), body text);
    alter table notes enable row level security;
    alter table notes force row level security;
    create policy own on notes using (tenant_id = current_setting('app.tenant_id', true)::uuid);
    grant select, insert, update, delete on notes to app_user;`,
};

/** Tests next.up.sql of the small project with other files laid over it. */
async function test(
  more: Readonly<Record<string, string>>,
  shapes: readonly ('minimal' | 'edge')[] = ['minimal'],
): Promise<RehearsalResult> {
  const all: Readonly<Record<string, string>> = { ...project, ...more };
  const folder: ProjectFiles = { paths: Object.keys(all), text: (name) => all[name] };
  const job = { project: loadProject(folder), files: folder, file: 'next.up.sql', shapes, keep: false };
  return testMigration(server, { ...job, evidenceFolder: undefined }, () => undefined);
}
