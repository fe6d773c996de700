import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { rules } from '../../server/src/rules';
import { loadPostgresParser } from '../../server/src/sql';
import { findingsOf, lintExample } from './exampleWorkspace';
import { asExpected, readFixture, spoken, type ExpectedFinding } from './fixture';

beforeAll(loadPostgresParser);

const folderOf = (rule: string) => new URL(`./${rule}/`, import.meta.url);

describe.each(rules.map((rule) => rule.id))('%s', (rule) => {
  const folder = folderOf(rule);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.sql')) : [];

  it('has fixtures that it finds something in and fixtures that it is silent on', () => {
    const kinds = names.map((name) => read(rule, name).expected.length > 0);
    expect(new Set(kinds), `fixtures of ${rule}`).toEqual(new Set([true, false]));
  });

  it.each(names)('%s', (name) => {
    const { example, expected } = read(rule, name);
    const linted = lintExample(example);
    expect(linted.result.errors, 'errors').toEqual([]);
    const findings = findingsOf(linted, rule);
    expect(differences(expected, findings.map(asExpected))).toEqual({ missing: [], surplus: [] });
    for (const fix of findings.flatMap((finding) => finding.fixes)) {
      const mended = linted.withFix(fix);
      expect(mended.result.errors, `errors after "${fix.title}" in\n${mended.text}`).toEqual([]);
      const left = findingsOf(mended, rule).length;
      expect(left, `findings left after "${fix.title}" in\n${mended.text}`).toBeLessThan(findings.length);
    }
  });
});

it('every folder of fixtures belongs to a rule', () => {
  const folders = readdirSync(new URL('.', import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  expect(folders.filter((name) => !rules.some((rule) => rule.id === name))).toEqual([]);
});

function read(rule: string, name: string) {
  return readFixture(readFileSync(new URL(name, folderOf(rule)), 'utf8'));
}

function differences(expected: readonly ExpectedFinding[], actual: readonly ExpectedFinding[]) {
  const [wanted, found] = [expected.map(spoken), actual.map(spoken)];
  return {
    missing: wanted.filter((finding) => !found.includes(finding)),
    surplus: found.filter((finding) => !wanted.includes(finding)),
  };
}
