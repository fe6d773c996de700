import type { CheckResult, RehearsalResult, TenantResult } from '../result';

/** The result as JUnit XML: a suite for each tenant, a case for each check. */
export function renderJunit(result: RehearsalResult): string {
  const cases = result.tenants.flatMap(({ checks }) => checks);
  const counts = `tests="${cases.length}" failures="${countOf(cases, 'failed')}" errors="${countOf(cases, 'errored')}" skipped="${countOf(cases, 'skipped')}"`;
  const suites = result.tenants.map((tenant) => suite(result, tenant)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${escapeXml(result.migration)}" ${counts}>\n${suites}</testsuites>\n`;
}

function suite(result: RehearsalResult, { name, checks, upMs }: TenantResult): string {
  const attributes = `tests="${checks.length}" failures="${countOf(checks, 'failed')}" errors="${countOf(checks, 'errored')}" skipped="${countOf(checks, 'skipped')}" time="${((upMs ?? 0) / 1000).toFixed(3)}" timestamp="${result.startedAt}"`;
  const cases = checks.map((check) => testCase(result, name, check)).join('');
  return `  <testsuite name="${escapeXml(`tenant ${name}`)}" ${attributes}>\n${cases}  </testsuite>\n`;
}

function testCase(result: RehearsalResult, tenant: string, check: CheckResult): string {
  const head = `    <testcase classname="${escapeXml(`${result.migration}.${tenant}`)}" name="${check.id}"`;
  const message = escapeXml(check.message);
  switch (check.verdict) {
    case 'passed':
      return `${head}/>\n`;
    case 'skipped':
      return `${head}><skipped message="${message}"/></testcase>\n`;
    case 'failed':
      return `${head}><failure message="${message}">${escapeXml(check.sample.join('\n'))}</failure></testcase>\n`;
    case 'errored':
      return `${head}><error message="${message}"/></testcase>\n`;
  }
}

function countOf(checks: readonly CheckResult[], verdict: CheckResult['verdict']): number {
  return checks.filter((check) => check.verdict === verdict).length;
}

/** Characters that XML 1.0 cannot hold at all are replaced; fixture rows hold some on purpose. */
function escapeXml(text: string): string {
  return text
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '\ufffd',
    )
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\n/g, '&#10;');
}
