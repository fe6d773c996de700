import { describe, expect, it } from 'vitest';
import { loadProject, type ProjectFiles } from '../../project';
import { loadPostgresParser } from '../../sql';
import { agentRuleFiles, type AgentRuleReader } from './agentRuleFiles';

await loadPostgresParser();

const policy = `
version: 16
tenancy: { model: row, tenantColumn: account_id, tenantTable: accounts, setting: app.account, appRole: app, rls: required, sharedTables: [plans] }
migrations: [{ path: db/migrations, framework: flyway }]
rules: { pg-drop-column: error }
`;

function filesOf(texts: Readonly<Record<string, string>>): ProjectFiles {
  return { paths: Object.keys(texts), text: (path) => texts[path] };
}

function rulesFor(texts: Readonly<Record<string, string>>, reader: AgentRuleReader) {
  const files = filesOf({ 'tenantsafe.yaml': policy, 'db/migrations/V1__a.sql': 'SELECT 1;', ...texts });
  const found = agentRuleFiles(loadProject(files), files).find((file) => file.reader === reader);
  if (found === undefined) throw new Error(`no file for ${reader}`);
  return found;
}

describe('rules for agents', () => {
  it('say what the policy says', () => {
    const { text } = rulesFor({}, 'agents');
    expect(text).toContain('PostgreSQL 16');
    expect(text).toContain('`account_id`, which leads to `accounts`');
    expect(text).toContain('policies that read `app.account` and grants for `app`');
    expect(text).toContain('belong to no tenant: `plans`');
    expect(text).toContain('forbids outright: `pg-drop-column`');
    expect(text).toContain('`db/migrations`');
  });

  it('leave what people wrote in AGENTS.md as it is, before and after', () => {
    const first = rulesFor({ 'AGENTS.md': '# Ours\n\nBe kind.\n' }, 'agents');
    expect(first.text.startsWith('# Ours\n\nBe kind.\n\n<!-- tenantsafe:start -->')).toBe(true);
    const edited = `${first.text}\n## More of ours\n`.replace('account_id', 'something_else');
    const second = rulesFor({ 'AGENTS.md': edited }, 'agents');
    expect(second.state).toBe('outdated');
    expect(second.text).toBe(`${first.text}\n## More of ours\n`);
  });

  it.each(['agents', 'copilot', 'cursor', 'skill'] as const)('are current once written: %s', (reader) => {
    const { path, text, state } = rulesFor({}, reader);
    expect(state).toBe('missing');
    expect(rulesFor({ [path]: text }, reader)).toMatchObject({ state: 'current', text });
  });

  it('name the migrations that they are about, for those who load rules by file', () => {
    expect(rulesFor({}, 'copilot').text).toContain('applyTo: "db/migrations/**"');
    expect(rulesFor({}, 'cursor').text).toContain('globs: db/migrations/**');
  });

  it('tell an agent to ask where nobody knows what a tenant is', () => {
    const files = filesOf({ 'migrations/V1__a.sql': 'CREATE TABLE a (id int);' });
    const [agents] = agentRuleFiles(loadProject(files), files);
    expect(agents?.text).toContain('ask, do not guess');
  });
});
