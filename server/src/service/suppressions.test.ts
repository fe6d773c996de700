import { beforeAll, describe, expect, it } from 'vitest';
import { loadPostgresParser } from '../sql';
import { createLanguageService } from './languageService';
import type { LintFinding } from './model';
import { suppressibleRules } from './ruleIdentity';
import { workspaceOf } from './testWorkspace';

beforeAll(loadPostgresParser);

const path = 'migrations/0002_next.up.sql';
const history = {
  'migrations/0001_tables.up.sql':
    'create table tenants (id uuid primary key);\ncreate table accounts (id uuid primary key, tenant_id uuid not null references tenants (id), name text, plan text);',
  'migrations/0001_tables.down.sql': 'drop table accounts;\ndrop table tenants;',
  'migrations/0002_next.down.sql': 'select 1;',
};
const index = 'create index accounts_name on accounts (name);';
const other = 'create index accounts_plan on accounts (plan);';
const rule = 'pg-index-not-concurrent';

/** Other rules have their say about these files as well, which is not what is looked at here. */
const others = suppressibleRules.map(({ id }) => id).filter((id) => id !== rule);
const quiet = `rules: { ${others.map((id) => `${id}: off`).join(', ')} }\n`;

function lint(sql: string, policy = ''): readonly LintFinding[] {
  const workspace = workspaceOf({ ...history, [path]: sql, 'tenantsafe.yaml': `${quiet}${policy}` });
  return createLanguageService().lint(workspace, path).findings;
}

/** The lines (from 1) on which the index rule still counts, and the findings about suppressions. */
function outcome(sql: string): { readonly counts: readonly number[]; readonly about: readonly string[] } {
  const findings = lint(sql);
  return {
    counts: findings
      .filter((finding) => finding.rule === rule && finding.suppressed === null)
      .map(({ range }) => range.start.line + 1),
    about: findings.filter((finding) => finding.rule !== rule).map((finding) => finding.rule),
  };
}

describe('what a suppression comment covers', () => {
  it.each([
    ['the next statement', `-- tenantsafe-ignore ${rule}: small\n${index}\n${other}`, [3]],
    [
      'the next statement, over other comments',
      `-- tenantsafe-ignore ${rule}: small\n-- note\n\n${index}`,
      [],
    ],
    ['the statement on its own line', `${index} -- tenantsafe-ignore ${rule}: small\n${other}`, [2]],
    ['the last statement on its own line', `${index} ${other} -- tenantsafe-ignore ${rule}: small`, [1]],
    [
      'the statement around it',
      `create index accounts_name\n  -- tenantsafe-ignore ${rule}: small\n  on accounts (name);\n${other}`,
      [4],
    ],
    ['the whole file', `${index}\n${other}\n-- tenantsafe-ignore-file ${rule}: small`, []],
    [
      'the statement right after it in a block',
      `do $$ begin\n-- tenantsafe-ignore ${rule}: small\n-- note\n${index}\n${other}\nend $$;\ncreate index on accounts (id, plan);`,
      [5, 7],
    ],
    [
      'nothing in a block where a condition comes first',
      `do $$ begin\n-- tenantsafe-ignore ${rule}: small\nif now() > '2030-01-01' then\n${index}\nend if;\nend $$;`,
      [4],
    ],
    ['several rules', `-- tenantsafe-ignore pg-set-not-null-scan, ${rule}: small\n${index}`, []],
  ])('%s', (_title, sql, counts) => {
    expect(outcome(sql).counts).toEqual(counts);
  });

  it('keeps the reason with the finding', () => {
    const [finding] = lint(`-- tenantsafe-ignore ${rule}: small: 10 rows\n${index}`);
    expect(finding?.suppressed).toEqual({ by: 'comment', reason: 'small: 10 rows' });
  });
});

describe('a malformed comment never widens what is suppressed', () => {
  it.each([
    ['no reason', `-- tenantsafe-ignore ${rule}`, ['suppression-without-reason']],
    ['an empty reason', `-- tenantsafe-ignore ${rule}:  `, ['suppression-without-reason']],
    ['no rule', '-- tenantsafe-ignore: small', ['suppression-unknown-rule']],
    ['nothing at all', '-- tenantsafe-ignore', ['suppression-unknown-rule', 'suppression-without-reason']],
    ['a misspelt rule', '-- tenantsafe-ignore pg-index-not-concurent: small', ['suppression-unknown-rule']],
    [
      'rules without commas',
      `-- tenantsafe-ignore pg-set-not-null-scan ${rule}: small`,
      ['suppression-unknown-rule'],
    ],
    ['a wildcard', '-- tenantsafe-ignore *: small', ['suppression-unknown-rule']],
    ['a prefix of a rule', '-- tenantsafe-ignore pg-index: small', ['suppression-unknown-rule']],
    ['another directive', `-- tenantsafe-ignore-next ${rule}: small`, []],
    ['a block comment', `/* tenantsafe-ignore ${rule}: small */`, []],
    ['text before the directive', `-- please tenantsafe-ignore ${rule}: small`, []],
    [
      'a rule about suppressions',
      '-- tenantsafe-ignore suppression-unused: small',
      ['suppression-unknown-rule'],
    ],
  ])('%s', (_title, comment, about) => {
    expect(outcome(`${comment}\n${index}`)).toEqual({ counts: [2], about });
  });

  it('a comment inside a string is no comment', () => {
    expect(outcome(`select '\n-- tenantsafe-ignore-file ${rule}: small\n';\n${index}`)).toEqual({
      counts: [4],
      about: [],
    });
  });
});

describe('a suppression that suppresses nothing', () => {
  it.each([
    [
      'above a statement without the finding',
      `-- tenantsafe-ignore ${rule}: small\nselect 1;`,
      ['suppression-unused'],
    ],
    ['at the end of the file', `select 1;\n\n-- tenantsafe-ignore ${rule}: small`, ['suppression-unused']],
    [
      'for a file without the finding',
      `-- tenantsafe-ignore-file ${rule}: small\nselect 1;`,
      ['suppression-unused'],
    ],
    ['is not known above SQL that does not parse', `-- tenantsafe-ignore ${rule}: small\ncreate indx;`, []],
  ])('%s', (_title, sql, about) => {
    expect(outcome(sql).about).toEqual(about);
  });

  it('stands at the rule that is unused, and its fix leaves the others', () => {
    const sql = `-- tenantsafe-ignore pg-set-not-null-scan, ${rule}: small\n${index}`;
    const [finding] = lint(sql).filter((each) => each.rule === 'suppression-unused');
    expect(finding?.range).toEqual({ start: { line: 0, character: 21 }, end: { line: 0, character: 41 } });
    expect(finding?.fixes[0]?.edits[0]?.range).toEqual({
      start: { line: 0, character: 21 },
      end: { line: 0, character: 43 },
    });
  });

  it('is removed with its line', () => {
    const [finding] = lint(`select 1;\n  -- tenantsafe-ignore ${rule}: small\nselect 2;`);
    expect(finding?.fixes[0]?.edits[0]).toEqual({
      path,
      range: { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } },
      newText: '',
    });
  });
});

describe('exceptions of the policy', () => {
  const policy = (exception: string) => `exceptions:\n  - ${exception}\n`;
  const suppressedBy = (exception: string) =>
    lint(index, policy(exception)).map(({ suppressed }) => suppressed?.by);

  it.each([
    ['cover the rule in the file', `{ rule: ${rule}, file: ${path}, reason: small }`, 'exception'],
    [
      'hold on their last day',
      `{ rule: ${rule}, file: ${path}, reason: small, expires: 2030-06-15 }`,
      'exception',
    ],
    ['end after it', `{ rule: ${rule}, file: ${path}, reason: small, expires: 2030-06-14 }`, undefined],
    ['cover no other file', `{ rule: ${rule}, file: migrations/0003.sql, reason: small }`, undefined],
    ['cover no other rule', `{ rule: pg-set-not-null-scan, file: ${path}, reason: small }`, undefined],
  ])('%s', (_title, exception, expected) => {
    expect(suppressedBy(exception)).toEqual([expected]);
  });

  it('are found in the policy, at their own places, when they have run out or name no rule', () => {
    const text = `exceptions:\n  - rule: pg-no-such\n    file: a.sql\n    reason: r\n  - rule: ${rule}\n    file: a.sql\n    reason: r\n    expires: 2030-01-01\n`;
    const workspace = workspaceOf({ ...history, 'tenantsafe.yaml': text });
    const { findings } = createLanguageService().lint(workspace, 'tenantsafe.yaml');
    expect(findings.map((finding) => [finding.rule, finding.range.start])).toEqual([
      ['suppression-unknown-rule', { line: 1, character: 10 }],
      ['exception-expired', { line: 7, character: 13 }],
    ]);
  });
});

describe('a typo never widens what is suppressed', () => {
  const comment = '-- tenantsafe-ignore pg-index-not-concurrent: the table is small';
  const statements = 'create index one on accounts (name);\ncreate index two on accounts (name);\n';
  const meant = /^pg-index-not-concurrent .*create index one/;
  const mistakes = Array.from(comment, (_character, place) => place).flatMap((place) =>
    ['', ' ', ',', ':', '-', '\n', 'x'].flatMap((typed) => [
      comment.slice(0, place) + typed + comment.slice(place + 1),
      comment.slice(0, place) + typed + comment.slice(place),
    ]),
  );

  it(`in none of ${mistakes.length} ways to mistype a character`, () => {
    const service = createLanguageService();
    const widened = mistakes.filter((mistyped) => {
      const sql = `${mistyped}\n${statements}`;
      const { findings } = service.lint(workspaceOf({ ...history, [path]: sql }), path);
      return findings
        .filter(({ suppressed }) => suppressed !== null)
        .some(({ rule, range }) => !meant.test(`${rule} ${sql.split('\n')[range.start.line] ?? ''}`));
    });
    expect(widened).toEqual([]);
  }, 60_000);
});
