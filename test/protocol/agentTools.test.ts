import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { agentIn, type Agent } from './support/agent';
import { tenantsafe } from './support/commandLine';
import { workspaceWith } from './support/workspaceCopy';

const next = 'db/migrations/V0200__next.sql';

/** A call's answer, or the sentence in which it was refused. */
async function call(agent: Agent, name: string, input: object): Promise<Record<string, unknown> | string> {
  const answer = await agent.client.callTool({ name, arguments: { ...input } });
  const [content] = answer.content as readonly { readonly text: string }[];
  if (answer.isError === true) return content?.text ?? '';
  expect(JSON.parse(content?.text ?? '')).toEqual(answer.structuredContent);
  return answer.structuredContent as Record<string, unknown>;
}

async function textsIn(root: string): Promise<readonly string[]> {
  const names = (await readdir(root, { recursive: true }))
    .filter((name) => !name.startsWith('.cache'))
    .sort();
  return Promise.all(
    names.map(async (name) => `${name}\n${await readFile(path.join(root, name), 'utf8').catch(() => '')}`),
  );
}

describe('tenantsafe mcp', () => {
  it('lists its tools, none of which may change anything', async () => {
    await using workspace = await workspaceWith({ sample: 'row-flyway' });
    await using agent = await agentIn(workspace.root);
    const { tools } = await agent.client.listTools();
    expect(tools.map(({ name }) => name)).toMatchInlineSnapshot(`
      [
        "describe_tenancy",
        "get_schema_context",
        "list_prompt_snippets",
        "explain_statement",
        "lint_migration",
        "split_migration",
        "generate_rollback",
        "test_on_fixture_tenants",
      ]
    `);
    for (const { annotations, description, inputSchema } of tools) {
      expect(annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false });
      expect(description?.length).toBeGreaterThan(80);
      expect(inputSchema.type).toBe('object');
    }
  });

  it('finds in a file what the command line finds in it', async () => {
    await using workspace = await workspaceWith({ sample: 'row-flyway' });
    await using agent = await agentIn(workspace.root);
    const file = 'db/proposed/V0100__backfill_contact_billing_name.sql';
    const { stdout } = await tenantsafe(['lint', '--format', 'json', file], { cwd: workspace.root });
    expect(await call(agent, 'lint_migration', { file })).toEqual(JSON.parse(stdout));
  });

  it('judges a text that is nowhere on disk, and writes nothing', async () => {
    await using workspace = await workspaceWith({ sample: 'row-flyway' });
    const before = await textsIn(workspace.root);
    await using agent = await agentIn(workspace.root);
    const sql = "SET lock_timeout = '2s';\nCREATE INDEX contacts_phone ON contacts (tenant_id, phone);\n";
    const linted = await call(agent, 'lint_migration', { file: next, sql });
    expect(JSON.stringify(linted)).toContain('pg-index-not-concurrent');
    expect(await call(agent, 'generate_rollback', { file: next, sql })).toMatchObject({
      offers: [{ files: [{ text: expect.stringMatching(/DROP INDEX/i) as string }] }],
    });
    expect(await textsIn(workspace.root)).toEqual(before);
  });

  it('sees a file as it is at the moment of the call', async () => {
    await using workspace = await workspaceWith({ sample: 'row-flyway' });
    await using agent = await agentIn(workspace.root);
    expect(await call(agent, 'lint_migration', { file: next })).toMatch(
      /^db\/migrations\/V0200__next.sql does not exist/,
    );
    await workspace.write(next, 'DROP TABLE contacts;\n');
    expect(JSON.stringify(await call(agent, 'lint_migration', { file: next }))).toContain('pg-drop-table');
  });

  it('says what a statement does after the whole history', async () => {
    await using workspace = await workspaceWith({ sample: 'row-flyway' });
    await using agent = await agentIn(workspace.root);
    const explained = await call(agent, 'explain_statement', {
      sql: 'ALTER TABLE contacts ADD COLUMN note text',
    });
    expect(explained).toMatchObject({
      files: [
        {
          statements: [{ locks: [{ relation: 'public.contacts', mode: 'ACCESS EXCLUSIVE' }], rewrites: [] }],
        },
      ],
      errors: [],
    });
  });

  it('describes the tenancy of the tables asked for', async () => {
    await using workspace = await workspaceWith({ sample: 'row-flyway' });
    await using agent = await agentIn(workspace.root);
    expect(await call(agent, 'describe_tenancy', { tables: ['contacts'] })).toMatchObject({
      model: 'row',
      tables: [{ relation: 'public.contacts', side: 'tenant', rowSecurity: { enabled: true } }],
    });
    expect(await call(agent, 'describe_tenancy', { tables: ['contcts'] })).toMatch(
      /^There is no table contcts/,
    );
  });

  it('tells the schema around tables, unless the policy keeps it at home', async () => {
    await using workspace = await workspaceWith({ sample: 'row-flyway' });
    await using agent = await agentIn(workspace.root);
    const context = await call(agent, 'get_schema_context', { tables: ['contacts'] });
    expect(JSON.stringify(context)).toContain('public.accounts');
    expect(await call(agent, 'get_schema_context', { tables: ['contcts'] })).toMatch(
      /^There is no table contcts/,
    );
    const policy = await readFile(path.join(workspace.root, 'tenantsafe.yaml'), 'utf8');
    await workspace.write('tenantsafe.yaml', `${policy}\ndrafts: { send: nothing }\n`);
    expect(await call(agent, 'get_schema_context', { tables: ['contacts'] })).toMatch(/stays at home/);
  });

  it('lists the prompts of a team beside those that come with it', async () => {
    await using workspace = await workspaceWith({ sample: 'row-flyway' });
    await using agent = await agentIn(workspace.root);
    const all = await call(agent, 'list_prompt_snippets', {});
    const ids = (all as unknown as { snippets: { id: string }[] }).snippets.map(({ id }) => id);
    expect(ids).toContain('add-not-null-column');
    expect(await call(agent, 'list_prompt_snippets', { id: 'add-not-null-column' })).toMatchObject({
      snippets: [{ request: expect.stringMatching(/rollback/i) as string }],
    });
    expect(await call(agent, 'list_prompt_snippets', { id: 'none' })).toMatch(
      /^No prompt snippet is called none/,
    );
  });

  it('splits a change into files, or says why it cannot', async () => {
    await using workspace = await workspaceWith({ sample: 'row-flyway' });
    await using agent = await agentIn(workspace.root);
    const sql = 'ALTER TABLE contacts RENAME COLUMN phone TO telephone;\n';
    const split = await call(agent, 'split_migration', { file: next, sql });
    expect(split).toMatchObject({ refused: null });
    expect(JSON.stringify(split)).toContain('TRIGGER');
    expect(await call(agent, 'split_migration', { file: next, sql: 'SELECT 1;' })).toEqual({
      formatVersion: 1,
      files: [],
      refused: 'Nothing here needs to be split.',
    });
  });

  it.each([
    [
      'a path outside of the project',
      { file: '../other.sql', sql: 'SELECT 1' },
      /lies outside of the project/,
    ],
    ['an absolute path', { file: '/etc/passwd' }, /lies outside of the project/],
    ['an input of another kind', { file: 7 }, /file/],
  ])('refuses %s in a sentence', async (_title, input, sentence) => {
    await using workspace = await workspaceWith({ sample: 'plain-pairs' });
    await using agent = await agentIn(workspace.root);
    expect(await call(agent, 'lint_migration', input)).toMatch(sentence);
  });

  it('says in each answer what keeps a broken policy from holding, and answers once it is mended', async () => {
    await using workspace = await workspaceWith({ sample: 'row-flyway' });
    await using agent = await agentIn(workspace.root);
    const policy = await readFile(path.join(workspace.root, 'tenantsafe.yaml'), 'utf8');
    await workspace.write('tenantsafe.yaml', `${policy}\nengin: x\n`);
    expect(await call(agent, 'describe_tenancy', {})).toMatch(/tenantsafe\.yaml:\d+:1: .*engin/);
    await workspace.write('tenantsafe.yaml', policy);
    expect(await call(agent, 'describe_tenancy', {})).toMatchObject({ model: 'row' });
  });

  it('ends with the agent', async () => {
    await using workspace = await workspaceWith({ sample: 'plain-pairs' });
    const agent = await agentIn(workspace.root);
    await agent.client.close();
    expect(agent.complaints()).toBe('');
  });
});
