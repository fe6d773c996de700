import { beforeAll, describe, expect, it } from 'vitest';
import { createReplay, findTable } from '../catalog';
import { loadPostgresParser } from '../sql';
import type { ExpressionReading, PolicyReading } from './model';
import { readPolicy } from './policies';

beforeAll(loadPostgresParser);

/** The newest policy of `tasks` after a history. */
function policyIn(sql: string): PolicyReading {
  const tables = `
    CREATE TABLE tasks (id int PRIMARY KEY, org_id uuid, user_id uuid, title text);
    CREATE TABLE members (org_id uuid, user_id uuid);`;
  const catalog = createReplay().catalogAfter([{ path: '1.sql', sql: tables + sql }]);
  const table = findTable(catalog, 'public.tasks');
  const policy = table?.policies.at(-1);
  if (table === undefined || policy === undefined) throw new Error(`There is no policy in ${sql}`);
  return readPolicy(policy, table, catalog, ['org_id']);
}

function using(condition: string, before = ''): ExpressionReading {
  const { using: reading } = policyIn(`${before} CREATE POLICY p ON tasks USING (${condition});`);
  if (reading === undefined) throw new Error('A policy with USING has a reading of it.');
  return reading;
}

const currentOrg = (body: string) => `CREATE FUNCTION current_org() RETURNS uuid ${body};`;

function expectSetting({ condition, settings }: ExpressionReading, expected: object): void {
  const value = { kind: 'setting', name: 'app.org', ...expected };
  expect(condition).toMatchObject({ kind: 'equality', column: 'org_id', value });
  expect(settings).toHaveLength(1);
}

describe('the setting that a policy reads', () => {
  it.each<readonly [string, object]>([
    [
      `org_id = current_setting('app.org')::uuid`,
      { missingOk: false, emptyIsNull: false, cast: { name: 'uuid' } },
    ],
    [`org_id = current_setting('app.org', true)::uuid`, { missingOk: true, emptyIsNull: false }],
    [`org_id = nullif(current_setting('app.org', true), '')::uuid`, { missingOk: true, emptyIsNull: true }],
    [`org_id = (select nullif(current_setting('app.org', true), '')::uuid)`, { emptyIsNull: true }],
    [`nullif(current_setting('app.org', true), '')::uuid = org_id`, { emptyIsNull: true }],
    [
      `org_id = coalesce(current_setting('app.org', true)::uuid, org_id)`,
      { fallback: { kind: 'own column' } },
    ],
    [
      `org_id = coalesce(current_setting('app.org', true), 'a')::uuid`,
      { fallback: { kind: 'constant', value: 'a' } },
    ],
    [`org_id = coalesce(current_setting('app.org', true)::uuid, null)`, { fallback: undefined }],
    [`org_id = (current_setting('app.org', true)::jsonb ->> 'id')::uuid`, { part: 'id' }],
  ])('%s', (condition, expected) => {
    expectSetting(using(condition), expected);
  });

  it.each<readonly [string, object, string]>([
    [
      'org_id = current_org()',
      { through: 'public.current_org', missingOk: true },
      "LANGUAGE sql AS $$ SELECT current_setting('app.org', true)::uuid $$",
    ],
    [
      'org_id = (select current_org())',
      { through: 'public.current_org' },
      "LANGUAGE sql RETURN current_setting('app.org', true)::uuid",
    ],
    [
      'org_id = current_org()',
      { through: 'public.current_org', emptyIsNull: true },
      "LANGUAGE plpgsql AS $$ BEGIN RETURN nullif(current_setting('app.org', true), '')::uuid; END $$",
    ],
  ])('%s, through a function', (condition, expected, body) => {
    expectSetting(using(condition, currentOrg(body)), expected);
  });

  it('may be compared with a column under a cast, which is said of the column', () => {
    const { condition } = using("org_id::text = current_setting('app.org', true)");
    expect(condition).toMatchObject({ columnCast: { name: 'text' }, value: { cast: undefined } });
  });
});

describe('a policy', () => {
  const org = "org_id = current_setting('app.org', true)::uuid";
  const everything = { confines: false, alwaysTrue: false, openWhenUnset: false, openForNullTenant: false };
  it.each<readonly [string, Partial<ExpressionReading>]>([
    [org, { confines: true }],
    [`${org} AND title <> ''`, { confines: true }],
    [`${org} OR title = 'public'`, {}],
    [`${org} OR org_id = auth.org()`, { confines: true }],
    ['true', { alwaysTrue: true }],
    [`${org} OR 1 = 1`, { alwaysTrue: true }],
    [`${org} OR org_id IS NULL`, { openForNullTenant: true }],
    [`current_setting('app.org', true) IS NULL OR ${org}`, { openWhenUnset: true }],
    [`current_setting('app.org', true) = '' OR ${org}`, { openWhenUnset: true }],
    ["org_id = coalesce(current_setting('app.org', true)::uuid, org_id)", { openWhenUnset: true }],
    ['user_id = auth.uid()', {}],
    ['org_id = org_id', {}],
    ['id = id', { alwaysTrue: true }],
    ['id IS NOT NULL', { alwaysTrue: true }],
    [`id IS NULL OR ${org}`, { confines: true }],
    ['NOT (org_id IS NULL)', {}],
    [`current_setting('app.org', true) <> ''`, {}],
    ['1 <> 2', { alwaysTrue: true }],
    ["org_id = 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6'", {}],
    ['NOT false', { alwaysTrue: true }],
    ['false', { confines: true }],
  ])('%s', (condition, expected) => {
    expect(using(condition)).toMatchObject({ ...everything, ...expected });
  });

  it.each<readonly [string, readonly string[]]>([
    ['org_id IN (SELECT org_id FROM members WHERE user_id = auth.uid())', ['public.members']],
    ['org_id = ANY (ARRAY(SELECT org_id FROM members WHERE user_id = auth.uid()))', ['public.members']],
    ['org_id = (SELECT m.org_id FROM members m LIMIT 1)', ['public.members']],
    [
      'EXISTS (SELECT 1 FROM members m WHERE m.org_id = tasks.org_id AND m.user_id = auth.uid())',
      ['public.members'],
    ],
    ['org_id IN (SELECT orgs_of_user())', ['public.members']],
    ['is_member(org_id)', ['public.members']],
    ['is_member(org_id) = true', ['public.members']],
    ['(SELECT is_member(org_id))', ['public.members']],
    ['private.allowed(org_id)', []],
  ])('may ask for a membership: %s', (condition, relations) => {
    const functions = `
      CREATE FUNCTION orgs_of_user() RETURNS SETOF uuid LANGUAGE sql AS 'SELECT org_id FROM members WHERE user_id = auth.uid()';
      CREATE FUNCTION is_member(org uuid) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN EXISTS (SELECT 1 FROM members WHERE org_id = org); END $$;`;
    const reading = using(condition, functions);
    expect(reading.condition).toMatchObject({ kind: 'membership', columns: ['org_id'], relations });
    expect(reading.confines).toBe(true);
  });

  it('confines nothing by a sub-select that is not about the row', () => {
    expect(using('EXISTS (SELECT 1 FROM members m WHERE m.user_id = auth.uid())').confines).toBe(false);
    expect(using('EXISTS (SELECT 1 FROM tasks t WHERE t.org_id = org_id)').confines).toBe(false);
    expect(using('org_id NOT IN (SELECT org_id FROM members)').confines).toBe(false);
  });

  it('checks new rows by USING where it has no WITH CHECK and is not for inserts', () => {
    expect(policyIn(`CREATE POLICY p ON tasks USING (${org});`).check?.confines).toBe(true);
    expect(policyIn(`CREATE POLICY p ON tasks FOR SELECT USING (${org});`).check).toBeUndefined();
    expect(policyIn(`CREATE POLICY p ON tasks USING (${org}) WITH CHECK (true);`).check?.alwaysTrue).toBe(
      true,
    );
  });
});
