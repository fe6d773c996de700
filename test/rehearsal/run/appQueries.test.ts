import { afterAll, beforeAll, expect, it } from 'vitest';
import { shapesNamed, testMigration } from '../../../server/src/doors/rehearsal/testMigration';
import { loadProject } from '../../../server/src/project';
import type { CheckResult, FixtureServer } from '../../../server/src/rehearsal';
import { loadPostgresParser } from '../../../server/src/sql';
import { openWorkbench, type Workbench } from '../engine/workbench';

const history = `
  CREATE TABLE tenants (id integer PRIMARY KEY, name text NOT NULL);
  CREATE TABLE invoices (
    tenant_id integer NOT NULL REFERENCES tenants, id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number text NOT NULL, amount integer NOT NULL, note text);
  CREATE INDEX invoices_number ON invoices (tenant_id, number);
  CREATE VIEW big_invoices AS SELECT id, number FROM invoices WHERE amount > 100;
  GRANT SELECT, INSERT, UPDATE, DELETE ON tenants, invoices TO app;
  GRANT SELECT ON big_invoices TO app;
  ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
  CREATE POLICY own ON invoices USING (tenant_id = nullif(current_setting('app.tenant', true), '')::integer);`;

const policy = `
engine: postgresql
tenancy: { model: row, tenantColumn: tenant_id, tenantTable: tenants, setting: app.tenant, appRole: app }
migrations: [{ path: db, framework: flyway }]
fixtures: { queries: queries/*.sql, tenants: { large: { rows: 3000 } } }
`;

let workbench: Workbench;
let server: FixtureServer;

beforeAll(async () => {
  await loadPostgresParser();
  workbench = await openWorkbench();
  server = await workbench.start();
});
afterAll(() => workbench[Symbol.asyncDispose]());

it.each([
  [
    'a required column that old inserts leave out',
    'ALTER TABLE invoices ADD COLUMN currency text; UPDATE invoices SET currency = note; UPDATE invoices SET currency = number WHERE currency IS NULL; ALTER TABLE invoices ALTER COLUMN currency SET NOT NULL;',
    'An insert into public.invoices fails: null value in column "currency"',
  ],
  [
    'a column that old code still reads',
    'DROP VIEW big_invoices; ALTER TABLE invoices DROP COLUMN note; CREATE VIEW big_invoices AS SELECT id, number FROM invoices; GRANT SELECT ON big_invoices TO app;',
    'A select from public.invoices fails: column "note" does not exist',
  ],
  [
    'a right that is taken from the application',
    'REVOKE UPDATE ON invoices FROM app;',
    'An update of public.invoices fails',
  ],
  ['a view that goes', 'DROP VIEW big_invoices;', 'A select from public.big_invoices fails'],
  [
    'old rows that a new constraint keeps from being updated',
    'ALTER TABLE invoices ADD CONSTRAINT short CHECK (length(number) < 1) NOT VALID;',
    'An insert into public.invoices fails: new row for relation "invoices" violates check constraint "short"',
  ],
  [
    'references that keep old code from deleting',
    'CREATE TABLE reminders (tenant_id integer NOT NULL, invoice_id integer NOT NULL REFERENCES invoices); INSERT INTO reminders SELECT tenant_id, id FROM invoices;',
    'A delete from public.invoices fails',
  ],
])('finds %s', async (_, sql, message) => {
  const check = await checkOf(sql);
  expect(check).toMatchObject({ verdict: 'failed' });
  expect(check?.message).toContain(message);
});

it('passes what old code does not notice', async () => {
  const check = await checkOf(
    'ALTER TABLE invoices ADD COLUMN currency text; CREATE INDEX more ON invoices (tenant_id, amount);',
  );
  expect(check).toMatchObject({
    verdict: 'passed',
    message: 'Old code still works: 4 statements on 1 relation.',
    sample: [],
  });
});

it('does not try old code on a migration that is declared contract', async () => {
  const check = await checkOf('-- tenantsafe: contract\nALTER TABLE invoices DROP COLUMN note;');
  expect(check).toMatchObject({ verdict: 'skipped' });
});

it('finds a query with another result, unless its file says that this may be', async () => {
  const sql = 'UPDATE invoices SET amount = amount + 1;';
  const query = 'SELECT sum(amount) FROM invoices WHERE tenant_id = :tenant;';
  const changed = await checkOf(sql, query);
  expect(changed).toMatchObject({ verdict: 'failed' });
  expect(changed?.message).toContain('queries/q.sql has another result than before');
  expect(await checkOf(sql, `-- tenantsafe: result may change\n${query}`)).toMatchObject({
    verdict: 'passed',
  });
});

it('takes neither a new column nor an order that nothing says for another result', async () => {
  const sql = 'ALTER TABLE invoices ADD COLUMN currency text; UPDATE invoices SET note = note;';
  const query =
    'SELECT * FROM invoices WHERE tenant_id = $1;\nSELECT tenant_id, id FROM invoices ORDER BY tenant_id;';
  expect((await checkOf(sql, query))?.message).toBe(
    'Old code still works: 4 statements on 1 relation; 2 query results as before.',
  );
});

it('names the parameter that no file says a value of', async () => {
  const query = 'SELECT id FROM invoices WHERE number = $2;';
  const check = await checkOf('-- tenantsafe: contract\nALTER TABLE invoices ADD COLUMN b text;', query);
  expect(check).toMatchObject({ verdict: 'skipped' });
  expect(check?.message).toContain("add a line such as -- params: $2 = 'value'");
});

it('finds an index that a query has lost, on the large tenant', async () => {
  const query = "-- params: $2 = 'none'\nSELECT id FROM invoices WHERE tenant_id = $1 AND number = $2;";
  const check = await checkOf('DROP INDEX invoices_number;', query, 'large');
  expect(check).toMatchObject({ verdict: 'failed' });
  expect(check?.message).toBe(
    'queries/q.sql reads public.invoices in full, where it used the index invoices_number.',
  );
});

async function checkOf(sql: string, query?: string, tenant = 'minimal'): Promise<CheckResult | undefined> {
  const texts: Readonly<Record<string, string>> = {
    'db/V1__invoices.sql': history,
    'db/V2__change.sql': sql,
    'tenantsafe.yaml': policy,
    ...(query === undefined ? {} : { 'queries/q.sql': query }),
  };
  const files = { paths: Object.keys(texts).sort(), text: (path: string) => texts[path] };
  const project = loadProject(files);
  expect(project.problems).toEqual([]);
  const job = { project, files, file: 'db/V2__change.sql', shapes: shapesNamed([tenant]), keep: false };
  const result = await testMigration(server, { ...job, evidenceFolder: undefined }, () => undefined);
  const [only] = result.tenants;
  expect(only?.checks.find(({ id }) => id === 'apply')).toMatchObject({ verdict: 'passed' });
  return only?.checks.find(({ id }) => id === 'app-queries');
}
