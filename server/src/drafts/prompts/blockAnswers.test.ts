import { beforeAll, describe, expect, it } from 'vitest';
import { loadPostgresParser, SourceText } from '../../sql';
import { promptBlocksIn } from './block';
import { promptCompletionsAt } from './blockCompletion';
import { promptHoverAt } from './blockHover';
import { problemsOfBlock } from './blockProblems';
import { blockSnippet } from './renderBlock';
import { surroundingsOf, testLibrary } from './testPrompts';

beforeAll(loadPostgresParser);

const library = testLibrary();

/** Each problem of the only block, with the text that it points at and the text after its fix. */
function problemsOf(text: string) {
  const [block] = promptBlocksIn(text);
  if (block === undefined) throw new Error('there is no block');
  return problemsOfBlock(block, library, surroundingsOf()).map(({ severity, span, message, fix }) => ({
    at: text.slice(span.start, span.end),
    message: `${severity}: ${message}`,
    fixed:
      fix === undefined ? undefined : text.slice(0, fix.span.start) + fix.newText + text.slice(fix.span.end),
  }));
}

const block = (...lines: readonly string[]) =>
  `select 1; /* tenantsafe:draft add-thing@2\n${lines.map((line) => `   ${line}\n`).join('')}*/`;

describe('problems in a block', () => {
  it('finds nothing wrong with a whole one', () => {
    expect(
      problemsOf(
        block(
          'table: accounts   column: email, lower(name)',
          'new-column: note varchar(40)   check: accounts_name_not_blank',
          'type: order_status   role: app_user   since: 2   mode: fast',
          'notes: anything',
        ),
      ),
    ).toEqual([]);
  });

  it('takes names as SQL does: with a schema, in quotes, in any case', () => {
    expect(problemsOf(block('table: public.accounts   column: "email"'))).toEqual([]);
    expect(problemsOf(block('table: ACCOUNTS   column: Email'))).toEqual([]);
    expect(problemsOf(block('table: "Odd Name"   column: id'))).toEqual([]);
    expect(problemsOf(block('table: "ACCOUNTS"'))).toHaveLength(1);
  });

  it.each([
    ['tabel: accounts', 'tabel', 'error: unknown input `tabel`: did you mean `table`?'],
    ['table: acounts', 'acounts', 'warning: unknown table `acounts`: did you mean `accounts`?'],
    [
      'table: accounts   column: id, emial',
      'emial',
      'warning: accounts has no column `emial`: did you mean `email`?',
    ],
    [
      'table: accounts   new-column: note',
      'note',
      'error: `note` is no new column: write its name and its type, as in CREATE TABLE',
    ],
    [
      'table: accounts   new-column: email text',
      'email text',
      'warning: accounts has a column `email` already: choose another name',
    ],
    [
      'table: accounts   new-column: a text, b text',
      'a text, b text',
      'error: `a text, b text` is no new column: write its name and its type, as in CREATE TABLE',
    ],
    [
      'table: accounts   type: var char',
      'var char',
      'error: `var char` is no type: write it as in CREATE TABLE',
    ],
    [
      'table: accounts   role: ap_user',
      'ap_user',
      'warning: `role` cannot be `ap_user`: did you mean `app_user`?',
    ],
    ['table: accounts   since: 7', '7', 'warning: `since` cannot be `7`: write 2, 1'],
    ['table: accounts   mode: quick', 'quick', 'error: `mode` cannot be `quick`: write fast, safe'],
    [
      'table: accounts   table: orders',
      'table',
      'error: `table` stands here a second time: keep one of the two',
    ],
    [
      'table: accounts; drop table orders',
      'accounts; drop table orders',
      'error: `accounts; drop table orders` is no name of a table: write one, with its schema where need be',
    ],
  ])('points into %s', (line, at, message) => {
    expect(problemsOf(block(line)).map((problem) => [problem.at, problem.message])).toContainEqual([
      at,
      message,
    ]);
  });

  it('names a missing input on the line of the snippet, and one that is empty at its key', () => {
    const message = 'error: `table` is missing (Table): add `table: …`';
    expect(problemsOf(block('notes: x'))).toMatchObject([{ at: '/* tenantsafe:draft add-thing@2', message }]);
    expect(problemsOf(block('table:', 'notes: x'))).toMatchObject([{ at: 'table', message }]);
  });

  it('takes what a fresh block shows for an input that says nothing', () => {
    expect(problemsOf(block('table: Table', 'column: Column', 'new-column: New column'))).toMatchObject([
      { at: 'table', message: 'error: `table` is missing (Table): add `table: …`' },
    ]);
  });

  it('names the snippet that is meant, and the version that there is', () => {
    const fixed = (text: string) => problemsOf(text)[0]?.fixed;
    expect(fixed('/* tenantsafe:draft add-thnig@1 table: accounts */')).toBe(
      '/* tenantsafe:draft add-thing@2 table: accounts */',
    );
    expect(fixed('/* tenantsafe:draft add-thing table: accounts */')).toBe(
      '/* tenantsafe:draft add-thing@2 table: accounts */',
    );
    expect(fixed('/* tenantsafe:draft add-thing@1 table: accounts */')).toBe(
      '/* tenantsafe:draft add-thing@2 table: accounts */',
    );
    expect(problemsOf('/* tenantsafe:draft zzz@1 */')[0]?.message).toMatch(
      /^error: unknown prompt snippet `zzz`/,
    );
    expect(problemsOf('/* tenantsafe:draft */')[0]?.message).toMatch(
      /^error: this block names no prompt snippet/,
    );
  });

  it('mends what is nearly right', () => {
    const text = block('table: accounts   column: emial');
    expect(problemsOf(text)[0]?.fixed).toBe(text.replace('emial', 'email'));
  });

  it('says so where a block is never closed, or text belongs to nothing', () => {
    expect(problemsOf('/* tenantsafe:draft add-thing@2\n   table: accounts\n')[0]?.message).toMatch(
      /never closed/,
    );
    expect(problemsOf(block('some words', 'table: accounts'))).toMatchObject([{ at: 'some words' }]);
  });
});

/** Completions at the bar of a text, as `label → whole line after it was taken`. */
function completionsAt(text: string) {
  const offset = text.indexOf('‸');
  const source = new SourceText(text.replace('‸', ''));
  return promptCompletionsAt(source, offset, library, surroundingsOf());
}

const labelsAt = (text: string) => completionsAt(text)?.map(({ label }) => label);

describe('completion in a block', () => {
  it('offers snippets with their version behind the mark', () => {
    expect(labelsAt('/* tenantsafe:draft ‸ */')).toEqual(['add-thing@2', 'for-databases@1']);
    expect(completionsAt('/* tenantsafe:draft add-‸ */')?.[0]).toMatchObject({
      span: { start: 20, end: 24 },
    });
  });

  it('offers inputs that are not there yet', () => {
    expect(labelsAt(block('table: accounts', '‸'))).toEqual([
      'column',
      'new-column',
      'check',
      'type',
      'role',
      'since',
      'mode',
      'notes',
    ]);
    expect(labelsAt(block('table: accounts   no‸'))).toContain('notes');
    expect(
      completionsAt(block('table: accounts   ro‸'))?.find(({ label }) => label === 'role')?.newText,
    ).toBe('role: app_user');
  });

  it('offers tables, tenants’ own first, with whose rows they hold', () => {
    const offered = completionsAt(block('table: ‸'));
    expect(offered?.map(({ label }) => label)).toEqual([
      '"Odd Name"',
      'accounts',
      'lines',
      'orders',
      'tenants',
    ]);
    expect(offered?.[1]?.detail).toMatch(/^tenant-owned through tenant_id/);
  });

  it('offers columns of the table in the block, also behind a comma', () => {
    expect(labelsAt(block('table: orders   column: id, ‸'))).toEqual([
      'tenant_id',
      'id',
      'account_id',
      'status',
    ]);
    expect(labelsAt(block('column: ‸', 'table: lines'))).toEqual(['tenant_id', 'order_id']);
    expect(labelsAt(block('column: ‸'))).toEqual([]);
  });

  it('offers types, for a new column behind its name', () => {
    expect(labelsAt(block('type: ‸'))?.slice(0, 2)).toEqual(['order_status', 'bigint']);
    expect(labelsAt(block('new-column: ‸'))).toEqual([]);
    expect(labelsAt(block('new-column: note te‸'))).toContain('text');
  });

  it('offers constraints, roles, migrations and choices', () => {
    expect(
      completionsAt(block('table: accounts', 'check: ‸'))?.map(({ label, detail }) => `${label}: ${detail}`),
    ).toContain("accounts_name_not_blank: CHECK (name <> '')");
    expect(labelsAt(block('role: ‸'))).toEqual(['app_user']);
    expect(labelsAt(block('since: ‸'))).toEqual(['2', '1']);
    expect(labelsAt(block('mode: ‸'))).toEqual(['fast', 'safe']);
  });

  it('offers whole blocks for the project’s tenancy at the start of a line, and nothing in the midst of SQL', () => {
    const offered = completionsAt('select 1;\n  tenant‸');
    expect(offered?.map(({ label }) => label)).toEqual(['tenantsafe-add-thing']);
    expect(offered?.[0]?.span).toEqual({ start: 12, end: 18 });
    expect(offered?.[0]?.withTabStops).toContain('${1|"Odd Name",accounts,lines,orders,tenants|}');
    expect(completionsAt('select tenant‸')).toBeUndefined();
    expect(completionsAt('‸')).toBeUndefined();
  });
});

describe('a block as a snippet', () => {
  it('is filled in from policy and schema, and valid as it stands', () => {
    const snippet = library.find('add-thing');
    const body = snippet === undefined ? '' : blockSnippet(snippet, surroundingsOf());
    expect(body.split('\n')).toEqual([
      '/* tenantsafe:draft add-thing@2',
      '   table: ${1|"Odd Name",accounts,lines,orders,tenants|}',
      '   column: ${2:Column}',
      '   new-column: ${3:New column}',
      '   check: ${4:Constraint}',
      '   type: ${5:Type}',
      '   role: ${6:app_user}',
      '   since: ${7|2,1|}',
      '   mode: ${8|safe,fast|}',
      '   notes: ${9:Notes}',
      '*/',
      '$0',
    ]);
  });
});

describe('hover in a block', () => {
  const text = '/* tenantsafe:draft add-thing@2\n   table: accounts */';
  const at = (word: string) => promptHoverAt(text, text.indexOf(word), library)?.markdown;
  it('tells what a snippet and an input are for', () => {
    expect(at('add-thing')).toMatch(
      /^\*\*Add a thing\*\* \(`add-thing@2`\)\n\nWhen a thing is to be added\./,
    );
    expect(at('table:')).toBe('`table` (required): Table.');
    expect(at('accounts')).toBeUndefined();
  });
});
