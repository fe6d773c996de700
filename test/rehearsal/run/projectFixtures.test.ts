import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testMigration } from '../../../server/src/doors/rehearsal/testMigration';
import { loadProject, type ProjectFiles, type ShapeName } from '../../../server/src/project';
import type { CheckId, FixtureServer, RehearsalResult } from '../../../server/src/rehearsal';
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

const policy = 'engine: postgresql\ntenancy: { model: row, tenantColumn: tenant_id, tenantTable: tenants }\n';
const tables = `
  CREATE TABLE tenants (id bigint PRIMARY KEY, name text NOT NULL);
  CREATE TABLE orders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id bigint NOT NULL REFERENCES tenants (id),
    note text
  );
  CREATE INDEX orders_tenant_id_idx ON orders (tenant_id);`;

describe('a snapshot of the history', () => {
  it('is not replayed after the files of an earlier framework that it stands for', async () => {
    const result = await test(['minimal'], 'db/V3__region.sql', {
      'tenantsafe.yaml': `${policy}migrations: [{ path: db, framework: plain }, { path: db, framework: flyway }]\n`,
      'db/0001_tables.up.sql': tables,
      'db/B2__all.sql': tables,
      'db/V3__region.sql': 'ALTER TABLE orders ADD COLUMN region text;',
    });
    expect(checkOf(result, 'minimal', 'apply')).toBe('passed');
  });
});

describe('what the platform provides', () => {
  it('is there for Supabase without a word, with users for triggers that ask who acts', async () => {
    const result = await test(['minimal'], 'supabase/migrations/2_note.sql', {
      'tenantsafe.yaml':
        'engine: postgresql\ntenancy: { model: row, tenantColumn: account_id, tenantTable: accounts }\n',
      'supabase/migrations/1_accounts.sql': `
        CREATE TABLE accounts (id uuid PRIMARY KEY DEFAULT extensions.uuid_generate_v4());
        CREATE TABLE invitations (
          account_id uuid NOT NULL REFERENCES accounts (id),
          token text NOT NULL DEFAULT encode(gen_random_bytes(6), 'hex'),
          invited_by uuid NOT NULL REFERENCES auth.users (id)
        );
        CREATE FUNCTION set_inviter() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN NEW.invited_by = auth.uid(); RETURN NEW; END';
        CREATE TRIGGER set_inviter BEFORE INSERT ON invitations FOR EACH ROW EXECUTE FUNCTION set_inviter();
        ALTER TABLE invitations ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON invitations TO authenticated USING (invited_by = (SELECT auth.uid()));
        CREATE POLICY own_files ON storage.objects TO authenticated USING (owner_id = auth.uid()::text);`,
      'supabase/migrations/2_note.sql': 'ALTER TABLE invitations ADD COLUMN note text;',
    });
    expect(checkOf(result, 'minimal', 'apply')).toBe('passed');
    expect(unfilled(result)).toEqual([]);
    expect(result.notChecked.map(({ what }) => what).join()).toContain('What Supabase provides');
  });

  it('comes from the file of the policy', async () => {
    const result = await test(['minimal'], 'db/migrations/V2__region.sql', {
      'tenantsafe.yaml': `${policy}fixtures: { prelude: db/platform.sql }\n`,
      'db/platform.sql':
        'CREATE ROLE gateway NOLOGIN; CREATE SCHEMA platform; CREATE TABLE platform.regions (id int PRIMARY KEY);',
      'db/migrations/V1__tables.sql': `${tables} GRANT SELECT ON orders TO gateway;`,
      'db/migrations/V2__region.sql':
        'ALTER TABLE orders ADD COLUMN region_id int REFERENCES platform.regions (id);',
    });
    expect(checkOf(result, 'minimal', 'apply')).toBe('passed');
  });

  it.each([
    ['cannot be read', undefined, /db\/platform\.sql cannot be read: fixtures\.prelude/],
    ['fails', 'SELECT 1; SELECT nothing;', /db\/platform\.sql, statement 2: column "nothing" does not exist/],
  ])('ends the test in one sentence where the file %s', async (_what, sql, message) => {
    const run = test(['minimal'], 'db/migrations/V1__tables.sql', {
      'tenantsafe.yaml': `${policy}fixtures: { prelude: db/platform.sql }\n`,
      ...(sql === undefined ? {} : { 'db/platform.sql': sql }),
      'db/migrations/V1__tables.sql': tables,
    });
    await expect(run).rejects.toThrow(message);
  });
});

describe('a table that the generator knows no way to fill', () => {
  const history = {
    'tenantsafe.yaml': policy,
    'db/migrations/V1__tables.sql': `${tables}
      CREATE TABLE receipts (tenant_id bigint NOT NULL REFERENCES tenants (id), code text NOT NULL);
      CREATE FUNCTION check_code() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF md5(NEW.code) <> md5('open sesame') THEN RAISE 'unknown code'; END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER check_code BEFORE INSERT ON receipts FOR EACH ROW EXECUTE FUNCTION check_code();`,
    'db/migrations/V2__paid.sql': 'ALTER TABLE receipts ADD COLUMN paid boolean;',
  };

  it('is named with the file and the statement to begin with', async () => {
    const [table] = unfilled(await test(['minimal'], 'db/migrations/V2__paid.sql', history));
    expect(table?.relation).toBe('public.receipts');
    expect(table?.reason).toContain(
      'add rows in fixtures/seed/receipts.sql: INSERT INTO "public"."receipts" ("tenant_id", "code") VALUES (:tenant, …)',
    );
  });

  it('is filled by its seed, for each tenant', async () => {
    const result = await test(['minimal', 'edge'], 'db/migrations/V2__paid.sql', {
      ...history,
      'fixtures/seed/receipts.sql':
        "-- not :tenant here\nINSERT INTO receipts VALUES (:tenant, 'open sesame'), (:tenant::bigint, 'open sesame');",
    });
    const rows = result.tenants.map(
      ({ tables: all }) => all.find(({ relation }) => relation === 'public.receipts')?.rows,
    );
    expect(rows).toEqual([2, 2]);
  });
});

describe('a sample', () => {
  const project = {
    'tenantsafe.yaml': `${policy}fixtures: { sample: "db/sample/*.csv", tenants: { minimal: { rows: 500 } } }\n`,
    'db/migrations/V1__tables.sql': `${tables}
      ALTER TABLE orders ADD COLUMN status text NOT NULL, ADD COLUMN total numeric(10, 2), ADD COLUMN placed date NOT NULL;`,
  };

  it('gives values their frequencies, NULLs and quantiles', async () => {
    const lines = Array.from({ length: 100 }, (_, row) => {
      const status = row % 10 === 0 ? 'refunded' : 'paid';
      return `${status},${row % 4 === 0 ? '' : 1000 + row},2020-0${1 + (row % 9)}-1${row % 7}`;
    });
    const result = await test(['minimal'], 'db/migrations/V2__ask.sql', {
      ...project,
      'db/sample/orders.csv': ['status,total,placed', ...lines].join('\n'),
      'db/migrations/V2__ask.sql': `DO $$ BEGIN
        ASSERT (SELECT count(*) FILTER (WHERE status = 'refunded') BETWEEN 20 AND 80
          AND count(*) FILTER (WHERE status IN ('refunded', 'paid')) = 500 FROM orders), 'status';
        ASSERT (SELECT count(*) FILTER (WHERE total IS NULL) BETWEEN 80 AND 170
          AND min(total) >= 1000 AND max(total) <= 1100 AND count(DISTINCT total) > 100 FROM orders), 'total';
        ASSERT (SELECT min(placed) >= '2020-01-01' AND max(placed) <= '2020-09-30' FROM orders), 'placed';
      END $$;`,
    });
    expect(result.tenants[0]?.checks.find(({ id }) => id === 'apply')).toMatchObject({ verdict: 'passed' });
  });

  it('ends the test in one sentence where it is no CSV', async () => {
    const run = test(['minimal'], 'db/migrations/V1__tables.sql', {
      ...project,
      'db/migrations/V0__tenants.sql': 'CREATE TABLE orders (status text);',
      'db/sample/orders.csv': 'status,total\npaid,1,2',
    });
    await expect(run).rejects.toThrow(/db\/sample\/orders\.csv cannot be read as a sample: extra data/);
  });
});

describe('a legacy tenant whose schema has drifted', () => {
  const project = {
    'tenantsafe.yaml': `${policy}fixtures: { tenants: { legacy: { drift: true } } }\n`,
    'db/migrations/V1__tables.sql': tables,
  };

  it('fails alone where a migration leans on what is missing there', async () => {
    const result = await test(['minimal', 'legacy'], 'db/migrations/V2__index.sql', {
      ...project,
      'db/migrations/V2__index.sql': 'DROP INDEX orders_tenant_id_idx;',
    });
    expect(checkOf(result, 'minimal', 'apply')).toBe('passed');
    expect(checkOf(result, 'legacy', 'apply')).toBe('failed');
  });

  it('does not make a migration the cause of the drift', async () => {
    const result = await test(['minimal', 'edge', 'legacy'], 'db/migrations/V2__total.sql', {
      ...project,
      'db/migrations/V2__total.sql': 'ALTER TABLE orders ADD COLUMN total numeric;',
    });
    expect(checkOf(result, 'legacy', 'apply')).toBe('passed');
    expect(checkOf(result, 'legacy', 'tenant-drift')).toBe('passed');
  });
});

async function test(
  shapes: readonly ShapeName[],
  file: string,
  texts: Readonly<Record<string, string>>,
): Promise<RehearsalResult> {
  const files: ProjectFiles = { paths: Object.keys(texts).toSorted(), text: (path) => texts[path] };
  const job = { project: loadProject(files), files, file, shapes, keep: false, evidenceFolder: undefined };
  return testMigration(server, job, () => undefined);
}

function checkOf(result: RehearsalResult, tenant: string, check: CheckId): string | undefined {
  return result.tenants.find(({ name }) => name === tenant)?.checks.find(({ id }) => id === check)?.verdict;
}

function unfilled(result: RehearsalResult): RehearsalResult['tenants'][number]['tables'] {
  return result.tenants.flatMap(({ tables: all }) => all.filter(({ seeded }) => !seeded));
}
