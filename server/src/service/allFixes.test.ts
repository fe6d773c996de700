import { TextDocument } from 'vscode-languageserver-textdocument';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadPostgresParser } from '../sql';
import { createLanguageService } from './languageService';
import type { LintEdit } from './model';
import { workspaceOf } from './testWorkspace';

beforeAll(loadPostgresParser);

type Texts = Readonly<Record<string, string>>;

const tables = `create table tenants (id uuid primary key);
create table accounts (id bigint primary key, tenant_id uuid not null references tenants (id), name text, plan text);
`;

const plain = { up: 'migrations/0002_next.up.sql', first: 'migrations/0001_tables.up.sql' };
const flyway = { up: 'migrations/V2__next.sql', first: 'migrations/V1__tables.sql' };

const lint = (texts: Texts, path: string) => createLanguageService().lint(workspaceOf(texts), path);

const fixAll = (texts: Texts, path: string) => createLanguageService().fixAll(workspaceOf(texts), path);

/** Edits as a client applies them. */
function applied(texts: Texts, edits: readonly LintEdit[]): Texts {
  const result = { ...texts };
  for (const path of new Set(edits.map((edit) => edit.path))) {
    const ofFile = edits.filter((edit) => edit.path === path);
    const isNew = ofFile.some(({ create }) => create === true);
    expect(Object.hasOwn(result, path), `${path} exists`).toBe(!isNew);
    const document = TextDocument.create(`file:///${path}`, 'sql', 1, result[path] ?? '');
    result[path] = TextDocument.applyEdits(document, [...ofFile]);
  }
  return result;
}

/** Findings that an edit without a person's look may mend. */
const mendable = (texts: Texts, path: string) =>
  lint(texts, path).findings.filter(({ fixes }) => fixes.some(({ preferred }) => preferred));

describe('fixing all', () => {
  const twoMoves = [
    'alter table accounts add column remark text;',
    'create index accounts_name on accounts (name);',
    'create index accounts_plan on accounts (plan);',
    'alter table accounts alter column plan set not null;',
    '',
  ];
  const cases: readonly (readonly [string, { up: string; first: string }, string])[] = [
    ['a plain file with several hazards', plain, twoMoves.join('\n')],
    ['a Flyway file with several hazards', flyway, twoMoves.join('\n')],
    ['a file with Windows line ends', flyway, twoMoves.join('\r\n')],
    ['a plain file with one index', plain, 'create index accounts_name on accounts (name);\n'],
    ['a Flyway file with one index', flyway, 'create index accounts_name on accounts (name);\n'],
  ];

  it.each(cases)('of %s leaves nothing to fix and changes nothing the second time', (_title, names, sql) => {
    const texts = { [names.first]: tables, [names.up]: sql };
    const mended = applied(texts, fixAll(texts, names.up));
    expect(mended[names.up]).not.toBe(sql);
    for (const path of Object.keys(mended).filter((each) => each.endsWith('.sql') && each !== names.first)) {
      expect(lint(mended, path).errors).toEqual([]);
      expect(mendable(mended, path)).toEqual([]);
    }
    expect(fixAll(mended, names.up)).toEqual([]);
  });

  it('gives each new migration a version of its own', () => {
    const texts = { [flyway.first]: tables, [flyway.up]: twoMoves.join('\n') };
    const made = fixAll(texts, flyway.up).map(({ path }) => path.replace('migrations/', ''));
    expect(made.filter((name) => name.startsWith('V') && name.endsWith('.sql')).toSorted()).toEqual([
      'V2__next.sql',
      'V3__create_index_accounts_name.sql',
      'V4__create_index_accounts_plan.sql',
      'V5__accounts_plan_not_null.sql',
    ]);
  });

  it('mends more findings of a rule than it makes attempts', () => {
    const policy = `engine: postgresql
migrations: [{ path: migrations, framework: plain, transaction: none }]
rules: { pg-analyze-after: off, pg-non-idempotent-when-no-tx: off, rollback-missing: off }
`;
    const indexes = Array.from(
      { length: 210 },
      (_, each) => `create index by_name_${String(each)} on accounts ((name || '${String(each)}'));`,
    );
    const texts = { 'tenantsafe.yaml': policy, [plain.first]: tables, [plain.up]: indexes.join('\n') };
    const mended = applied(texts, fixAll(texts, plain.up));
    expect(mended[plain.up]?.match(/create index CONCURRENTLY/g)).toHaveLength(indexes.length);
  });

  it('keeps what is suppressed as it is', () => {
    const sql =
      '-- tenantsafe-ignore-file pg-index-not-concurrent, pg-lock-timeout-missing, rollback-missing: it is small\ncreate index accounts_name on accounts (name);\n';
    expect(fixAll({ [plain.first]: tables, [plain.up]: sql }, plain.up)).toEqual([]);
  });

  it('leaves out what the caller does not accept', () => {
    const texts = { [flyway.first]: tables, [flyway.up]: twoMoves.join('\n') };
    const edits = createLanguageService().fixAll(workspaceOf(texts), flyway.up, ({ edits: ofFix }) =>
      ofFix.every(({ create }) => create !== true),
    );
    expect(edits.map(({ path }) => path)).toEqual([flyway.up]);
    expect(edits[0]?.newText).toContain('lock_timeout');
  });
});

describe('an index alone in a plain file', () => {
  const sql = 'create index accounts_name on accounts (name);\n';
  const rules = ['pg-index-not-concurrent', 'pg-lock-timeout-missing'];

  it.each([
    ['the index first', rules],
    ['the timeout first', rules.toReversed()],
  ])('is created concurrently and alone, with %s', (_title, order) => {
    let texts: Texts = { [plain.first]: tables, [plain.up]: sql };
    for (const rule of order) {
      const finding = lint(texts, plain.up).findings.find((candidate) => candidate.rule === rule);
      texts = applied(texts, finding?.fixes[0]?.edits ?? []);
    }
    expect(texts[plain.up]).toBe('create index CONCURRENTLY accounts_name on accounts (name);\n');
    expect(lint(texts, plain.up).findings.map(({ rule }) => rule)).toEqual(['rollback-missing']);
  });
});
