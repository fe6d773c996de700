import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import {
  CodeActionRequest,
  CodeLensRequest,
  CompletionRequest,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  HoverRequest,
  InsertTextFormat,
  type CompletionItem,
  type Position,
} from 'vscode-languageserver-protocol/node';
import {
  draftContextRequest,
  promptSnippetsRequest,
  type DraftContextParams,
  type DraftContextResult,
  type PromptSnippetsParams,
  type PromptSnippetsResult,
} from '../../server/src/doors/lsp/protocol';
import { editorCapabilities, startServer, type RunningServer } from './support/languageServer';
import { workspaceWith } from './support/workspaceCopy';

const tables = `create table tenants (id uuid primary key);
create table accounts (id bigint primary key, tenant_id uuid not null references tenants (id), name text);
`;
const next = 'migrations/0002_next.up.sql';
const project = {
  files: {
    'migrations/0001_tables.up.sql': tables,
    'migrations/0001_tables.down.sql': 'drop table accounts;\ndrop table tenants;\n',
    [next]: '',
    'migrations/0002_next.down.sql': '',
  },
};

const block = (...lines: readonly string[]) =>
  `/* tenantsafe:draft create-index@1\n${lines.map((line) => `   ${line}\n`).join('')}*/\n`;

const whole = block('table: accounts   columns: name', 'query: accounts by name');

/** The text without its bar, and where the bar stood. */
function atBar(text: string): { readonly text: string; readonly position: Position } {
  const before = text.slice(0, text.indexOf('‸')).split('\n');
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  return { text: text.replace('‸', ''), position };
}

async function completionsAt(server: RunningServer, uri: string, marked: string): Promise<CompletionItem[]> {
  const { text, position } = atBar(marked);
  await server.change(uri, text);
  const offered = await server.connection.sendRequest(CompletionRequest.type, {
    textDocument: { uri },
    position,
  });
  return Array.isArray(offered) ? offered : [];
}

const contextOf = (server: RunningServer, params: DraftContextParams): Promise<DraftContextResult> =>
  server.connection.sendRequest(draftContextRequest, params);

const snippetsOf = (server: RunningServer, params: PromptSnippetsParams): Promise<PromptSnippetsResult> =>
  server.connection.sendRequest(promptSnippetsRequest, params);

it('says of a file with nothing but a whole block nothing, and of a faulty one what to write instead', async () => {
  await using workspace = await workspaceWith(project);
  await using server = await startServer([workspace.uri]);
  const uri = workspace.uriOf(next);
  await server.open(uri, whole);
  expect(await server.diagnostics(uri)).toEqual([]);
  await server.change(uri, whole.replace('table: accounts', 'table: acounts'));
  const [finding] = await server.diagnostics(uri);
  expect(finding).toMatchObject({
    code: 'prompt',
    message: 'unknown table `acounts`: did you mean `accounts`?',
    range: { start: { line: 1, character: 10 }, end: { line: 1, character: 17 } },
  });
  if (finding === undefined) return;
  const actions = await server.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: finding.range,
    context: { diagnostics: [finding] },
  });
  expect(actions?.map(({ title }) => title)).toEqual(
    expect.arrayContaining(['Write accounts', 'Draft Migration']),
  );
});

it('offers to draft above a block and in it, with the place of the block', async () => {
  await using workspace = await workspaceWith(project);
  await using server = await startServer([workspace.uri]);
  const uri = workspace.uriOf(next);
  await server.open(uri, `-- a remark\n${whole}`);
  const lenses = await server.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } });
  const command = {
    title: 'Draft Migration',
    command: 'tenantsafe.draftMigration',
    arguments: [uri, { line: 1, character: 0 }],
  };
  expect(lenses?.find(({ command: each }) => each?.title === 'Draft Migration')).toMatchObject({
    range: { start: { line: 1, character: 0 } },
    command,
  });
  const actionsAt = (line: number) =>
    server.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range: { start: { line, character: 0 }, end: { line, character: 0 } },
      context: { diagnostics: [] },
    });
  expect(await actionsAt(2)).toContainEqual(expect.objectContaining({ title: 'Draft Migration', command }));
  expect(await actionsAt(0)).toEqual([]);
});

it('completes in a block, and whole blocks with tab stops where the client has them', async () => {
  await using workspace = await workspaceWith(project);
  const capabilities = {
    ...editorCapabilities,
    textDocument: {
      ...editorCapabilities.textDocument,
      completion: { completionItem: { snippetSupport: true } },
    },
  };
  for (const [client, format] of [
    [capabilities, InsertTextFormat.Snippet],
    [editorCapabilities, InsertTextFormat.PlainText],
  ] as const) {
    await using server = await startServer([workspace.uri], client);
    const uri = workspace.uriOf(next);
    await server.open(uri, '');
    const labels = async (text: string) => (await completionsAt(server, uri, text)).map(({ label }) => label);
    expect(await labels(block('table: ‸'))).toEqual(['accounts', 'tenants']);
    expect(await labels(block('table: accounts   columns: id, ‸'))).toEqual(['id', 'tenant_id', 'name']);
    expect(await labels('/* tenantsafe:draft cr‸ */')).toContain('create-index@1');
    const offered = await completionsAt(server, uri, 'tenants‸');
    const item = offered.find(({ label }) => label === 'tenantsafe-create-index');
    expect(item?.insertTextFormat).toBe(format);
    const text = item?.textEdit !== undefined ? item.textEdit.newText : '';
    expect(text).toContain(format === InsertTextFormat.Snippet ? '${1|accounts,tenants|}' : 'table:\n');
    expect(await labels('select tenants‸')).toEqual([]);
    expect(await labels('-- tenantsafe-ignore pg-drop-col‸')).toContain('pg-drop-column');
  }
});

it('tells what a snippet is for', async () => {
  await using workspace = await workspaceWith(project);
  await using server = await startServer([workspace.uri]);
  const uri = workspace.uriOf(next);
  await server.open(uri, whole);
  const hover = await server.connection.sendRequest(HoverRequest.type, {
    textDocument: { uri },
    position: { line: 0, character: 22 },
  });
  expect(JSON.stringify(hover?.contents)).toContain('Create an index on a large table');
});

it('makes the same prompt from a block and from a form', async () => {
  await using workspace = await workspaceWith(project);
  await using server = await startServer([workspace.uri]);
  const uri = workspace.uriOf(next);
  await server.open(uri, whole);
  const fromBlock = await contextOf(server, {
    uri,
    request: { kind: 'block', position: { line: 1, character: 5 } },
  });
  const fromForm = await contextOf(server, {
    uri,
    request: {
      kind: 'form',
      snippet: 'create-index',
      inputs: { table: 'accounts', columns: 'name', query: 'accounts by name' },
    },
  });
  expect(fromBlock.problems).toEqual([]);
  expect(fromForm).toEqual(fromBlock);
  expect(fromBlock.prompt).toMatchObject({
    snippet: { id: 'create-index', version: 1 },
    model: 'claude-sonnet-5-5',
    answerSchema: { type: 'object' },
  });
  expect(fromBlock.prompt?.request).toContain('An index on `accounts` over name.');
  expect(fromBlock.prompt?.schema).toContain('"public.accounts"');
  expect(JSON.stringify(fromBlock)).not.toContain(workspace.root);
});

it('makes no prompt from a block with faults, from no block, or for a snippet that is not there', async () => {
  await using workspace = await workspaceWith(project);
  await using server = await startServer([workspace.uri]);
  const uri = workspace.uriOf(next);
  await server.open(uri, `${block('table: accounts', 'table: tenants')}\nselect 1;\n`);
  const at = (line: number) =>
    contextOf(server, { uri, request: { kind: 'block', position: { line, character: 0 } } });
  expect((await at(0)).prompt).toBeNull();
  expect((await at(0)).problems).toContain('`table` stands here a second time: keep one of the two');
  expect((await at(5)).problems).toEqual([expect.stringMatching(/^no prompt block is here/)]);
  const unknown = await contextOf(server, {
    uri: workspace.uri,
    request: { kind: 'form', snippet: 'nothing', inputs: {} },
  });
  expect(unknown).toMatchObject({ prompt: null, problems: [expect.stringContaining('`nothing`')] });
});

it('lists drafts with what a form asks, and reviews apart', async () => {
  await using workspace = await workspaceWith({ sample: 'row-flyway' });
  await using server = await startServer([workspace.uri]);
  const drafts = await snippetsOf(server, { folderUri: workspace.uri });
  const index = drafts.snippets.find(({ id }) => id === 'create-index');
  expect(drafts.problems).toEqual([]);
  expect(drafts.snippets.map(({ answer }) => answer)).not.toContain('review');
  expect(index?.inputs.find(({ key }) => key === 'table')?.choices).toContain('accounts');
  expect(index?.inputs.find(({ key }) => key === 'tenant-column')?.proposed).toBe('tenant_id');
  expect(index?.block).toMatch(/^\/\* tenantsafe:draft create-index@1\n/);
  const reviews = await snippetsOf(server, { folderUri: workspace.uri, answer: 'review' });
  expect(reviews.snippets.map(({ id }) => id)).toEqual([
    'review-indexes',
    'review-isolation',
    'review-transaction-scope',
  ]);
});

it('follows a team’s own snippets on disk, and shows what is wrong with them', async () => {
  await using workspace = await workspaceWith(project);
  await using server = await startServer([workspace.uri]);
  const file = '.tenantsafe/prompts/our-index.md';
  const builtIn = await readFile(path.resolve(import.meta.dirname, '../../snippets/create-index.md'), 'utf8');
  const own = builtIn.replace('id: create-index', 'id: our-index');
  const changed = async (text: string, type: FileChangeType) => {
    await workspace.write(file, text);
    await server.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: workspace.uriOf(file), type }],
    });
  };
  const ids = async () =>
    (await snippetsOf(server, { folderUri: workspace.uri })).snippets.map(({ id }) => id);
  expect(await ids()).not.toContain('our-index');
  await changed(own, FileChangeType.Created);
  expect(await ids()).toContain('our-index');
  await changed(own.replace('{{query}}', '{{qery}}'), FileChangeType.Changed);
  const { problems } = await snippetsOf(server, { folderUri: workspace.uri });
  expect(problems).toMatchObject([
    { uri: workspace.uriOf(file), message: expect.stringContaining('`qery`') as unknown },
  ]);
  await expect
    .poll(() => server.pushed.get(workspace.uriOf(file))?.map(({ code }) => code), { timeout: 60_000 })
    .toEqual(['prompt']);
});
