import type { CheckResult, RehearsalResult, TenantResult } from '../result';
import { spokenTenants, tenantGroups } from './tenantGroups';

/**
 * The result as JUnit XML: a suite for each tenant, a case for each check. Copies that passed share a suite, with the
 * checks that were made on them.
 */
export function renderJunit(result: RehearsalResult): string {
  const shown = shownTenants(result);
  const cases = shown.flatMap(({ checks }) => checks);
  const counts = `tests="${cases.length}" failures="${countOf(cases, 'failed')}" errors="${countOf(cases, 'errored')}" skipped="${countOf(cases, 'skipped')}"`;
  const suites = shown.map((tenant) => suite(result, tenant)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${escapeXml(result.migration)}" ${counts}>\n${suites}</testsuites>\n`;
}

type ShownTenant = Pick<TenantResult, 'name' | 'checks' | 'upMs'>;

function shownTenants(result: RehearsalResult): readonly ShownTenant[] {
  return tenantGroups(result).flatMap(({ first, tenants }) => {
    const copies = tenants.filter((tenant) => tenant !== first).map(withMadeChecks);
    const passed = copies.filter(({ verdict }) => verdict === 'passed');
    const [sample] = passed;
    const name = spokenTenants(
      result,
      passed.map((tenant) => tenant.name),
    );
    return [
      first,
      ...(sample === undefined ? [] : [{ ...sample, name }]),
      ...copies.filter(({ verdict }) => verdict !== 'passed'),
    ];
  });
}

/** A copy that was not started keeps the check that says so. */
function withMadeChecks(copy: TenantResult): TenantResult {
  const made = copy.checks.filter(({ id, verdict }) => verdict !== 'skipped' || id === 'apply');
  return { ...copy, checks: made };
}

function suite(result: RehearsalResult, { name, checks, upMs }: ShownTenant): string {
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
