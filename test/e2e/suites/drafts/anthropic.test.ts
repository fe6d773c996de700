import * as assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { startFakeAnthropic, type FakeAnthropic } from '../../../models/fakeAnthropic';
import { fileUri, finding, open } from '../support';
import { answer, press, setDraftSetting } from './window';

const migration = 'db/proposed/V0103__collections.sql';
const apiKey = 'sk-ant-end-to-end-0123456789';
const claim = '{"claims":[{"text":"Writers wait.","facts":[0]}],"statements":[]}';

suite("Anthropic's API", () => {
  let api: FakeAnthropic;

  suiteSetup(async () => {
    api = await startFakeAnthropic({ kind: 'answer', text: claim });
    await setDraftSetting('provider', 'anthropic');
    await setDraftSetting('anthropic.baseUrl', api.url);
  });

  suiteTeardown(async () => {
    await setDraftSetting('anthropic.baseUrl', undefined);
    await api[Symbol.asyncDispose]();
  });

  test('is not asked before there is a key', async () => {
    assert.equal(await reviewed(), undefined);
    assert.deepEqual(api.requests, []);
  });

  test('is asked with the key that the person gave, for the model of the policy', async () => {
    const given = vscode.commands.executeCommand('tenantsafe.setAnthropicApiKey');
    await answer(apiKey);
    await given;
    const review = reviewed();
    await press('Send');
    assert.match(String(await review), /Writers wait\. \(1\)/);
    assert.deepEqual(
      api.requests.map(({ headers }) => headers.authorization),
      [`Bearer ${apiKey}`],
    );
    assert.match(api.requests.map(({ body }) => body).join(), /"model":"claude-sonnet-5-5"/);
  });

  test('is where the machine says, whatever the workspace says', async () => {
    await using elsewhere = await startFakeAnthropic({ kind: 'answer', text: claim });
    const file = fileUri('.vscode/settings.json');
    const before = await vscode.workspace.fs.readFile(file);
    const settings = JSON.parse(new TextDecoder().decode(before)) as Record<string, unknown>;
    settings['tenantsafe.drafts.anthropic.baseUrl'] = elsewhere.url;
    await vscode.workspace.fs.writeFile(file, Buffer.from(JSON.stringify(settings)));
    const asked = api.requests.length;
    assert.match(String(await reviewed()), /Writers wait/);
    assert.equal(api.requests.length, asked + 1);
    assert.deepEqual(elsewhere.requests, []);
    await vscode.workspace.fs.writeFile(file, before);
  });

  test('gives no page where the model refuses', async () => {
    api.play({ kind: 'refusal' });
    assert.equal(await reviewed(), undefined);
  });

  test('leaves its key in no file of the window: no log, no setting, no evidence', () => {
    const workspace = process.env['TENANTSAFE_E2E_WORKSPACE'] ?? '';
    const holding = filesBelow(path.dirname(workspace)).filter((file) => readFileSync(file).includes(apiKey));
    assert.deepEqual(holding, []);
  });

  test('is not asked any more when the key is cleared', async () => {
    await vscode.commands.executeCommand('tenantsafe.clearAnthropicApiKey');
    const asked = api.requests.length;
    assert.equal(await reviewed(), undefined);
    assert.equal(api.requests.length, asked);
  });
});

async function reviewed(): Promise<string | undefined> {
  const document = await open(migration);
  await finding(document, 'pg-index-not-concurrent');
  return vscode.commands.executeCommand<string | undefined>('tenantsafe.reviewMigration', document.uri);
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
