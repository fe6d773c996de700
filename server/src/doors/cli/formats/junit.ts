import type { LintedFile } from '../../../service';
import type { Format } from './format';

/** JUnit XML as CI servers read it: a suite per file, a failed case per finding, one passed case where there is none. */
export const junitFormat: Format = (files) => {
  const suites = files.map((file) => ({ path: file.path, cases: casesOf(file) }));
  const failures = suites.flatMap(({ cases }) => cases.filter(({ failure }) => failure !== undefined));
  const tests = suites.reduce((sum, { cases }) => sum + cases.length, 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="tenantsafe lint" tests="${tests}" failures="${failures.length}">`,
    ...suites.flatMap(suiteXml),
    '</testsuites>\n',
  ].join('\n');
};

interface Case {
  readonly name: string;
  readonly failure: { readonly type: string; readonly place: string; readonly message: string } | undefined;
}

function casesOf({ path, findings, errors }: LintedFile): readonly Case[] {
  const failed = [
    ...errors.map(({ message, range }) => ({ name: 'readable', type: 'error', message, range })),
    ...findings
      .filter(({ suppressed }) => suppressed === null)
      .map(({ rule, severity, message, range }) => ({ name: rule, type: severity, message, range })),
  ].map(({ name, type, message, range }) => ({
    name,
    failure: { type, message, place: `${path}:${range.start.line + 1}:${range.start.character + 1}` },
  }));
  return failed.length > 0 ? failed : [{ name: 'no findings', failure: undefined }];
}

function suiteXml({
  path,
  cases,
}: {
  readonly path: string;
  readonly cases: readonly Case[];
}): readonly string[] {
  const failures = cases.filter(({ failure }) => failure !== undefined).length;
  return [
    `  <testsuite name="${escaped(path)}" tests="${cases.length}" failures="${failures}">`,
    ...cases.map((each) => caseXml(path, each)),
    '  </testsuite>',
  ];
}

function caseXml(path: string, { name, failure }: Case): string {
  const opening = `    <testcase classname="${escaped(path)}" name="${escaped(name)}"`;
  if (failure === undefined) return `${opening}/>`;
  const { type, place, message } = failure;
  return `${opening}><failure type="${type}" message="${escaped(message)}">${escaped(place)}</failure></testcase>`;
}

/** Characters that XML 1.0 has no way to write are left out. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\n/g, '&#10;');
}
