import { beforeAll, describe, expect, it } from 'vitest';
import { loadPostgresParser, parseSqlFile } from '../sql';
import { isDeclaredContract } from './declaredPhase';
import { boundQueries, type BoundQuery } from './queryFiles';

beforeAll(loadPostgresParser);

function only(text: string): BoundQuery | undefined {
  return boundQueries({ path: 'q.sql', file: parseSqlFile(text) })[0];
}

describe('the parameters of a query file', () => {
  it('are the tenant for $1 and for :tenant', () => {
    expect(only('SELECT a FROM t WHERE tenant_id = :tenant AND other = $1')).toMatchObject({
      text: 'SELECT a FROM t WHERE tenant_id = $1 AND other = $1',
      parameters: [{ kind: 'tenant' }],
      unbound: [],
    });
  });

  it('have the values that comments say, and are numbered without gaps', () => {
    expect(
      only(
        "-- params: $3 = 'it''s, fine', :most = 10\n-- params: $5 = null\nSELECT $5, a::text FROM t WHERE b = $3 LIMIT :most;",
      ),
    ).toMatchObject({
      text: 'SELECT $1, a::text FROM t WHERE b = $2 LIMIT $3',
      parameters: [
        { kind: 'value', value: null },
        { kind: 'value', value: "it's, fine" },
        { kind: 'value', value: '10' },
      ],
    });
  });

  it('are named where nothing says their value', () => {
    expect(only("SELECT a FROM t WHERE b = $2 AND c = ':d' AND e = :f")?.unbound).toEqual(['$2', ':f']);
  });
});

it('reads from a query file whether its result may change and whether it has an order', () => {
  expect(only('SELECT 1')).toMatchObject({ mayChange: false, isOrdered: false });
  expect(only('-- tenantsafe: result may change\nSELECT 1 ORDER BY 1')).toMatchObject({
    mayChange: true,
    isOrdered: true,
  });
});

it.each([
  ['-- tenantsafe: contract\nDROP TABLE t;', true],
  ['SELECT 1; --tenantsafe: contract: released in May\n', true],
  ['-- tenantsafe: contracts\nDROP TABLE t;', false],
  ["SELECT '\n-- tenantsafe: contract\n';", false],
])('tells whether a migration is declared contract: %j', (sql, expected) => {
  expect(
    isDeclaredContract({ path: 'm.sql', span: { start: 0, end: sql.length }, sql, transaction: 'none' }),
  ).toBe(expected);
});
