import { describe, expect, it } from 'vitest';
import { createLanguageService, laidOver, textsAfter, type WorkspaceFiles } from '../../server/src/service';
import { loadPostgresParser } from '../../server/src/sql';
import { splitCases, type SplitCase } from '../truth/split/cases';

await loadPostgresParser();

const changeFile = 'migrations/0002_change.up.sql';
const setup = `
CREATE TABLE tenants (id int PRIMARY KEY);
CREATE TABLE accounts (id int PRIMARY KEY, tenant_id int NOT NULL REFERENCES tenants (id), name varchar(60), number int, status text NOT NULL);
`;

describe('the migrations that a split writes', () => {
  it.each(splitCases)('for "$title" make nobody wait on their way up', (each) => {
    const service = createLanguageService();
    const before = filesOf(each);
    const split = splitOf(each, before);
    if (split?.kind !== 'split') throw new Error(split?.reason ?? 'no split is offered');
    const files = laidOver(before, textsAfter(split.edits, before));
    const findings = files.paths
      .filter((path) => path >= changeFile && path.endsWith('.up.sql'))
      .flatMap((path) => service.lint({ files, today: '2030-01-01' }, path).findings)
      .filter(
        ({ severity, suppressed }) => suppressed === null && (severity === 'error' || severity === 'warning'),
      )
      .map(({ rule, message }) => `${rule}: ${message}`);
    expect(findings).toEqual([]);
  });

  it.each([
    [
      'a column of an exclusion constraint',
      'ALTER TABLE accounts ADD CONSTRAINT once EXCLUDE (number WITH =);',
      'ALTER TABLE accounts ALTER COLUMN number |TYPE bigint;',
      'is part of the exclusion constraint once',
    ],
    [
      'a column beside one of the name that it would have',
      'ALTER TABLE accounts ADD COLUMN number_old int;',
      'ALTER TABLE accounts ALTER COLUMN number |TYPE bigint;',
      'accounts has a column number_old already',
    ],
    [
      'another expression of a stored column',
      'ALTER TABLE accounts ADD COLUMN twice int GENERATED ALWAYS AS (number * 2) STORED;',
      'ALTER TABLE accounts ALTER COLUMN twice |SET EXPRESSION AS (number * 3);',
      'add a plain column that a trigger fills',
    ],
    [
      'a column that a view reads',
      'CREATE VIEW names AS SELECT name FROM accounts;',
      'ALTER TABLE accounts ALTER COLUMN name |TYPE varchar(10);',
      'the view names depends on accounts.name',
    ],
    [
      'a column that a policy reads',
      'CREATE POLICY own ON accounts USING (number > 0);',
      'ALTER TABLE accounts RENAME COLUMN |number TO position;',
      'the policy own depends on accounts.number',
    ],
    [
      'an update that would count twice',
      '',
      '|UPDATE accounts SET number = number + 1;',
      'a batch that runs twice would change it twice',
    ],
    [
      'an update from another table',
      '',
      "|UPDATE accounts SET name = 'x' FROM tenants WHERE tenants.id = tenant_id;",
      'batch it by hand',
    ],
    [
      'a column that code may leave out',
      '',
      'ALTER TABLE accounts |DROP COLUMN number;',
      'nothing to prepare',
    ],
  ])('%s is refused, with the reason', (title, more, change, reason) => {
    const each = { title, setup: more, change };
    const split = splitOf(each, filesOf(each));
    expect(split).toMatchObject({ kind: 'refused', reason: expect.stringContaining(reason) as string });
  });

  it('are not offered for a change that needs no phases', () => {
    const each = { title: '', change: 'ALTER TABLE accounts |ADD COLUMN note text;' };
    expect(splitOf(each, filesOf(each))).toBeUndefined();
  });
});

function splitOf({ change }: SplitCase, files: WorkspaceFiles) {
  const offset = change.indexOf('|');
  const lines = change.slice(0, offset).split('\n');
  const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  return createLanguageService().split({ files, today: '2030-01-01' }, changeFile, position);
}

function filesOf({ setup: more = '', change, policy = '' }: SplitCase): WorkspaceFiles {
  const texts: Readonly<Record<string, string>> = {
    'migrations/0001_setup.up.sql': `${setup}${more}`,
    'migrations/0001_setup.down.sql': 'DROP TABLE accounts;',
    [changeFile]: change.replace('|', ''),
    'migrations/0002_change.down.sql': '',
    'tenantsafe.yaml': `version: "16"\n${policy}\n`,
  };
  return { paths: Object.keys(texts), text: (path) => texts[path], problem: () => undefined };
}
