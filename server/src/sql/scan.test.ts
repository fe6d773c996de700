import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadModule, scanSync } from 'libpg-query';
import { scanSql } from './scan';
import { splitSql } from './split';
import { utf16OffsetOf } from './source';

beforeAll(loadModule);

/** The tokens that the server's own scanner gives. */
function tokensOfServer(text: string): readonly string[] {
  return scanSync(text)
    .tokens.filter(({ tokenName }) => tokenName !== 'SQL_COMMENT' && tokenName !== 'C_COMMENT')
    .map(({ start, end }) => text.slice(utf16OffsetOf(text, start), utf16OffsetOf(text, end)));
}

const tokensOf = (text: string) => scanSql(text).map((token) => token.text);

describe('scanning gives the tokens of the server', () => {
  it.each([
    ['names, quoted and with odd characters', 'select a, "b""c", d$1, é, U&"\\0061" from s."T"'],
    ['strings of all kinds', `select 'it''s', E'a\\'b''c', b'01', X'ff', n'x', U&'\\0061', ''`],
    ['a string that goes on after a line break', "select 'a'\n  'b', 'c' \r\n\n 'd', E'x\\''\n'y'"],
    ['dollar quotes', 'select $$a;$x$b$$, $x$ $$ $x$, $1, $12'],
    ['numbers', 'select 1, 1.5, .5, 1., 1e10, 1.5e-3, 0xFF, 0o17, 0b11, 1_000'],
    ['a range of numbers', 'select a[1:2], b[1 : 2]'],
    [
      'operators and signs',
      'select a=-1, b@-1, c<>+2, d<=e, f||g, h->>1, i!=j, k::int, l => 1, m := 2, -(-1), 5!~~6',
    ],
    ['comments, nested and inside operators', 'select 1 /* a /* b */ c */ + --x\n 2 +/*y*/3, 4*--z\n5'],
    ['characters of all widths', 'select \'é😀\' as "ü😀", naïve, 1'],
    ['white space of all kinds', 'select\t1\r\n,\f2\v,3'],
  ])('%s', (_what, text) => {
    expect(tokensOf(text)).toEqual(tokensOfServer(text));
  });

  it('in every statement of the sample projects and rule fixtures', () => {
    const root = path.resolve(import.meta.dirname, '../../../test');
    const files = ['workspaces', 'rules'].flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.sql'))
        .map((file) => path.join(root, folder, file)),
    );
    const statements = files.flatMap((file) =>
      splitSql(readFileSync(file, 'utf8')).segments.flatMap((each) =>
        each.kind === 'statement' ? each.masked : [],
      ),
    );
    expect(statements.length).toBeGreaterThan(100);
    expect(statements.map(tokensOf)).toEqual(statements.map(tokensOfServer));
  });
});

describe('what nothing ends', () => {
  it.each([
    ["select 'a", ['select', "'a"]],
    ["select E'a\\", ['select', "E'a\\"]],
    ['select "a', ['select', '"a']],
    ['do $x$ a $y$', ['do', '$x$ a $y$']],
    ['select /* a', ['select']],
    ['select \\', ['select', '\\']],
  ])('runs to the end of the text: %s', (text, tokens) => {
    expect(tokensOf(text)).toEqual(tokens);
  });
});
