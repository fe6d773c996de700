import { beforeAll, describe, expect, it } from 'vitest';
import { loadPostgresParser, parseSqlFile, statementHolding } from './index';

beforeAll(loadPostgresParser);

const statementsOf = (text: string) => parseSqlFile(text).statements.map((statement) => statement.text);

describe('splitting', () => {
  it.each([
    ['semicolons end statements, the last may lack one', 'select 1; select 2', ['select 1', 'select 2']],
    ['empty statements are no statements', ';;select 1;;', ['select 1']],
    ['quotes hide semicolons', `select ';', ";"; select E'\\';'`, [`select ';', ";"`, `select E'\\';'`]],
    ['a backslash escapes only in E strings', `select '\\'; select 2`, [`select '\\'`, 'select 2']],
    ['doubled quotes stay inside', `select 'it''s;'; select 2`, [`select 'it''s;'`, 'select 2']],
    [
      'dollar quotes hide semicolons',
      'do $x$ begin; $$;$$ end $x$; select 1',
      ['do $x$ begin; $$;$$ end $x$', 'select 1'],
    ],
    ['parameters are no dollar quotes', 'select $1; select $2', ['select $1', 'select $2']],
    ['block comments nest', 'select 1 /* a /* ; */ ; */; select 2', ['select 1', 'select 2']],
    [
      'rules hold statements in parentheses',
      'create rule r as on insert to t do also (delete from a; delete from b); select 1',
      ['create rule r as on insert to t do also (delete from a; delete from b)', 'select 1'],
    ],
    [
      'BEGIN ATOMIC bodies stay whole, also with CASE',
      'create or replace function f() returns int begin atomic select case when true then 1 end; select 2; end; select 3',
      [
        'create or replace function f() returns int begin atomic select case when true then 1 end; select 2; end',
        'select 3',
      ],
    ],
    [
      'BEGIN as a transaction command ends at its semicolon',
      'begin; create function f() returns int; end;',
      ['begin', 'create function f() returns int', 'end'],
    ],
  ])('%s', (_title, text, expected) => {
    expect(statementsOf(text)).toEqual(expected);
  });

  it('keeps comments before a statement out of its span', () => {
    const file = parseSqlFile('-- why\nselect 1 -- note\n;');
    expect(file.statements[0]?.range).toEqual({
      start: { line: 1, character: 0 },
      end: { line: 1, character: 8 },
    });
    expect(file.comments.map((comment) => comment.text)).toEqual(['-- why', '-- note']);
  });

  it('costs only the broken statement', () => {
    const file = parseSqlFile('select 1; selec 2; select 3');
    expect(file.statements.map((statement) => statement.error?.message)).toEqual([
      undefined,
      'syntax error at or near "selec"',
      undefined,
    ]);
  });
});

describe('client-side syntax', () => {
  it('masks placeholders and psql variables without moving anything', () => {
    const text = `create table \${schema}.t (a int default :n, b text default :'v', c int[] default '{1}'::int[]); select a[1:2] from t`;
    const file = parseSqlFile(text);
    expect(file.statements.map((statement) => statement.error)).toEqual([undefined, undefined]);
    expect(file.statements[0]?.text).toHaveLength(text.indexOf(';'));
  });

  it('goes on after psql commands and COPY data', () => {
    const file = parseSqlFile(
      "\\set ON_ERROR_STOP on\nselect 1;\ncopy t (a, b) from stdin;\n1\tit's\n2\t;\n\\.\nselect 2 \\gexec\nselect 3;\n",
    );
    expect(file.statements.map((statement) => statement.text)).toEqual([
      'select 1',
      'copy t (a, b) from stdin',
      'select 2',
      'select 3',
    ]);
    expect(file.metaCommands.map((span) => file.source.slice(span))).toEqual([
      '\\set ON_ERROR_STOP on',
      '\\gexec',
    ]);
    expect(file.copyData.map((span) => file.source.slice(span))).toEqual(["1\tit's\n2\t;\n\\."]);
  });

  it('gives error offsets in UTF-16 whatever the text holds', () => {
    const file = parseSqlFile("select 'é😀', wher from from t");
    const error = file.statements[0]?.error;
    expect(file.source.text.slice(error?.offset)).toBe('from t');
  });
});

it.each([
  ['in the first statement', 0, 0],
  ['right behind it', 8, 0],
  ['in the space between two', 10, undefined],
  ['where a statement starts', 11, 1],
  ['in the last one', 20, 2],
  ['behind the last one', 40, undefined],
])('the statement that holds an offset: %s', (_title, offset, expected) => {
  const file = parseSqlFile('select 1;  select 2;select 3;');
  expect(statementHolding(file, offset)?.index).toBe(expected);
});
