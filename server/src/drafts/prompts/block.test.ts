import { expect, it } from 'vitest';
import { suppressionsOf } from '../../service/suppressions';
import { loadPostgresParser, parseSqlFile, type Span } from '../../sql';
import { promptBlocksIn, type PromptBlock } from './block';

function onlyBlock(text: string): PromptBlock {
  const blocks = promptBlocksIn(text);
  expect(blocks).toHaveLength(1);
  if (blocks[0] === undefined) throw new Error('there is no block');
  return blocks[0];
}

const inputsOf = ({ entries }: PromptBlock) =>
  Object.fromEntries(entries.map(({ key, value }) => [key, value]));

it('reads several inputs of a line and one a line', () => {
  const block = onlyBlock(`/* tenantsafe:draft add-not-null-column@1
   table: users   column: account_status text   values: active, suspended
   notes: short */`);
  expect(block.snippet).toMatchObject({ id: 'add-not-null-column', version: '1' });
  expect(inputsOf(block)).toEqual({
    table: 'users',
    column: 'account_status text',
    values: 'active, suspended',
    notes: 'short',
  });
  expect(block.strays).toEqual([]);
});

it('gives every part its exact place', () => {
  const text = `-- before ü\nselect 1;\n/* tenantsafe:draft   some-id@12\r\n   table: users   column: a text\r\n   notes: one\r\n     two\r\n*/\nselect 2;`;
  const block = onlyBlock(text);
  const at = ({ start, end }: Span) => text.slice(start, end);
  expect(at(block.span)).toBe(text.slice(text.indexOf('/*'), text.indexOf('*/') + 2));
  expect(at(block.headline)).toBe('/* tenantsafe:draft   some-id@12');
  expect(block.snippet && [at(block.snippet.idSpan), at(block.snippet.span)]).toEqual([
    'some-id',
    'some-id@12',
  ]);
  expect(block.entries.map(({ keySpan, valueSpan }) => [at(keySpan), at(valueSpan)])).toEqual([
    ['table', 'users'],
    ['column', 'a text'],
    ['notes', 'one\r\n     two'],
  ]);
});

it('goes on with a value on lines that are indented further, whatever they look like', () => {
  const block = onlyBlock(`/* tenantsafe:draft x@1
   rule: status becomes active
     note: accounts without an owner stay as they are

     and so do test accounts
   table: users
*/`);
  expect(inputsOf(block)).toEqual({
    rule: 'status becomes active\nnote: accounts without an owner stay as they are\nand so do test accounts',
    table: 'users',
  });
});

it('takes inputs on the line of the snippet, in one line too', () => {
  expect(inputsOf(onlyBlock('/* tenantsafe:draft x@1  table: users  column: a */'))).toEqual({
    table: 'users',
    column: 'a',
  });
  expect(inputsOf(onlyBlock('/* tenantsafe:draft x@1 table: users\n   column: a\n*/'))).toEqual({
    table: 'users',
    column: 'a',
  });
});

it('keeps casts, times and single spaces in a value', () => {
  const block = onlyBlock(`/* tenantsafe:draft x@1
   using: total::numeric(10, 2) at 12:30 key:word   note: one: two
*/`);
  expect(inputsOf(block)).toEqual({ using: 'total::numeric(10, 2) at 12:30 key:word', note: 'one: two' });
});

it('keeps what stands beside a value empty, and what belongs to no key apart', () => {
  const text = `/* tenantsafe:draft x@1
   stray words
   table:
   more: */`;
  const block = onlyBlock(text);
  expect(inputsOf(block)).toEqual({ table: '', more: '' });
  expect(block.strays.map(({ start, end }) => text.slice(start, end))).toEqual(['stray words']);
});

it('reads a block without a snippet, without a version and without an end', () => {
  expect(onlyBlock('/* tenantsafe:draft */').snippet).toBeUndefined();
  expect(onlyBlock('/* tenantsafe:draft x */').snippet).toMatchObject({ id: 'x', version: undefined });
  expect(onlyBlock('/* tenantsafe:draft x@ */').snippet?.version).toBeUndefined();
  expect(onlyBlock('/* tenantsafe:draft x@1\n  table: users\n').isClosed).toBe(false);
  expect(onlyBlock('/* tenantsafe:draft x@1 */').isClosed).toBe(true);
});

it('finds no block in text constants, line comments, names and other comments', () => {
  for (const text of [
    "select '/* tenantsafe:draft x@1 */';",
    '-- tenantsafe:draft x@1',
    '-- /* tenantsafe:draft x@1 */',
    'do $$ /* tenantsafe:draft x@1 */ begin end $$;',
    'select 1 as "/* tenantsafe:draft x@1 */";',
    '/* tenantsafe:drafts x@1 */',
    '/* see tenantsafe:draft x@1 */',
  ])
    expect(promptBlocksIn(text), text).toEqual([]);
});

it('finds each of several blocks, and one between the words of a statement', () => {
  const text =
    '/* tenantsafe:draft a@1 */\nselect /* tenantsafe:draft b@2 */ 1;\n/** tenantsafe:draft c@3 **/';
  expect(promptBlocksIn(text).map(({ snippet }) => snippet?.id)).toEqual(['a', 'b', 'c']);
});

it('is no SQL and suppresses nothing', async () => {
  await loadPostgresParser();
  const file = parseSqlFile(`/* tenantsafe:draft x@1
   notes: -- tenantsafe-ignore-file pg-drop-column: not a suppression
     -- tenantsafe-ignore pg-drop-column: nor this
   sql: drop table users; select syntax error
*/
`);
  expect(file.statements).toEqual([]);
  expect(suppressionsOf(file)).toEqual([]);
});
