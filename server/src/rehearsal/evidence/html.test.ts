import { describe, expect, it } from 'vitest';
import { checkIds, type CheckResult, type StatementPlan } from '../result';
import { resultOf as result, statementOf, tenantOf as tenant } from './exampleResult';
import { renderReportBody, reportStylesheet, reportTitle } from './html';

const passed: CheckResult = {
  id: 'apply',
  verdict: 'passed',
  message: 'The migration ran in 3 ms.',
  statement: null,
  relations: [],
  sample: [],
};

const statement = statementOf({});

describe('renderReportBody', () => {
  it('has a row for every check and a column for every tenant', () => {
    const body = renderReportBody(result([tenant('minimal', [passed]), tenant('edge', [passed])]));
    for (const id of checkIds) expect(body).toContain(`<th scope="row"><code>${id}</code></th>`);
    expect(body).toContain('<th scope="col">minimal</th><th scope="col">edge</th>');
  });

  it('never says that a check which is missing passed', () => {
    const body = renderReportBody(result([tenant('minimal', [])]));
    expect(body.match(/not made/g)).toHaveLength(checkIds.length);
    expect(body).not.toContain('✓');
  });

  it('says once what holds for several tenants', () => {
    const leak: CheckResult = {
      ...passed,
      id: 'isolation',
      verdict: 'failed',
      message: 'Leaks.',
      statement: 1,
      sample: ['row 1'],
    };
    const body = renderReportBody(result([tenant('minimal', [leak]), tenant('large', [leak])]));
    expect(body).toContain('<h3><code>isolation</code> failed on minimal, large</h3>');
    expect(body).toContain('Statement 2 of the migration.');
  });

  it('counts statements of the rollback for checks of the rollback', () => {
    const lost: CheckResult = {
      ...passed,
      id: 'rollback-apply',
      verdict: 'failed',
      message: 'No.',
      statement: 0,
    };
    expect(renderReportBody(result([tenant('edge', [lost])]))).toContain('Statement 1 of the rollback.');
  });

  it('shows locks, stalls and what was predicted otherwise', () => {
    const body = renderReportBody(result([tenant('large', [passed])], { statements: [statement] }));
    expect(body).toContain('All tenants in one database');
    expect(body).toContain('<code>public.accounts</code> SHARE');
    expect(body).toContain('780 ms to 801 ms');
    expect(body).toContain('held longer than predicted');
  });

  it('shows plans, and says what an index would have changed only where one was found to help', () => {
    const explain = { ms: 180, pages: 4000, lines: ['Update on t', '  Seq Scan on t'], index: null };
    const index = {
      relation: 'public.accounts',
      columns: ['status', 'created'],
      ms: 3,
      pages: 12,
      pagesWithout: 3900,
    };
    const shown = (plan: StatementPlan) =>
      renderReportBody(result([tenant('large', [])], { statements: [statementOf({ explain: plan })] }));
    expect(shown(explain)).toContain('  Seq Scan on t</pre>');
    expect(shown(explain)).not.toContain('with an index');
    expect(shown({ ...explain, index })).toContain(
      'with an index on (status, created) the statement read 12 instead of 3,900 pages to find its rows and took 3.0 ms instead of 180 ms',
    );
  });

  it('draws each run, locks and stalls included, and says the same in a table', () => {
    const stalls = [
      { tenant: '*', direction: 'up', side: 'write', relation: 'public.users', startMs: -5, ms: 700 },
    ] as const;
    const own = tenant('large', []);
    const body = renderReportBody(result([own], { statements: [statementOf({ startMs: 0 })], stalls }));
    expect(body.match(/<rect /g)).toHaveLength(3);
    expect(body).toContain('All tenants in one database, migration, 801 ms in all');
    const words = body.replaceAll(/\s+/g, ' ');
    expect(words).toContain(
      '<th scope="row">SHARE on public.accounts</th> <td class="number">0 ms</td> <td class="number">801 ms</td>',
    );
    expect(words).toContain(
      'write of public.users stood still</th> <td class="number">0 ms</td> <td class="number">695 ms</td>',
    );
    // Evidence of an earlier version does not say when its statements began.
    expect(renderReportBody(result([own], { statements: [statement] }))).not.toContain('Timeline');
  });

  it('lists what was not checked, and skipped checks with their reason', () => {
    const skipped: CheckResult = {
      ...passed,
      id: 'rerun',
      verdict: 'skipped',
      message: 'A framework never reruns it.',
    };
    const body = renderReportBody(
      result([tenant('minimal', [skipped]), tenant('large', [passed])], {
        notChecked: [{ what: 'role app_user', why: 'it was created without any attribute' }],
      }),
    );
    expect(body).toContain('<strong>role app_user</strong>: it was created without any attribute');
    expect(body).toContain('<strong><code>rerun</code> (minimal)</strong>: A framework never reruns it.');
  });

  it('escapes everything that comes from SQL, wherever it stands', () => {
    const evil = `"><script>alert('x')</script>&\u0000`;
    const check: CheckResult = {
      ...passed,
      verdict: 'failed',
      message: evil,
      relations: [evil],
      sample: [evil],
    };
    const hostile = {
      ...tenant('edge', [check]),
      name: evil,
      tables: [{ relation: evil, rows: 0, seeded: false, reason: evil }],
    };
    const body = renderReportBody(
      result([hostile], {
        migration: evil,
        rollback: evil,
        server: evil,
        statements: [
          { ...statement, tenant: evil, scans: [evil], predicted: { agrees: false, differences: [evil] } },
        ],
        notChecked: [{ what: evil, why: evil }],
      }),
    );
    expect(body).not.toContain('<script');
    expect(body).not.toContain(`"><`.concat('script'));
    expect(body).not.toContain('\u0000');
    expect(body).toContain('&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;\ufffd');
  });

  it('refers to nothing outside itself', () => {
    const page =
      renderReportBody(result([tenant('edge', [passed])], { statements: [statement] })) + reportStylesheet;
    expect(page).not.toMatch(/\b(src|href)=|url\(|@import|https?:|<script|<style|\son\w+=|\sstyle=/i);
  });
});

describe('reportTitle', () => {
  it('names migration and verdict', () => {
    expect(reportTitle(result([]))).toBe('V2__x.sql: failed');
  });
});
