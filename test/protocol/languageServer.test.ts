import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import {
  CancellationTokenSource,
  CodeActionRequest,
  CodeActionResolveRequest,
  CodeLensRequest,
  CompletionRequest,
  CreateFile,
  DiagnosticRefreshRequest,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticRequest,
  DocumentSymbolRequest,
  FileChangeType,
  HoverRequest,
  LogMessageNotification,
  LSPErrorCodes,
  TextDocumentEdit,
  type CodeAction,
  type Diagnostic,
  type TextEdit,
} from 'vscode-languageserver-protocol/node';
import {
  explainRequest,
  fixAllKind,
  migrationsRequest,
  policyRequest,
  projectChangedNotification,
  reportRequest,
  testRequest,
  type MigrationsResult,
  type PolicyResult,
} from '../../server/src/doors/lsp/protocol';
import { editorCapabilities, startServer, type RunningServer } from './support/languageServer';
import { workspaceWith, type WorkspaceCopy } from './support/workspaceCopy';

const proposed = 'db/proposed/V0103__collections.sql';

const rulesOf = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => code);

async function openFile(server: RunningServer, workspace: WorkspaceCopy, file: string): Promise<string> {
  const text = await readFile(path.join(workspace.root, file), 'utf8');
  await server.open(workspace.uriOf(file), text);
  return text;
}

async function actionsFor(
  server: RunningServer,
  uri: string,
  diagnostic: Diagnostic,
): Promise<readonly CodeAction[]> {
  const actions = await server.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: diagnostic.range,
    context: { diagnostics: [diagnostic] },
  });
  return (actions ?? []).filter((action): action is CodeAction => 'kind' in action);
}

/** Polls until the value is as expected; an answer takes longer on a busy machine. */
const eventually = <Value>(value: () => Value) => expect.poll(value, { timeout: 60_000 });

/** The edits that an action makes in one document. */
function editsIn(uri: string, action: CodeAction | undefined): readonly TextEdit[] {
  return (action?.edit?.documentChanges ?? [])
    .filter((change) => TextDocumentEdit.is(change))
    .filter(({ textDocument }) => textDocument.uri === uri)
    .flatMap(({ edits }) => edits.filter((edit): edit is TextEdit => 'newText' in edit));
}

const tables = `create table tenants (id uuid primary key);
create table accounts (id bigint primary key, tenant_id uuid not null references tenants (id), name text);
`;

const plainProject = (next: string) => ({
  files: {
    'migrations/0001_tables.up.sql': tables,
    'migrations/0001_tables.down.sql': 'drop table accounts;\ndrop table tenants;\n',
    'migrations/0002_next.up.sql': next,
    'migrations/0002_next.down.sql': 'select 1;\n',
  },
});
const nextFile = 'migrations/0002_next.up.sql';

const indexing = 'create index accounts_name on accounts (name);\n';

it('finds what is wrong in a proposed migration of the sample, with code, page and data', async () => {
  await using workspace = await workspaceWith({ sample: 'row-flyway' });
  await using server = await startServer([workspace.uri]);
  await openFile(server, workspace, proposed);
  const diagnostics = await server.diagnostics(workspace.uriOf(proposed));
  expect(rulesOf(diagnostics)).toEqual(
    expect.arrayContaining([
      'pg-index-not-concurrent',
      'pg-set-not-null-scan',
      'tenant-table-missing-column',
    ]),
  );
  for (const { code, codeDescription, data, source } of diagnostics) {
    expect(source).toBe('tenantsafe');
    expect(codeDescription?.href).toMatch(new RegExp(`/docs/rules/${String(code)}\\.md$`));
    expect(data).toMatchObject({ v: 1, ruleId: code });
  }
});

it('says nothing of the newest migration of the sample, which is the good example', async () => {
  await using workspace = await workspaceWith({ sample: 'row-flyway' });
  await using server = await startServer([workspace.uri]);
  const file = 'db/migrations/V0038__subscription_cancellation.sql';
  await openFile(server, workspace, file);
  expect(await server.diagnostics(workspace.uriOf(file))).toEqual([]);
});

it('follows edits: a finding goes with its cause and comes back with it', async () => {
  await using workspace = await workspaceWith(plainProject(indexing));
  await using server = await startServer([workspace.uri]);
  const uri = workspace.uriOf(nextFile);
  await server.open(uri, indexing);
  expect(rulesOf(await server.diagnostics(uri))).toContain('pg-index-not-concurrent');
  await server.change(uri, '-- nothing yet\n');
  expect(await server.diagnostics(uri)).toEqual([]);
  await server.change(uri, indexing);
  expect(rulesOf(await server.diagnostics(uri))).toContain('pg-index-not-concurrent');
});

it('judges with the unsaved text of an earlier migration', async () => {
  await using workspace = await workspaceWith(plainProject(indexing));
  await using server = await startServer([workspace.uri]);
  const uri = workspace.uriOf(nextFile);
  await server.open(uri, 'alter table accounts alter column name set not null;\n');
  expect(rulesOf(await server.diagnostics(uri))).toContain('pg-set-not-null-scan');
  const checked = tables.replace('name text', 'name text, check (name is not null)');
  await server.open(workspace.uriOf('migrations/0001_tables.up.sql'), checked);
  expect(rulesOf(await server.diagnostics(uri))).not.toContain('pg-set-not-null-scan');
});

it('mends a finding by the edit in its own data', async () => {
  await using workspace = await workspaceWith(plainProject(indexing));
  await using server = await startServer([workspace.uri]);
  const uri = workspace.uriOf(nextFile);
  const statement =
    'alter table accounts add constraint named check (name is not null) not valid;\nalter table accounts add constraint owned foreign key (tenant_id) references tenants (id);\n';
  await server.open(uri, statement);
  const finding = (await server.diagnostics(uri)).find(({ code }) => code === 'pg-fk-without-not-valid');
  expect(finding).toBeDefined();
  if (finding === undefined) return;
  const fix = (await actionsFor(server, uri, finding)).find((action) => editsIn(uri, action).length > 0);
  expect(fix?.diagnostics).toEqual([finding]);
  await server.apply(uri, editsIn(uri, fix));
  expect(rulesOf(await server.diagnostics(uri))).not.toContain('pg-fk-without-not-valid');
});

it('offers suppression, which asks for a reason and then works', async () => {
  await using workspace = await workspaceWith(plainProject(indexing));
  await using server = await startServer([workspace.uri]);
  const uri = workspace.uriOf(nextFile);
  await server.open(uri, indexing);
  const finding = (await server.diagnostics(uri)).find(({ code }) => code === 'pg-index-not-concurrent');
  if (finding === undefined) throw new Error('The index is not found.');
  const actions = await actionsFor(server, uri, finding);
  expect(actions.map(({ title }) => title).slice(-3)).toEqual([
    'Ignore pg-index-not-concurrent for this statement',
    'Ignore pg-index-not-concurrent in this file',
    'Show documentation of pg-index-not-concurrent',
  ]);
  const text = await server.apply(uri, editsIn(uri, actions.at(-3)));
  expect(rulesOf(await server.diagnostics(uri))).toEqual(
    expect.arrayContaining(['suppression-without-reason', 'pg-index-not-concurrent']),
  );
  await server.change(uri, text.replace(': \n', ': the table is empty in every tenant\n'));
  expect(rulesOf(await server.diagnostics(uri))).not.toContain('pg-index-not-concurrent');
  expect(rulesOf(await server.diagnostics(uri))).not.toContain('suppression-without-reason');
});

it('works a rollback out once its action is chosen', async () => {
  const files = Object.fromEntries(
    Object.entries(plainProject(indexing).files).filter(([path]) => path !== 'migrations/0002_next.down.sql'),
  );
  await using workspace = await workspaceWith({ files });
  const { textDocument, ...others } = editorCapabilities;
  const codeAction = { dataSupport: true, resolveSupport: { properties: ['edit'] } };
  await using server = await startServer([workspace.uri], {
    ...others,
    textDocument: { ...textDocument, codeAction },
  });
  const uri = workspace.uriOf(nextFile);
  await server.open(uri, indexing);
  const finding = (await server.diagnostics(uri)).find(({ code }) => code === 'rollback-missing');
  if (finding === undefined) throw new Error('The missing rollback is not found.');
  expect(finding.data).toMatchObject({ fixes: [], fixOnDemand: 'Create the rollback' });
  const action = (await actionsFor(server, uri, finding)).find(
    ({ title }) => title === 'Create the rollback',
  );
  if (action === undefined) throw new Error('The rollback is not offered.');
  expect(action.edit).toBeUndefined();
  const { edit } = await server.connection.sendRequest(CodeActionResolveRequest.type, action);
  expect(edit?.documentChanges).toMatchObject([
    { kind: 'create', uri: workspace.uriOf('migrations/0002_next.down.sql') },
    { edits: [{ newText: expect.stringContaining('DROP INDEX') as string }] },
  ]);
});

it('fixes all only with fixes that keep the meaning, and only when asked for that kind', async () => {
  await using workspace = await workspaceWith(plainProject(indexing));
  await using server = await startServer([workspace.uri]);
  const uri = workspace.uriOf(nextFile);
  const text = '-- tenantsafe-ignore pg-drop-column: not needed\nselect 1;\n';
  await server.open(uri, '-- tenantsafe-ignore pg-index-not-concurrent: not needed\nselect 1;\n');
  const [action, ...others] =
    (await server.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: { line: text.split('\n').length, character: 0 } },
      context: { diagnostics: [], only: [fixAllKind] },
    })) ?? [];
  expect(others).toEqual([]);
  if (action === undefined || !('kind' in action)) throw new Error('No fix for all is offered.');
  expect(await server.apply(uri, editsIn(uri, action))).toBe('select 1;\n');
});

it('fixes all in one edit that makes each new migration a version of its own', async () => {
  const project = plainProject('select 1;\n');
  await using workspace = await workspaceWith(project);
  await using server = await startServer([workspace.uri]);
  const uri = workspace.uriOf(nextFile);
  await server.open(
    uri,
    'alter table accounts add column remark text;\ncreate index on accounts (name);\ncreate index on accounts (tenant_id);\n',
  );
  const actions = await server.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: { start: { line: 0, character: 0 }, end: { line: 3, character: 0 } },
    context: { diagnostics: [], only: [fixAllKind] },
  });
  const action = (actions ?? []).find((each): each is CodeAction => 'kind' in each);
  const created = (action?.edit?.documentChanges ?? []).flatMap((change) =>
    CreateFile.is(change) ? [path.basename(change.uri)] : [],
  );
  expect(created.filter((name) => name.endsWith('.up.sql'))).toEqual([
    '0003_create_index_accounts_name_idx.up.sql',
    '0004_create_index_accounts_tenant_id_idx.up.sql',
  ]);
  expect(await server.apply(uri, editsIn(uri, action))).toBe(
    "SET LOCAL lock_timeout = '2s';\nalter table accounts add column remark text;\n",
  );
});

it('explains a statement in a hover, and one action of several by itself', async () => {
  await using workspace = await workspaceWith(plainProject(indexing));
  await using server = await startServer([workspace.uri]);
  const uri = workspace.uriOf(nextFile);
  const text = 'alter table accounts add column plan text, alter column name type varchar(9);\n';
  await server.open(uri, text);
  const hoverOver = async (word: string) => {
    const hover = await server.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri },
      position: { line: 0, character: text.indexOf(word) + 1 },
    });
    return JSON.stringify(hover?.contents);
  };
  expect(await hoverOver('varchar')).toMatch(
    /ACCESS EXCLUSIVE.*public\.accounts.*blocks reads and writes.*rewrites/,
  );
  expect(await hoverOver('plan')).toMatch(/ADD COLUMN.*no rewrite/);
});

it('shows lenses on migrations and on drafts of them, not on other SQL', async () => {
  await using workspace = await workspaceWith({ sample: 'row-flyway' });
  await using server = await startServer([workspace.uri]);
  const lensesOf = async (file: string, text: string) => {
    await server.open(workspace.uriOf(file), text);
    const params = { textDocument: { uri: workspace.uriOf(file) } };
    const lenses = await server.connection.sendRequest(CodeLensRequest.type, params);
    return (lenses ?? []).map(({ command }) => command?.title);
  };
  expect(await lensesOf(proposed, 'alter table invoices add column remark text;')).toEqual([
    'Test on Fixture Tenants',
    'ACCESS EXCLUSIVE on public.invoices, blocks reads and writes',
  ]);
  expect(await lensesOf('reports/query.sql', 'select 1;')).toEqual([]);
});

it('is silent about SQL outside of migrations', async () => {
  await using workspace = await workspaceWith({ sample: 'row-flyway' });
  await using server = await startServer([workspace.uri]);
  const uri = workspace.uriOf('reports/query.sql');
  await server.open(uri, 'selec broken; create index on invoices (id);');
  expect(await server.diagnostics(uri)).toEqual([]);
});

it('completes rule ids in a suppression comment', async () => {
  await using workspace = await workspaceWith(plainProject(indexing));
  await using server = await startServer([workspace.uri]);
  const uri = workspace.uriOf(nextFile);
  const comment = '-- tenantsafe-ignore pg-index';
  await server.open(uri, `${comment}\n${indexing}`);
  const completions = await server.connection.sendRequest(CompletionRequest.type, {
    textDocument: { uri },
    position: { line: 0, character: comment.length },
  });
  const items = Array.isArray(completions) ? completions : (completions?.items ?? []);
  expect(items.map(({ label }) => label)).toContain('pg-index-not-concurrent');
});

it('lists the statements of a file', async () => {
  await using workspace = await workspaceWith(plainProject(indexing));
  await using server = await startServer([workspace.uri]);
  const uri = workspace.uriOf(nextFile);
  await server.open(uri, `${indexing}drop table accounts;\n`);
  const symbols = await server.connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri } });
  expect((symbols ?? []).map(({ name }) => name)).toEqual([
    expect.stringContaining('CREATE INDEX'),
    expect.stringContaining('DROP TABLE'),
  ]);
});

it('shows a typing error in the policy at its key', async () => {
  await using workspace = await workspaceWith({ sample: 'row-flyway' });
  await using server = await startServer([workspace.uri]);
  const uri = workspace.uriOf('tenantsafe.yaml');
  await server.open(uri, 'engine: postgresql\ntenancy:\n  tenantColum: tenant_id\n');
  const [diagnostic] = await server.diagnostics(uri);
  expect(diagnostic?.message).toContain('tenantColumn');
  expect(diagnostic?.range).toEqual({ start: { line: 2, character: 2 }, end: { line: 2, character: 13 } });
});

it('shows an unknown rule of the policy at its key', async () => {
  await using workspace = await workspaceWith(plainProject(indexing));
  await using server = await startServer([workspace.uri]);
  const uri = workspace.uriOf('tenantsafe.yaml');
  await server.open(uri, 'rules:\n  pg-index-not-concurent: off\n');
  const [diagnostic] = await server.diagnostics(uri);
  expect(diagnostic?.message).toContain('pg-index-not-concurrent');
  expect(diagnostic?.range.start).toEqual({ line: 1, character: 2 });
});

it('shows what is wrong with a policy that no editor shows, until it is mended', async () => {
  await using workspace = await workspaceWith(plainProject(indexing));
  await workspace.write('tenantsafe.yaml', 'engin: postgresql\n');
  await using server = await startServer([workspace.uri]);
  const uri = workspace.uriOf('tenantsafe.yaml');
  await expect
    .poll(() => server.pushed.get(uri)?.map(({ message }) => message))
    .toEqual([expect.stringContaining('engine')]);
  await workspace.write('tenantsafe.yaml', 'engine: postgresql\n');
  await server.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
    changes: [{ uri, type: FileChangeType.Changed }],
  });
  await eventually(() => server.pushed.get(uri)).toEqual([]);
});

it('makes a migration of its own where a fix cannot share the transaction', async () => {
  await using workspace = await workspaceWith(plainProject(indexing));
  await using server = await startServer([workspace.uri]);
  const uri = workspace.uriOf(nextFile);
  await server.open(uri, `alter table accounts add column plan text;\n${indexing}`);
  const finding = (await server.diagnostics(uri)).find(({ code }) => code === 'pg-index-not-concurrent');
  if (finding === undefined) throw new Error('The index is not found.');
  const changes = (await actionsFor(server, uri, finding)).flatMap(({ edit }) => edit?.documentChanges ?? []);
  const created = changes.filter((change) => CreateFile.is(change)).map((change) => change.uri);
  expect(created).not.toEqual([]);
  for (const file of created) expect(file).toMatch(/\/migrations\/0003_.*\.sql$/);
});

it('says why a file outside of all folders cannot be tested', async () => {
  await using workspace = await workspaceWith(plainProject(indexing));
  await using server = await startServer([workspace.uri]);
  await expect(
    server.connection.sendRequest(testRequest, { uri: 'file:///elsewhere/V1__x.sql', runId: 'run' }),
  ).rejects.toMatchObject({
    code: LSPErrorCodes.RequestFailed,
    message: expect.stringContaining('open the folder') as string,
  });
});

it('says why there is no report', async () => {
  await using workspace = await workspaceWith(plainProject(indexing));
  await using server = await startServer([workspace.uri]);
  await expect(
    server.connection.sendRequest(reportRequest, { evidenceUri: workspace.uri }),
  ).rejects.toMatchObject({
    code: LSPErrorCodes.RequestFailed,
    message: expect.stringContaining('run the test first') as string,
  });
});

it('asks for new diagnostics when the policy or an earlier migration changes on disk', async () => {
  await using workspace = await workspaceWith(plainProject(indexing));
  await using server = await startServer([workspace.uri]);
  const refreshed = vi.fn();
  server.connection.onRequest(DiagnosticRefreshRequest.type, refreshed);
  const uri = workspace.uriOf(nextFile);
  await server.open(uri, indexing);
  expect(rulesOf(await server.diagnostics(uri))).toContain('pg-index-not-concurrent');
  await workspace.write('tenantsafe.yaml', 'rules: { pg-index-not-concurrent: off }\n');
  await server.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
    changes: [{ uri: workspace.uriOf('tenantsafe.yaml'), type: FileChangeType.Created }],
  });
  await eventually(() => refreshed.mock.calls.length).toBeGreaterThan(0);
  expect(rulesOf(await server.diagnostics(uri))).not.toContain('pg-index-not-concurrent');
});

it('pushes diagnostics to clients that cannot pull, and clears them on close', async () => {
  await using workspace = await workspaceWith(plainProject(indexing));
  await using server = await startServer([workspace.uri], {});
  const uri = workspace.uriOf(nextFile);
  await server.open(uri, indexing);
  await eventually(() => rulesOf(server.pushed.get(uri) ?? [])).toContain('pg-index-not-concurrent');
  await server.close(uri);
  await eventually(() => server.pushed.get(uri)).toEqual([]);
});

it('serves several workspace folders, each by its own policy', async () => {
  await using one = await workspaceWith(plainProject(indexing));
  await using other = await workspaceWith(plainProject(indexing));
  await other.write('tenantsafe.yaml', 'rules: { pg-index-not-concurrent: error }\n');
  await using server = await startServer([one.uri, other.uri]);
  const severityIn = async (workspace: WorkspaceCopy) => {
    await server.open(workspace.uriOf(nextFile), indexing);
    const diagnostics = await server.diagnostics(workspace.uriOf(nextFile));
    return diagnostics.find(({ code }) => code === 'pg-index-not-concurrent')?.severity;
  };
  expect(await severityIn(one)).not.toBe(1);
  expect(await severityIn(other)).toBe(1);
});

it('answers a cancelled request as cancelled and goes on', async () => {
  await using workspace = await workspaceWith(plainProject(indexing));
  await using server = await startServer([workspace.uri]);
  const uri = workspace.uriOf(nextFile);
  // While the server is busy with a large file, both the request and its cancellation arrive.
  await server.open(uri, 'insert into accounts values (1);\n'.repeat(50_000));
  const busy = server.diagnostics(uri);
  const cancellation = new CancellationTokenSource();
  const params = { textDocument: { uri } };
  const answer = server.connection.sendRequest(DocumentDiagnosticRequest.type, params, cancellation.token);
  cancellation.cancel();
  await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
  await busy;
  await server.change(uri, indexing);
  expect(rulesOf(await server.diagnostics(uri))).toContain('pg-index-not-concurrent');
});

it('survives what nobody should send', async () => {
  await using workspace = await workspaceWith(plainProject(indexing));
  await using server = await startServer([workspace.uri]);
  const uri = workspace.uriOf(nextFile);
  await server.open(uri, `${'('.repeat(20_000)} select 1;`);
  await server.diagnostics(uri);
  await server.change(uri, '\u0000\uD800;;create table (((;$$');
  await server.diagnostics(uri);
  const nowhere = { textDocument: { uri }, position: { line: 99_999, character: 99_999 } };
  expect(await server.connection.sendRequest(HoverRequest.type, nowhere)).toBeNull();
  await server.connection.sendRequest(explainRequest, { uri: 'untitled:Untitled-1' });
  await server.change(uri, indexing);
  expect(rulesOf(await server.diagnostics(uri))).toContain('pg-index-not-concurrent');
  expect(server.process.exitCode).toBeNull();
});

it('survives a client that refuses what it said it can', async () => {
  await using workspace = await workspaceWith(plainProject(indexing));
  await using server = await startServer([workspace.uri], {
    ...editorCapabilities,
    workspace: { ...editorCapabilities.workspace, didChangeWatchedFiles: { dynamicRegistration: true } },
  });
  const logged = vi.fn();
  server.connection.onNotification(LogMessageNotification.type, logged);
  await server.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes: [] });
  await eventually(() => JSON.stringify(logged.mock.calls)).toContain('workspace/diagnostic/refresh');
  const uri = workspace.uriOf(nextFile);
  await server.open(uri, indexing);
  expect(rulesOf(await server.diagnostics(uri))).toContain('pg-index-not-concurrent');
});

it('answers a 10 MB migration with one notice', async () => {
  await using workspace = await workspaceWith(plainProject(indexing));
  await using server = await startServer([workspace.uri]);
  const uri = workspace.uriOf(nextFile);
  await server.open(uri, 'insert into accounts values (1);\n'.repeat(320_000));
  expect(await server.diagnostics(uri)).toEqual([
    expect.objectContaining({
      code: 'tooLarge',
      severity: 3,
      message: expect.stringContaining('2 MB') as string,
    }),
  ]);
});

it('answers a migration that is not UTF-8 with one diagnostic', async () => {
  await using workspace = await workspaceWith(plainProject(indexing));
  await workspace.write(nextFile, Buffer.from("select 'caf\xe9';\n", 'latin1'));
  await using server = await startServer([workspace.uri]);
  const uri = workspace.uriOf(nextFile);
  await server.open(uri, "select 'caf\uFFFD';\n");
  const diagnostics = await server.diagnostics(uri);
  expect(diagnostics.map(({ message }) => message)).toEqual([
    expect.stringContaining('not valid UTF-8 (line 1)'),
  ]);
});

it('tells the ordered project and its policy, and when they change', async () => {
  await using workspace = await workspaceWith({ sample: 'row-flyway' });
  await using server = await startServer([workspace.uri]);
  const changed = vi.fn();
  server.connection.onNotification(projectChangedNotification, changed);
  const folder = { folderUri: workspace.uri };
  const policy = await server.connection.sendRequest<PolicyResult>(policyRequest, folder);
  expect(policy.summary).toBe('PostgreSQL 16, rows by tenant_id, Flyway');
  const migrationsNow = () => server.connection.sendRequest<MigrationsResult>(migrationsRequest, folder);
  const before = await migrationsNow();
  expect(before.migrations.find(({ version }) => version === '0034')?.standing).toBe('replayed');
  expect(before.migrations.find(({ version }) => version === '0035')?.standing).toBe('linted');
  await openFile(server, workspace, proposed);
  await eventually(() => changed.mock.calls).toContainEqual([folder]);
  expect((await migrationsNow()).migrations.at(-1)).toMatchObject({
    uri: workspace.uriOf(proposed),
    downUri: workspace.uriOf(proposed.replace('V0103', 'U0103')),
    standing: 'outside',
  });
});

it('tells what only a person can say about tenants, until a policy file does', async () => {
  const others = [1, 2, 3, 4, 5, 6].map((number) => `CREATE TABLE t${number} (id int, made_at date);`);
  const history = `CREATE TABLE orgs (id int PRIMARY KEY); ${others.join(' ')}
    CREATE TABLE a (org_id int REFERENCES orgs); CREATE TABLE b (org_id int REFERENCES orgs);`;
  await using workspace = await workspaceWith({ files: { 'db/V1__a.sql': history } });
  await using server = await startServer([workspace.uri]);
  const ask = () => server.connection.sendRequest<PolicyResult>(policyRequest, { folderUri: workspace.uri });
  const { summary, question } = await ask();
  expect(summary).toContain('no tenancy found');
  expect(question?.text).toContain('org_id is carried by 2 of 9 tables');
  expect(question?.choices.map(({ title }) => title)).toEqual(['Tenants by org_id', 'No tenants']);
  expect(question?.choices[0]?.policyText).toMatch(/^ {2}tenantColumn: org_id$/m);
  expect(question?.choices[1]?.policyText).not.toMatch(/^tenancy:/m);
  await workspace.write('tenantsafe.yaml', question?.choices[0]?.policyText ?? '');
  await server.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
    changes: [{ uri: workspace.uriOf('tenantsafe.yaml'), type: FileChangeType.Created }],
  });
  await eventually(async () => (await ask()).summary).toContain('rows by org_id');
  expect((await ask()).question).toBeNull();
});

it('gives the explanation in the format of the command line', async () => {
  await using workspace = await workspaceWith(plainProject(indexing));
  await using server = await startServer([workspace.uri]);
  const explained = await server.connection.sendRequest(explainRequest, { uri: workspace.uriOf(nextFile) });
  expect(explained).toMatchObject({
    formatVersion: 1,
    files: [
      {
        path: nextFile,
        engine: 'postgresql',
        statements: [
          { index: 0, locks: [{ relation: 'public.accounts', mode: 'SHARE', blocks: ['writes'] }] },
        ],
      },
    ],
  });
});
