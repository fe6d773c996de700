import { beforeAll, describe, expect, it } from 'vitest';
import { loadPostgresParser } from '../sql';
import { loadProject } from '.';
import { filesOf } from './testFiles';

beforeAll(loadPostgresParser);

const runnerOf = (path: string, sql: string, policy = '') => {
  const files = policy === '' ? { [path]: sql } : { [path]: sql, 'tenantsafe.yaml': policy };
  const { policy: inForce, inference } = loadProject(filesOf(files));
  return { bypassesRls: inForce.runner.bypassesRls, confidence: inference.runner.bypassesRls.confidence };
};
const sure = { bypassesRls: true, confidence: 0.9 };

describe('the role that runs the migrations', () => {
  it('bypasses policies on Supabase', () => {
    expect(runnerOf('supabase/migrations/1_a.sql', 'SELECT 1;')).toEqual(sure);
  });

  it('bypasses policies where it lets others do so, also in a block', () => {
    expect(runnerOf('db/V1__a.sql', 'CREATE ROLE reports BYPASSRLS;')).toEqual(sure);
    expect(
      runnerOf('db/V1__a.sql', 'DO $$ BEGIN IF true THEN ALTER ROLE reports SUPERUSER; END IF; END $$;'),
    ).toEqual(sure);
  });

  it('is held back where nothing says otherwise', () => {
    for (const sql of [
      'CREATE ROLE reports NOBYPASSRLS NOSUPERUSER;',
      "COMMENT ON SCHEMA public IS 'bypassrls';",
      'CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN CREATE ROLE later BYPASSRLS; END $$;',
    ]) {
      expect(runnerOf('db/V1__a.sql', sql).bypassesRls, sql).toBe(false);
    }
  });

  it('is what the policy file says it is', () => {
    const policy = 'runner: { bypassesRls: false }';
    expect(runnerOf('db/V1__a.sql', 'CREATE ROLE reports BYPASSRLS;', policy).bypassesRls).toBe(false);
  });
});
