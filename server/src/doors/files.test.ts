import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openFolder } from './files';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tenantsafe-files-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function write(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true });
  await writeFile(path.join(root, file), content);
}

it('lists files of the project, not those of packages and hidden folders', async () => {
  for (const file of ['a.sql', 'db/b.sql', 'node_modules/x/c.sql', '.git/d.sql', 'db/.cache/e.sql'])
    await write(file, '');
  await symlink(path.join(root, 'a.sql'), path.join(root, 'linked.sql'));
  expect((await openFolder(root)).files().paths).toEqual(['a.sql', 'db/b.sql', 'linked.sql']);
});

it('reads a team’s prompt snippets, and nothing else that lies in hidden folders', async () => {
  const own = '.tenantsafe/prompts/own.md';
  const hidden = [
    '.tenantsafe/prompts/old/own.md',
    '.tenantsafe/drafts.jsonl',
    '.tenantsafe/evidence/V1/result.sql',
    'db/.tenantsafe/prompts/other.md',
  ];
  for (const file of ['a.sql', own, ...hidden]) await write(file, '');
  const folder = await openFolder(root);
  expect(folder.files().paths).toEqual([own, 'a.sql']);
  for (const file of hidden) folder.changedOnDisk(file);
  expect(folder.files().paths).toEqual([own, 'a.sql']);
});

it('is the same value until something changes', async () => {
  await write('a.sql', 'select 1;');
  const folder = await openFolder(root);
  const before = folder.files();
  expect(folder.files()).toBe(before);
  folder.shownInEditor('a.sql', 'select 2;');
  expect(folder.files()).not.toBe(before);
  expect(folder.files().text('a.sql')).toBe('select 2;');
  expect(before.text('a.sql')).toBe('select 1;');
});

it('goes back to the disk when an editor closes a file', async () => {
  await write('a.sql', 'select 1;');
  const folder = await openFolder(root);
  folder.shownInEditor('a.sql', 'select 2;');
  folder.shownInEditor('a.sql', undefined);
  expect(folder.files().text('a.sql')).toBe('select 1;');
});

it('lets a removed file go that an editor still holds, until somebody types into it', async () => {
  await write('a.sql', 'select 1;');
  const folder = await openFolder(root);
  folder.shownInEditor('a.sql', 'select 1;');
  await rm(path.join(root, 'a.sql'));
  folder.changedOnDisk('a.sql');
  expect(folder.files().paths).toEqual([]);
  expect(folder.files().text('a.sql')).toBeUndefined();
  folder.shownInEditor('a.sql', 'select 2;');
  expect(folder.files().text('a.sql')).toBe('select 2;');
});

it('follows files that come, change and go', async () => {
  await write('a.sql', 'select 1;');
  const folder = await openFolder(root);
  expect(folder.files().text('a.sql')).toBe('select 1;');
  await write('a.sql', 'select 2;');
  await write('b.sql', 'select 3;');
  for (const file of ['a.sql', 'b.sql', 'node_modules/c.sql']) folder.changedOnDisk(file);
  expect(folder.files().paths).toEqual(['a.sql', 'b.sql']);
  expect(folder.files().text('a.sql')).toBe('select 2;');
  await rm(path.join(root, 'a.sql'));
  folder.changedOnDisk('a.sql');
  expect(folder.files().paths).toEqual(['b.sql']);
  expect(folder.files().text('a.sql')).toBeUndefined();
});

it('says in one sentence where text is not UTF-8', async () => {
  await write('latin.sql', Buffer.from("select 1;\nselect 'caf\xe9';", 'latin1'));
  await write('utf16.sql', Buffer.from('\uFEFFselect 1;', 'utf16le'));
  const files = (await openFolder(root)).files();
  expect(files.text('latin.sql')).toBeUndefined();
  expect(files.problem('latin.sql')).toBe(
    'latin.sql is not valid UTF-8 (line 2): save it with the encoding UTF-8.',
  );
  expect(files.problem('utf16.sql')).toContain('utf16.sql is not valid UTF-8 (line 1)');
});

it('takes a byte order mark for what it is', async () => {
  await write('a.sql', '\uFEFFselect 1;');
  expect((await openFolder(root)).files().text('a.sql')).toBe('select 1;');
});

it('trusts an editor that shows a file without replacement characters', async () => {
  await write('latin.sql', Buffer.from("select 'caf\xe9';", 'latin1'));
  const folder = await openFolder(root);
  folder.shownInEditor('latin.sql', "select 'caf\uFFFD';");
  expect(folder.files().problem('latin.sql')).toContain('not valid UTF-8');
  folder.shownInEditor('latin.sql', "select 'café';");
  expect(folder.files().problem('latin.sql')).toBeUndefined();
});

it('has no text and no problem for what is not there', async () => {
  const files = (await openFolder(root)).files();
  expect(files.text('nowhere.sql')).toBeUndefined();
  expect(files.problem('nowhere.sql')).toBeUndefined();
});

it('fails for a root that is not there', async () => {
  await expect(openFolder(path.join(root, 'nowhere'))).rejects.toThrow('ENOENT');
});
