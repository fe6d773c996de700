import { describe, expect, it } from 'vitest';
import { resultOf, statementOf, tenantOf } from './exampleResult';
import { renderReportBody } from './html';
import { renderMarkdown } from './markdown';
import { projectionSentences, scorecardEntries } from './scorecard';
import { renderText } from './text';

const tenants = [tenantOf('minimal', []), tenantOf('large', [])];

function value(name: string, result: ReturnType<typeof resultOf>): string | undefined {
  return scorecardEntries(result).find((entry) => entry.name === name)?.value;
}

describe('scorecardEntries', () => {
  it('never gives a figure that was not measured', () => {
    const entries = scorecardEntries(resultOf([]));
    const values = Object.fromEntries(entries.map((entry) => [entry.name, entry.value]));
    expect(values).toMatchObject({
      'Readers stood still': 'not measured',
      'Lock queue': 'not measured',
      'Blast radius': 'not measured',
      'Drifted tenants': 'not compared',
    });
  });

  it('says what a wait in the lock queue means, and that there was none', () => {
    const withQueue = (lockQueueMs: number) =>
      scorecardEntries(resultOf(tenants, { scorecard: { ...resultOf([]).scorecard, lockQueueMs } })).find(
        ({ name }) => name === 'Lock queue',
      );
    expect(withQueue(310)).toMatchObject({ value: '310 ms' });
    expect(withQueue(310)?.meaning).toContain('as long as the longest open transaction');
    expect(withQueue(0)).toMatchObject({ value: 'no wait' });
  });

  it('counts tables of the shown run of the migration only, each once', () => {
    const statements = [
      statementOf({ rowsTouched: 7 }),
      statementOf({ rowsTouched: 3, rewrites: ['public.accounts'], scans: ['public.users'] }),
      statementOf({ direction: 'down', scans: ['public.rollback'] }),
      statementOf({ tenant: 'large', scans: ['public.other_run'] }),
    ];
    expect(value('Blast radius', resultOf(tenants, { statements }))).toBe(
      'public.accounts, public.users, all 2 tenants at once, 10 rows changed',
    );
  });

  it('names a few tables and counts the rest', () => {
    const scans = ['a.a', 'a.b', 'a.c', 'a.d', 'a.e'];
    const statements = [statementOf({ tenant: 'minimal', locks: [], scans })];
    expect(
      value('Blast radius', resultOf([tenantOf('minimal', [])], { statements, model: 'schema' })),
    ).toMatch(/^a\.a, a\.b, a\.c and 2 more tables, one tenant at a time/);
  });
});

describe('projectionSentences', () => {
  const projection = {
    tenants: 500,
    totalSeconds: 4100,
    meanTenantSeconds: 0.1,
    largestTenantSeconds: 8.25,
    longestLockSeconds: 0.4,
    walBytes: 2048,
    errorSeconds: null,
    method: 'a line through 5 measured runs',
    isEstimate: true,
  } as const;

  it('calls itself an estimate, and says its error or that none is known', () => {
    expect(projectionSentences(projection).join(' ')).toContain('too few sizes were measured');
    expect(projectionSentences({ ...projection, errorSeconds: 1.5 }).join(' ')).toContain('off by 1.5 s');
    expect(projectionSentences(projection)[0]).toContain('about 68 min in all and 8.3 s for the largest');
  });

  it('stands in every form of the report', () => {
    const result = resultOf(tenants, { projection, statements: [statementOf({})] });
    const forms = [renderText(result, { colours: false }), renderMarkdown(result), renderReportBody(result)];
    for (const form of forms) {
      for (const sentence of projectionSentences(projection)) expect(form).toContain(sentence);
      for (const entry of scorecardEntries(result)) {
        expect(form).toContain(entry.name);
        expect(form).toContain(entry.value);
      }
    }
  });
});
