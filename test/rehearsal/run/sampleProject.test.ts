import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFolder } from '../../../server/src/doors/files';
import { shapesNamed, testMigration } from '../../../server/src/doors/rehearsal/testMigration';
import { loadProject } from '../../../server/src/project';
import type { CheckId, FixtureServer, RehearsalResult } from '../../../server/src/rehearsal';
import { loadPostgresParser } from '../../../server/src/sql';
import { openWorkbench, type Workbench } from '../engine/workbench';

const sample = path.resolve(import.meta.dirname, '../../workspaces/row-flyway');

let workbench: Workbench;
let server: FixtureServer;

beforeAll(async () => {
  await loadPostgresParser();
  workbench = await openWorkbench();
  server = await workbench.start();
});
afterAll(() => workbench[Symbol.asyncDispose]());

describe('the billing sample', () => {
  it('passes its newest migration on all five tenants', async () => {
    const result = await test('db/migrations/V0038__subscription_cancellation.sql');
    expect(failuresOf(result)).toEqual({});
    expect(result.tenants.map(({ name }) => name)).toEqual(['minimal', 'large', 'edge', 'legacy', 'empty']);
  });

  it('catches a backfill that joins on email without the tenant, on the tenants whose rows took foreign values', async () => {
    const result = await test('db/proposed/V0100__backfill_contact_billing_name.sql');
    const failures = failuresOf(result);
    expect(Object.keys(failures)).toEqual(['isolation']);
    expect(failures.isolation).not.toContain('empty');
    expect(failures.isolation?.length).toBeGreaterThan(1);
    const leak = result.tenants
      .find(({ name }) => name === 'minimal')
      ?.checks.find(({ id }) => id === 'isolation');
    expect(leak?.relations).toEqual(['public.contacts']);
  });

  it('catches a rollback that does not bring names back, on the tenants that have such names', async () => {
    const result = await test('db/proposed/V0101__merge_contact_names.sql');
    const failures = failuresOf(result);
    // What is lost cannot be merged again either, and old code still names the columns that go.
    expect(Object.keys(failures).toSorted()).toEqual(['app-queries', 'reapply', 'rollback-data']);
    expect(failures['app-queries']).toContain('empty');
    expect(failures['rollback-data']).toContain('edge');
    expect(failures['rollback-data']).not.toContain('empty');
  });

  it('catches a validation that fails on the rows of the legacy tenant only', async () => {
    const result = await test('db/proposed/V0102__validate_invoice_payment_terms.sql');
    expect(failuresOf(result)).toEqual({ apply: ['legacy'] });
  });

  it.each(readdirSync(path.join(sample, 'db/corrected')).filter((name) => /^V.*\.sql$/.test(name)))(
    'passes the corrected form of %s',
    async (name) => {
      expect(failuresOf(await test(`db/corrected/${name}`))).toEqual({});
    },
  );
});

async function test(file: string): Promise<RehearsalResult> {
  const files = (await openFolder(sample)).files();
  const job = { project: loadProject(files), files, file, shapes: shapesNamed(undefined), keep: false };
  return testMigration(server, { ...job, evidenceFolder: undefined }, () => undefined);
}

/** Names of the tenants that failed, by check. */
function failuresOf(result: RehearsalResult): Partial<Record<CheckId, readonly string[]>> {
  const failures: Partial<Record<CheckId, string[]>> = {};
  for (const { name, checks } of result.tenants) {
    for (const { id, verdict } of checks) {
      if (verdict === 'failed' || verdict === 'errored') (failures[id] ??= []).push(name);
    }
  }
  return failures;
}
