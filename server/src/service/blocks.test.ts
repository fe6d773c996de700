import { beforeAll, describe, expect, it } from 'vitest';
import { loadPostgresParser } from '../sql';
import { createLanguageService } from './languageService';
import { workspaceOf } from './testWorkspace';

beforeAll(loadPostgresParser);

const path = 'migrations/0002_next.up.sql';

function workspace(sql: string) {
  return workspaceOf({
    'migrations/0001_tables.up.sql':
      'create table tenants (id int primary key); create table accounts (id int, tenant_id int, name text);',
    [path]: sql,
    'tenantsafe.yaml': 'version: "16"\nrules: { rollback-missing: off }\n',
  });
}

/** The findings of a rule, each as the text that it marks. */
function findingsIn(sql: string, rule: string) {
  const { findings } = createLanguageService().lint(workspace(sql), path);
  const lines = sql.split('\n');
  return findings
    .filter((finding) => finding.rule === rule)
    .map(({ range: { start, end }, fixes }) => ({
      text:
        start.line === end.line
          ? lines[start.line]?.slice(start.character, end.character)
          : lines.slice(start.line, end.line + 1).join('\n'),
      fixes: fixes.map(({ title }) => title),
    }));
}

const foreignKey = 'foreign key (tenant_id) references tenants (id)';

describe('a statement of a DO block', () => {
  it.each([
    ['written', `alter table accounts add ${foreignKey};`],
    ['under a condition', `if random() > 0.5 then alter table accounts add ${foreignKey}; end if;`],
    ['in a string', `execute 'alter table accounts add ${foreignKey}';`],
  ])('is judged once, at its own place: %s', (_title, steps) => {
    const found = findingsIn(`do $$ begin\n  ${steps}\nend $$;`, 'pg-fk-without-not-valid');
    expect(found).toMatchObject([{ text: expect.stringContaining(foreignKey) as string }]);
  });

  it('is not judged where the schema rules it out', () => {
    const sql = `do $$ begin
      if not exists (select from pg_class where relname = 'accounts') then
        alter table accounts add ${foreignKey};
      end if;
    end $$;`;
    expect(findingsIn(sql, 'pg-fk-without-not-valid')).toEqual([]);
  });

  it('is offered no fix that moves a part of it to another file', () => {
    const [inScript] = findingsIn(`alter table accounts add ${foreignKey};`, 'pg-fk-without-not-valid');
    const [inBlock] = findingsIn(
      `do $$ begin alter table accounts add ${foreignKey}; end $$;`,
      'pg-fk-without-not-valid',
    );
    expect([inScript?.fixes.length, inBlock?.fixes]).toEqual([1, []]);
  });

  it('has a timeout set before the block', () => {
    const sql = 'do $$ begin\n  alter table accounts add column a int;\nend $$;';
    const found = createLanguageService().lint(workspace(sql), path).findings;
    const timeout = found.find(({ rule }) => rule === 'pg-lock-timeout-missing');
    expect(timeout?.fixes[0]?.edits).toMatchObject([{ range: { start: { line: 0, character: 0 } } }]);
  });

  it('always stands in a transaction, which ends with the block', () => {
    const service = createLanguageService();
    const sql = 'do $$ begin create index concurrently on accounts (name); end $$;';
    const { findings } = service.lint(workspace(sql), path);
    expect(findings.map(({ rule }) => rule)).toContain('pg-concurrently-in-transaction');
  });
});

describe('COMMIT in a DO block', () => {
  it.each([
    ['', true],
    ['commit;', false],
  ])('lets go of the locks before it: %s', (commit, isHeld) => {
    const sql = `do $$ begin\nalter table accounts add column a int; ${commit}\ncreate index on tenants (id);\nend $$;`;
    const hover = createLanguageService().hover(workspace(sql), path, { line: 2, character: 3 });
    expect(hover?.markdown.includes('already holds `ACCESS EXCLUSIVE` on `public.accounts`')).toBe(isHeld);
  });
});

describe('a DO block', () => {
  const sql = `do $$ begin
    alter table accounts add column a int;
    if random() > 0.5 then create index on tenants (id); end if;
  end $$;
  select 1;`;

  it('is explained with all that it runs', () => {
    const { statements } = createLanguageService().explain(workspace(sql), path);
    expect(statements.map(({ index }) => index)).toEqual([0, 1]);
    expect(statements[0]?.locks.map(({ relation, mode }) => [relation, mode])).toEqual([
      ['public.accounts', 'ACCESS EXCLUSIVE'],
      ['public.tenants', 'SHARE'],
    ]);
    expect(statements[0]?.notes.join(' ')).toContain('only under conditions');
  });

  it('hovers statement by statement', () => {
    const hover = createLanguageService().hover(workspace(sql), path, { line: 2, character: 30 });
    expect(hover?.markdown).toContain('`SHARE` on `public.tenants`');
    expect(hover?.markdown).toContain('It runs only if this holds: `random() > 0.5`.');
  });
});
