import { beforeAll, describe, expect, it } from 'vitest';
import { createReplay } from '../catalog';
import { loadPostgresParser } from '../sql';
import { unknownTables } from './unknownTables';

beforeAll(() => loadPostgresParser());

describe('files of rows', () => {
  it.each([
    { table: 'orders', isKnown: true },
    { table: 'billing.orders', isKnown: true },
    { table: 'tenant_a.orders', isKnown: true },
    { table: 'oders', isKnown: false },
    { table: 'recent', isKnown: false },
  ])('for $table are known to be for a table: $isKnown', ({ table, isKnown }) => {
    const sql =
      'create schema billing; create table billing.orders (id int); create view recent as select 1 as a;';
    const catalog = createReplay().catalogAfter([{ path: 'V1__base.sql', sql }]);
    const notices = unknownTables([{ table, path: `fixtures/seed/${table}.sql` }], catalog);
    expect(notices.map(({ what }) => what)).toEqual(
      isKnown ? [] : [`The rows of fixtures/seed/${table}.sql`],
    );
  });
});
