import { beforeAll, describe, expect, it } from 'vitest';
import { loadPostgresParser, parseSqlFile, SourceText } from '../sql';
import { findPolicyFile, loadPolicy, loadProject } from '.';
import { filesOf } from './testFiles';

beforeAll(loadPostgresParser);

/** The policy's problems drawn under its lines, as an editor underlines them. */
function underlined(
  text: string,
  path = 'tenantsafe.yaml',
  others: Readonly<Record<string, string>> = history,
): string {
  const source = new SourceText(text);
  const { problems } = loadProject(filesOf({ ...others, [path]: text }));
  const drawn = problems
    .filter((problem) => problem.path === path)
    .map(({ span, message }) => {
      const { start, end } = source.rangeOf(span);
      const width = end.line === start.line ? end.character - start.character : 1;
      return {
        line: start.line,
        mark: `${' '.repeat(start.character)}${'^'.repeat(Math.max(1, width))} ${message}`,
      };
    });
  return text
    .split('\n')
    .flatMap((line, index) => [line, ...drawn.filter((each) => each.line === index).map(({ mark }) => mark)])
    .join('\n');
}

const history = {
  'db/migrations/V1__accounts.sql': 'CREATE TABLE accounts (id int PRIMARY KEY, name text);',
  'db/migrations/V2__name.sql': 'ALTER TABLE accounts ADD COLUMN email text;',
};

describe('a mistake in a policy is underlined at its key or value', () => {
  const cases: Readonly<Record<string, string>> = {
    'an unknown key': `
tennancy:
^^^^^^^^ unknown key \`tennancy\`: did you mean \`tenancy\`?
  model: row`,
    'an unknown key that is like no other': `
budgets:
  pizza: 3
  ^^^^^ unknown key \`pizza\`: \`budgets\` takes tenantSeconds, blockedMs, walMegabytes and cohortFailureRate`,
    'an unknown key deep in a list': `
migrations:
  - path: db/migrations
    framwork: flyway
    ^^^^^^^^ unknown key \`framwork\`: did you mean \`framework\`?`,
    'a wrong choice': `
tenancy:
  model: rows
         ^^^^ \`tenancy.model\` cannot be \`rows\`: did you mean \`row\`?
  tenantColumn: tenant_id`,
    'a wrong choice that is like none': `
engine: oracle
        ^^^^^^ \`engine\` cannot be \`oracle\`: write \`postgresql\`, \`mysql\` or \`mariadb\``,
    'a wrong type': `
runner: { setsTimeouts: "yes" }
                        ^^^^^ \`runner.setsTimeouts\` is a text: write true or false`,
    'a list where a group belongs': `
budgets: [1, 2]
         ^^^^^^ \`budgets\` is a list: write keys with values below it`,
    'a number below its limit': `
fixtures: { copies: 0 }
                    ^ \`fixtures.copies\` is too small: write 1 or more`,
    'a text of the wrong form': `
fixtures:
  server: localhost
          ^^^^^^^^^ \`fixtures.server\` is not of the form it needs: write it like \`auto\` or \`postgresql://localhost:5432/postgres\``,
    'a missing key, at the entry it is missing from': `
exceptions:
  - file: db/migrations/V2__name.sql
    ^^^^ \`reason\` is missing here: add \`reason: …\`
    rule: pg-drop-column`,
    'a duplicated key': `
baseline: V1
version: 16
baseline: V2
^^^^^^^^ this key stands here a second time: keep one of the two`,
    'a tab': `
tenancy:
\tmodel: row
^ a tab indents this line, which YAML does not allow: use spaces`,
    'an alias': `
engine: &engine postgresql
baseline: *engine
          ^^^^^^^ a policy takes no YAML aliases: write the value out here`,
    'a version of another engine': `
engine: mysql
version: 16
         ^^ \`16\` is not a version of mysql: write it like \`8.0.29\` or \`8.4\``,
    'a version that is too old': `
version: 9.6
         ^^^ postgresql 9.6 is older than what Tenantsafe knows: write 12 or newer`,
    'a day that no calendar has': `
exceptions:
  - rule: pg-drop-column
    file: db/migrations/V2__name.sql
    reason: agreed
    expires: 2026-02-30
             ^^^^^^^^^^ \`2026-02-30\` is not a date: write it as YYYY-MM-DD`,
    'a row model without a tenant column in sight': `
tenancy:
  model: row
         ^^^ model \`row\` needs the column that says whose a row is, and the history shows none: add \`tenantColumn: …\``,
    'a pattern with an open bracket': `
tenancy: { model: schema, schemas: ["tenant_[a"] }
                                    ^^^^^^^^^^^ \`tenant_[a\` is no valid pattern: close its brackets`,
    'a folder that is not there': `
migrations:
  - path: db/migration
          ^^^^^^^^^^^^ there is no folder \`db/migration\` with files in it: did you mean \`db/migrations\`?`,
    'a folder outside': `
migrations:
  - path: ../db
          ^^^^^ \`../db\` leads out of this folder: write a path relative to the policy file, with \`/\``,
    'a framework that cannot be read': `
migrations:
  - path: db/migrations
    framework: liquibase
               ^^^^^^^^^ framework \`liquibase\` cannot be read yet, only \`flyway\`, \`supabase\` and \`plain\`: arrange the files as one of them`,
  };
  for (const [name, expected] of Object.entries(cases)) {
    it(name, () => {
      const text = expected
        .split('\n')
        .filter((line) => !/^\s*\^/.test(line))
        .join('\n');
      expect(underlined(text)).toBe(expected);
    });
  }

  it('and in JSON as in YAML', () => {
    expect(underlined('{\n  "engine": "postgresql",\n  "verzion": "16"\n}', 'tenantsafe.json')).toBe(
      '{\n  "engine": "postgresql",\n  "verzion": "16"\n  ^^^^^^^^^ unknown key `verzion`: did you mean `version`?\n}',
    );
  });

  it('a folder in which nothing is named like a migration', () => {
    const text = 'migrations:\n  - path: db\n';
    expect(underlined(text, 'tenantsafe.yaml', { 'db/schema.sql': '' })).toContain(
      '          ^^ no file in `db` is named like a migration: name the framework',
    );
  });
});

describe('what a policy file says', () => {
  it('holds apart from its mistakes', () => {
    const { input, problems } = loadPolicy(
      'tenantsafe.yaml',
      'engine: postgresql\nbudgets: { blockedMs: soon, tenantSeconds: 5 }\nexceptions:\n  - {}\n  - { rule: a, file: b, reason: c }\n',
    );
    expect(problems).toHaveLength(4);
    expect(input).toEqual({
      engine: 'postgresql',
      budgets: { tenantSeconds: 5 },
      exceptions: [{ rule: 'a', file: 'b', reason: 'c' }],
    });
  });

  it('keeps versions as they are written', () => {
    const { input } = loadPolicy('tenantsafe.yaml', 'engine: mysql\nversion: 8.0\nbaseline: 0042\n');
    expect(input).toMatchObject({ version: '8.0', baseline: '0042' });
    const { input: long } = loadPolicy('tenantsafe.yaml', 'baseline: 20150101000001000000\n');
    expect(long.baseline).toBe('20150101000001000000');
  });

  it('counts a key without a value as left out', () => {
    const { input, problems } = loadPolicy(
      'tenantsafe.yaml',
      'rules:\n  # none yet\ntenancy:\n  become: null\n',
    );
    expect(problems).toEqual([]);
    expect(input).toEqual({ tenancy: {} });
  });

  it('takes `off` for a word', () => {
    const { input, problems } = loadPolicy(
      'tenantsafe.yaml',
      'rules: { pg-drop-column: off }\ntenancy: { rls: off }\n',
    );
    expect(problems).toEqual([]);
    expect(input).toMatchObject({ rules: { 'pg-drop-column': 'off' }, tenancy: { rls: 'off' } });
  });

  it('is empty where the file is', () => {
    for (const text of ['', '# nothing yet\n', '---\n']) {
      expect(loadPolicy('tenantsafe.yaml', text)).toMatchObject({ input: {}, problems: [] });
    }
  });
});

describe('the policy file', () => {
  it('is the first of .yaml, .yml and .json, and a second one is a problem', () => {
    const { path, problems } = findPolicyFile(filesOf({ 'tenantsafe.json': '{}', 'tenantsafe.yml': '' }));
    expect(path).toBe('tenantsafe.yml');
    expect(problems.map((problem) => `${problem.path}: ${problem.message}`)).toEqual([
      'tenantsafe.json: tenantsafe.json is not read because tenantsafe.yml stands beside it: keep one policy file',
    ]);
  });

  it('counts only at the root of the folder', () => {
    expect(findPolicyFile(filesOf({ 'config/tenantsafe.yaml': '' })).path).toBeUndefined();
  });

  it('that cannot be read is a problem of its own', () => {
    const project = loadProject({ paths: ['tenantsafe.yaml'], text: () => undefined });
    expect(project.problems.map(({ message }) => message)).toEqual([
      'tenantsafe.yaml cannot be read as UTF-8 text: check that it is there, its rights and its encoding',
    ]);
  });
});

describe('garbage', () => {
  it('never throws, and every problem lies inside the text', () => {
    const seeds = [
      'engine: postgresql\nversion: 16\ntenancy:\n  model: row\n  tenantColumn: [a, b]\nmigrations:\n  - path: db\n    scope: shared\n',
      '{"rules": {"a": "off"}, "exceptions": [{"rule": "a", "file": "b", "reason": "c", "expires": "2026-12-31"}]}',
      'fixtures: { tenants: { legacy: { behind: 5 } }, server: auto }\nproduction: { rows: { a: 1, 2: 3 } }\nbaseline: V1\n',
    ];
    const scraps = [
      ':',
      '-',
      '\n',
      '  ',
      '\t',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      '&a',
      '*a',
      '!!set',
      '? ',
      '|',
      '%',
      '#',
      '\u0000',
      '😀',
      '<<: *a',
      '---\n',
      'null',
      '1e999',
      '__proto__',
    ];
    const parsed = parseSqlFile(history['db/migrations/V1__accounts.sql']);
    const random = seeded(20_240_817);
    const pick = (length: number) => Math.floor(random() * length);
    for (let round = 0; round < 500; round++) {
      let text = seeds[pick(seeds.length)] ?? '';
      for (let change = 0; change <= pick(6); change++) {
        const at = pick(text.length + 1);
        text = text.slice(0, at) + (scraps[pick(scraps.length)] ?? '') + text.slice(at + pick(4));
      }
      const project = loadProject(filesOf({ ...history, 'tenantsafe.yaml': text }), { parse: () => parsed });
      for (const { span } of project.problems) {
        expect(span.start).toBeGreaterThanOrEqual(0);
        expect(span.end).toBeGreaterThanOrEqual(span.start);
        expect(span.end).toBeLessThanOrEqual(text.length);
      }
    }
  });
});

/** Mulberry32: the same numbers on every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
