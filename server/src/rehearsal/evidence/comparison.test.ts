import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../result';
import { comparisonWith } from './comparison';
import { comparisonSentence } from './comparisonText';
import { resultOf, statementOf, tenantOf } from './exampleResult';
import { renderReportBody } from './html';
import { renderMarkdown } from './markdown';
import { renderText } from './text';

const check = (id: CheckResult['id'], verdict: CheckResult['verdict']): CheckResult => ({
  id,
  verdict,
  message: '',
  statement: null,
  relations: [],
  sample: [],
});
const { scorecard } = resultOf([]);

describe('comparisonWith', () => {
  it('names tenants whose verdict changed, once for each change', () => {
    const last = resultOf([
      tenantOf('minimal', [check('apply', 'passed'), check('rerun', 'skipped')]),
      tenantOf('edge', [check('apply', 'passed')]),
    ]);
    const now = resultOf([
      tenantOf('minimal', [check('apply', 'failed'), check('rerun', 'skipped')]),
      tenantOf('edge', [check('apply', 'failed')]),
      tenantOf('empty', [check('apply', 'passed')]),
    ]);
    expect(comparisonWith(last, now)?.changes).toEqual(['apply failed (passed before) on minimal, edge']);
  });

  it('names locks that came and went', () => {
    const last = resultOf([], { statements: [statementOf({})] });
    const now = resultOf([], {
      statements: [statementOf({ locks: [{ relation: 'public.accounts', mode: 'ACCESS EXCLUSIVE' }] })],
    });
    expect(comparisonWith(last, now)?.changes).toEqual([
      'ACCESS EXCLUSIVE on public.accounts is taken, and was not before',
      'SHARE on public.accounts is not taken any more',
    ]);
  });

  it.each([
    [{ tenantMsP95: 900 }, []],
    [{ tenantMsP95: 2000 }, ['Time a tenant: 2000 ms (812 ms before)']],
    [{ blockedWriterMsMax: 3 }, ['Writers stood still: 3.0 ms (790 ms before)']],
    [{ blockedReaderMsMax: 500 }, []],
    [{ walBytes: 11_700_000 }, []],
    [{ walBytes: 0 }, ['Write-ahead log: 0 B (11.1 MB before)']],
  ])('tells %o from noise', (figures, changes) => {
    const now = resultOf([], { scorecard: { ...scorecard, ...figures } });
    expect(comparisonWith(resultOf([]), now)?.changes).toEqual(changes);
  });

  it('is not made with the evidence of another migration', () => {
    expect(comparisonWith(resultOf([], { migration: 'V1__y.sql' }), resultOf([]))).toBeUndefined();
  });

  it('says which inputs are others, in every form of the report', () => {
    const last = resultOf([]);
    const now = resultOf([], { inputs: { ...last.inputs, migration: 'sha256:9', policy: 'sha256:8' } });
    const comparison = comparisonWith(last, now);
    if (comparison === undefined) throw new Error('not compared');
    const sentence =
      'Since the run of 2026-01-02 03:04 UTC, with another migration and policy, nothing worth naming came out differently.';
    expect(comparisonSentence(comparison)).toBe(sentence);
    const result = { ...now, comparison };
    const forms = [renderText(result, { colours: false }), renderMarkdown(result), renderReportBody(result)];
    for (const form of forms) expect(form).toContain(sentence);
    expect(renderText(now, { colours: false })).not.toContain('Since the');
  });
});
