import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type * as concerned from '../../server/src/rules/concerned';
import { createLanguageService, type WorkspaceFiles } from '../../server/src/service';
import { loadPostgresParser } from '../../server/src/sql';
import { readRulePage } from '../docs/rulePage';
import { lintExample } from './exampleWorkspace';
import { readFixture } from './fixture';

/** What rules that were not to be asked would have found, had they been asked. */
const { missed } = vi.hoisted(() => ({ missed: new Set<string>() }));

// It asks the rules that the real choice leaves out, and only those.
vi.mock('../../server/src/rules/concerned', async (importOriginal) => {
  const { rulesByConcern } = await importOriginal<typeof concerned>();
  const watched: typeof rulesByConcern = (rules) => {
    const chosenFor = rulesByConcern(rules);
    return (migration) => {
      const chosen = new Set(chosenFor(migration));
      for (const rule of rules.filter((each) => !chosen.has(each)))
        for (const { what } of rule.check(migration)) missed.add(`${rule.id}: ${what}`);
      return [];
    };
  };
  return { rulesByConcern: watched };
});

const fixtures = new URL('.', import.meta.url);
const pages = new URL('../../docs/rules/', fixtures);
const workspaces = new URL('../workspaces/', fixtures);

beforeAll(loadPostgresParser);
beforeEach(() => {
  missed.clear();
});

const read = (file: URL) => readFileSync(file, 'utf8');
const filesBelow = (folder: URL, extension: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith(extension));

it('no rule has anything to say of a fixture without what it speaks of', () => {
  for (const path of filesBelow(fixtures, '.sql'))
    lintExample(readFixture(read(new URL(path, fixtures))).example);
  expect([...missed]).toEqual([]);
}, 120_000);

it('nor of an example of a page', () => {
  const ofRules = filesBelow(pages, '.md').filter((name) => /^(pg|rls|tenant|rollback)-/.test(name));
  for (const { example } of ofRules.flatMap((name) => readRulePage(read(new URL(name, pages))).examples)) {
    lintExample(example);
  }
  expect([...missed]).toEqual([]);
}, 120_000);

it.each(readdirSync(workspaces))('nor of a migration of %s', (name) => {
  const folder = new URL(`${name}/`, workspaces);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.(sql|conf|yaml)$/.test(path),
  );
  const files: WorkspaceFiles = {
    paths,
    text: (path) => (paths.includes(path) ? read(new URL(path, folder)) : undefined),
    problem: () => undefined,
  };
  const workspace = { files, today: '2030-01-01' };
  const service = createLanguageService();
  for (const path of paths.filter((each) => each.endsWith('.sql'))) service.lint(workspace, path);
  expect([...missed]).toEqual([]);
});
