import { beforeAll, describe, expect, it } from 'vitest';
import { loadPostgresParser } from '../../sql';
import { missingIndex } from './missingIndex';
import { planLines, readQueryPlan } from './queryPlan';

beforeAll(loadPostgresParser);

/** An UPDATE over one scan, as the server's JSON has it. */
function planWith(scan: Readonly<Record<string, unknown>>) {
  const plan = readQueryPlan([
    {
      Plan: {
        'Node Type': 'ModifyTable',
        Operation: 'Update',
        Schema: 'public',
        'Relation Name': 'accounts',
        'Actual Loops': 1,
        Plans: [
          {
            'Node Type': 'Seq Scan',
            Schema: 'public',
            'Relation Name': 'accounts',
            Alias: 'a',
            'Actual Loops': 1,
            'Actual Rows': 10,
            'Rows Removed by Filter': 90_000,
            ...scan,
          },
        ],
      },
      'Execution Time': 12.5,
    },
  ]);
  if (plan === undefined) throw new Error('no plan');
  return plan;
}

describe('missingIndex', () => {
  it.each([
    ["((a.status)::text = 'open'::text)", ['status']],
    [
      "((a.created > now()) AND (a.status = 'open'::text) AND (a.closed IS NULL))",
      ['status', 'closed', 'created'],
    ],
    ["(a.status = ANY ('{open,held}'::text[]))", ['status']],
    ["(status = 'open'::text)", ['status']],
    ['(a."order" = 1)', ['order']],
  ])('leads to the rows of %s', (filter, columns) => {
    expect(missingIndex(planWith({ Filter: filter }))).toEqual({
      schema: 'public',
      table: 'accounts',
      columns,
    });
  });

  it.each([
    ['compares no column', "(lower(a.email) = 'x'::text)"],
    ['compares the column of another table', '(b.id = 1)'],
    ['accepts either of two', '((a.x = 1) OR (a.y = 2))'],
    ['asks for what is there', '(a.x IS NOT NULL)'],
    ['is no expression of its own', '(hashed SubPlan 1)'],
  ])('is unknown where a filter %s', (_, filter) => {
    expect(missingIndex(planWith({ Filter: filter }))).toBeUndefined();
  });

  it('is not missed where most rows are needed, or there are few', () => {
    const filter = { Filter: '(a.x = 1)' };
    expect(missingIndex(planWith({ ...filter, 'Actual Rows': 50_000 }))).toBeUndefined();
    expect(missingIndex(planWith({ ...filter, 'Rows Removed by Filter': 500 }))).toBeUndefined();
    expect(missingIndex(planWith({ ...filter, 'Node Type': 'Index Scan' }))).toBeUndefined();
  });
});

describe('planLines', () => {
  it('indents what lies below and says what was thrown away', () => {
    expect(planLines(planWith({ Filter: '(a.x = 1)' }).root)).toEqual([
      'Update on public.accounts (0.0 ms, 0 rows, 0 pages)',
      '  Seq Scan on public.accounts (0.0 ms, 10 rows, 0 pages, 90000 rows thrown away, filter (a.x = 1))',
    ]);
  });
});
