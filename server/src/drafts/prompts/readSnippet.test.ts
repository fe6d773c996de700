import { expect, it } from 'vitest';
import { promptLibrary } from './library';
import { filledIn } from './placeholders';
import { readSnippet } from './readSnippet';

const whole = `---
id: add-thing
version: 2
title: Add a thing
use: When a thing is to be added.
tenancy: [row]
inputs:
  - key: table
    title: Table
    required: true
    completes: table
  - key: column
    title: Column
    completes: newColumn
shapes:
  - ALTER TABLE {{table}} ADD COLUMN {{column.name}} text
---

Add a thing to {{table}}.
`;

const read = (text: string, path = '.tenantsafe/prompts/add-thing.md') => readSnippet({ path, text }, 'team');

/** Each problem's message with the text that it points at. */
function problemsOf(text: string): readonly string[] {
  return read(text).problems.map(({ span, message }) => `${text.slice(span.start, span.end)} | ${message}`);
}

it('reads a snippet with the defaults of what it leaves out', () => {
  const { snippet, problems } = read(whole);
  expect(problems).toEqual([]);
  expect(snippet).toMatchObject({
    id: 'add-thing',
    version: 2,
    answer: 'draft',
    body: 'Add a thing to {{table}}.',
    origin: { by: 'team', path: '.tenantsafe/prompts/add-thing.md' },
  });
  expect(snippet?.inputs).toMatchObject([
    { key: 'table', required: true, completes: 'table', many: false },
    { key: 'column', required: false, completes: 'newColumn', of: 'table' },
  ]);
});

it.each([
  [
    'an unknown key',
    whole.replace('title: Table', 'titel: Table'),
    'titel | unknown key `titel`: did you mean `title`?',
  ],
  [
    'a wrong choice',
    whole.replace('[row]', '[rows]'),
    'rows | `tenancy[0]` cannot be `rows`: did you mean `row`?',
  ],
  [
    'a missing key',
    whole.replace('use: When a thing is to be added.\n', ''),
    'id: add-thing | `use` is missing here: add `use: …`',
  ],
  [
    'an input that nobody defines in the request',
    whole.replace('to {{table}}.', 'to {{tabel}}.'),
    '{{tabel}} | no input is called `tabel`: did you mean `{{table}}`?',
  ],
  [
    'an input that nobody defines in a shape',
    whole.replace('{{column.name}}', '{{kolumn}}'),
    'ALTER TABLE {{table}} ADD COLUMN {{kolumn}} text | no input is called `kolumn`: did you mean `{{column}}`?',
  ],
  [
    'a second input of one key',
    whole.replace('key: column', 'key: table'),
    'table | a second input is called `table`: rename one',
  ],
  [
    'a column of no table',
    whole.replace('completes: newColumn', 'completes: column\n    of: parent'),
    'parent | `column` belongs to the table in `parent`, and no input of that key completes a table: add one, or name it with `of`',
  ],
  [
    'a choice of nothing',
    whole.replace('completes: newColumn', 'completes: choice'),
    'choice | `column` is a choice of nothing: list its `choices`',
  ],
  [
    'another name than its file',
    whole.replace('id: add-thing', 'id: add-stuff'),
    'add-stuff | the file is called add-thing.md and its snippet `add-stuff`: give both one name',
  ],
])('points at %s', (_, text, problem) => {
  expect(problemsOf(text)).toContain(problem);
  expect(read(text).snippet).toBeUndefined();
});

it('says what is wrong with a file that is no snippet at all', () => {
  expect(problemsOf('Just words.\nMore.')).toEqual([
    expect.stringMatching(/^Just words\. \| a prompt snippet starts with front matter/),
  ]);
  expect(problemsOf(whole.replace('Add a thing to {{table}}.\n', ''))).toHaveLength(1);
  expect(problemsOf('---\nid: [\n---\nx')).not.toEqual([]);
});

it('a team’s own snippet takes the place of a built-in one, and a broken one takes none', () => {
  const own = '.tenantsafe/prompts/add-thing.md';
  const files = (text: string) => ({ paths: [own, 'docs/add-thing.md'], text: () => text });
  const builtIn = [{ path: 'snippets/add-thing.md', text: whole }];
  expect(
    promptLibrary(builtIn, files(whole.replace('a thing', 'our thing'))).find('add-thing')?.origin.by,
  ).toBe('team');
  const broken = promptLibrary(builtIn, files('nothing'));
  expect(broken.find('add-thing')?.origin.by).toBe('tenantsafe');
  expect(broken.problems.map(({ path }) => path)).toEqual([own]);
});

it('leaves out lines about inputs that say nothing, and keeps list items with long values', () => {
  const text = 'First {{a}}.\nSecond {{b}}.\n\n- third {{c}}\n\n\nEnd.';
  const values = new Map([
    ['a', '1'],
    ['c', 'x\ny'],
  ]);
  expect(filledIn(text, values)).toBe('First 1.\n\n- third x\n  y\n\nEnd.');
});
