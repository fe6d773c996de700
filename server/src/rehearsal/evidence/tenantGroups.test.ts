import { describe, expect, it } from 'vitest';
import type { CheckResult, TenantResult } from '../result';
import { resultOf, tenantOf } from './exampleResult';
import { renderJunit } from './junit';
import { failuresOf, groupVerdict, spokenTenants, tenantGroups } from './tenantGroups';

const passed = check('passed', 'Ran.');

describe('tenants of one shape', () => {
  it('are one group, with the first of them named', () => {
    expect(tenantGroups(fleet(40)).map(({ title }) => title)).toEqual(['large ×40', 'empty ×40']);
    expect(tenantGroups(fleet(1)).map(({ title }) => title)).toEqual(['large', 'empty']);
  });

  it('have failed when one of them has, and say how many', () => {
    const [large, empty] = tenantGroups(fleet(40, { 'large-7': check('failed', 'Locked.') }));
    expect(large && groupVerdict(large, 'apply')).toEqual({
      verdict: 'failed',
      share: '1 of 40',
      message: 'Locked.',
    });
    expect(empty && groupVerdict(empty, 'apply').verdict).toBe('passed');
    expect(empty && groupVerdict(empty, 'isolation').verdict).toBe('skipped');
  });

  it('are named in few words', () => {
    const result = fleet(40);
    const names = result.tenants.map(({ name }) => name);
    expect(spokenTenants(result, names)).toBe('large ×40, empty ×40');
    expect(spokenTenants(result, ['large', 'empty-3'])).toBe('large, empty-3');
    expect(spokenTenants(result, names.slice(1, 40))).toBe('39 copies of large');
    expect(spokenTenants(result, names.slice(0, 20))).toBe('large, 19 copies of large');
  });

  it('are listed once where they fail in the same way', () => {
    const locked = check('failed', 'Locked.');
    const result = fleet(40, { large: locked, 'large-7': locked, 'large-8': locked });
    expect(failuresOf(result).map(({ where }) => where)).toEqual(['large', 'large-7, large-8']);
  });

  it('share a suite of JUnit where they passed', () => {
    const junit = renderJunit(fleet(40, { 'large-7': check('failed', 'Locked.') }));
    expect([...junit.matchAll(/testsuite name="([^"]*)"/g)].map(([, name]) => name)).toEqual([
      'tenant large',
      'tenant 38 copies of large',
      'tenant large-7',
      'tenant empty',
      'tenant 39 copies of empty',
    ]);
  });
});

/** A result with so many tenants of two shapes, all of which passed but the given ones. */
function fleet(copies: number, others: Readonly<Record<string, CheckResult>> = {}) {
  const shapes = ['large', 'empty'] as const;
  const tenants = shapes.flatMap((shape) =>
    Array.from({ length: copies }, (_, round): TenantResult => {
      const name = round === 0 ? shape : `${shape}-${round + 1}`;
      return { ...tenantOf(shape, [others[name] ?? passed]), name };
    }),
  );
  return resultOf(tenants);
}

function check(verdict: CheckResult['verdict'], message: string): CheckResult {
  return { id: 'apply', verdict, message, statement: null, relations: [], sample: [] };
}
