import type { RehearsalResult } from '@tenantsafe/server/protocol';
import * as assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { eventually, fileUri } from '../support';

const runLimitMs = 240_000;

suite('Test on Fixture Tenants', () => {
  test('passes the newest migration for every tenant, and writes its evidence', async () => {
    const result = await testOnTenants('db/migrations/V0038__subscription_cancellation.sql');
    assert.equal(result.verdict, 'passed');
    assert.deepEqual(
      result.tenants.map(({ name, verdict }) => `${name} ${verdict}`),
      ['minimal passed', 'large passed', 'edge passed', 'legacy passed', 'empty passed'],
    );
    const evidence = await vscode.workspace.fs.readDirectory(
      fileUri('.tenantsafe/evidence/V0038__subscription_cancellation'),
    );
    assert.deepEqual(evidence.map(([name]) => name).sort(), [
      'junit.xml',
      'report.html',
      'report.md',
      'result.json',
    ]);
  }).timeout(runLimitMs);

  test('finds the leak of a backfill that joins on email alone', async () => {
    const result = await testOnTenants('db/proposed/V0100__backfill_contact_billing_name.sql');
    assert.equal(result.verdict, 'failed');
    assert.notDeepEqual(tenantsFailing(result, 'isolation'), []);
    assert.ok(!tenantsFailing(result, 'isolation').includes('empty'));
  }).timeout(runLimitMs);

  test('finds what fails on old rows only, for the tenant that has them', async () => {
    const result = await testOnTenants('db/proposed/V0102__validate_invoice_payment_terms.sql');
    assert.deepEqual(tenantsFailing(result, 'apply'), ['legacy']);
  }).timeout(runLimitMs);

  test('shows the last report beside the editor, in one panel', async () => {
    await vscode.commands.executeCommand('tenantsafe.openLastReport');
    await vscode.commands.executeCommand('tenantsafe.openLastReport');
    const titles = await eventually('report', () => {
      const found = reportTabs().map(({ label }) => label);
      return found.length > 0 && found;
    });
    assert.deepEqual(titles, ['V0102__validate_invoice_payment_terms.sql: failed']);
  });

  test('ends when it is cancelled, without a result', async () => {
    const running = vscode.commands.executeCommand<RehearsalResult | undefined>(
      'tenantsafe.testOnFixtureTenants',
      fileUri('db/migrations/V0038__subscription_cancellation.sql'),
    );
    let ended = false;
    void running.then(() => (ended = true));
    // The run may not have begun when it is first cancelled, so that is asked again until it ends.
    await eventually('end of the run', async () => {
      await vscode.commands.executeCommand('testing.cancelRun');
      return ended;
    });
    assert.equal(await running, undefined);
  }).timeout(runLimitMs);
});

async function testOnTenants(migration: string): Promise<RehearsalResult> {
  const result = await vscode.commands.executeCommand<RehearsalResult | undefined>(
    'tenantsafe.testOnFixtureTenants',
    fileUri(migration),
  );
  assert.ok(result, `${migration} gave no result: "tenantsafe test ${migration}" says why.`);
  return result;
}

function tenantsFailing({ tenants }: RehearsalResult, id: string): readonly string[] {
  return tenants
    .filter(({ checks }) => checks.some((check) => check.id === id && check.verdict === 'failed'))
    .map(({ name }) => name);
}

function reportTabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('tenantsafe.report'),
    );
}
