import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { rules } from '../../server/src/rules';
import { loadPostgresParser } from '../../server/src/sql';
import { findingsOf, lintExample } from '../rules/exampleWorkspace';
import { readRulePage } from './rulePage';

beforeAll(loadPostgresParser);

const folder = new URL('../../docs/rules/', import.meta.url);
const ids = rules.map((rule) => rule.id);

it('rules are listed by id, each once', () => {
  expect(ids).toEqual([...new Set(ids)].sort());
});

it('a rule lives in the file of its name', () => {
  const rooms = readdirSync(new URL('../../server/src/rules/', import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !['readings', 'fixes'].includes(entry.name))
    .map((entry) => entry.name);
  const files = rooms.flatMap((room) =>
    readdirSync(new URL(`../../server/src/rules/${room}/`, import.meta.url)).map((name) =>
      name.replace(/\.ts$/, ''),
    ),
  );
  expect(files.sort()).toEqual(ids);
});

it('every page belongs to a rule, and the list of pages names all rules', () => {
  const pages = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md');
  // Pages of findings about suppressions have no rule file.
  const aboutRules = pages
    .map((name) => name.replace(/\.md$/, ''))
    .filter((id) => !/^(suppression|exception)-/.test(id));
  expect(aboutRules.sort()).toEqual(ids);
  const list = readFileSync(new URL('README.md', folder), 'utf8');
  const rows = [...list.matchAll(/^\| \[([a-z0-9-]+)\]\(\1\.md\)\s*\| (\w+)\s*\| (.+?)\s*\|$/gm)].map((row) =>
    row.slice(1),
  );
  expect(rows.filter(([id]) => ids.includes(id ?? ''))).toEqual(
    rules.map(({ id, severity, summary }) => [id, severity, summary]),
  );
});

describe.each(rules)('$id', ({ id, severity, category }) => {
  const file = new URL(`${id}.md`, folder);
  const page = existsSync(file) ? readRulePage(readFileSync(file, 'utf8')) : undefined;

  it('has a page that begins with its id and its summary in one sentence', () => {
    expect(page?.title).toBe(id);
    expect(page?.summary).toMatch(/^[^#|`-].*\.$/);
    expect(page?.headings).toEqual(['What happens', 'Examples', 'How to fix', 'When not to use it', 'Links']);
  });

  it('tells its severity, its category and whether it mends what it finds', () => {
    const invalid = (page?.examples ?? []).filter(({ kind }) => kind === 'invalid');
    const fixes = invalid.flatMap(({ example }) =>
      findingsOf(lintExample(example), id).flatMap((finding) => finding.fixes),
    );
    expect(page?.facts).toEqual({
      Severity: severity,
      Category: category,
      Fix: fixes.length > 0 ? 'yes' : 'no',
    });
  });

  it('shows both what it finds and what it leaves alone', () => {
    expect(new Set(page?.examples.map(({ kind }) => kind))).toEqual(new Set(['invalid', 'valid']));
  });

  it.each(page?.examples ?? [])('example on line $line is $kind', ({ kind, example }) => {
    const linted = lintExample(example);
    expect(linted.result.errors, 'errors').toEqual([]);
    const findings = findingsOf(linted, id);
    const messages = findings.map((finding) => finding.message);
    expect(messages).toHaveLength(kind === 'invalid' ? 1 : 0);
    for (const fix of findings.flatMap((finding) => finding.fixes)) {
      const mended = linted.withFix(fix);
      expect(mended.result.errors, `errors after "${fix.title}"`).toEqual([]);
      expect(findingsOf(mended, id), `findings after "${fix.title}" in\n${mended.text}`).toEqual([]);
    }
  });
});
