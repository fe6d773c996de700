import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FixtureServer, StatementPlan } from '../../../server/src/rehearsal';
import { explainPlans } from '../../../server/src/rehearsal/plans/explainPlans';
import { loadPostgresParser, parseSqlFile } from '../../../server/src/sql';
import { openWorkbench, type Workbench } from '../engine/workbench';

let workbench: Workbench;
let server: FixtureServer;
let client: Client;

beforeAll(async () => {
  await loadPostgresParser();
  workbench = await openWorkbench();
  server = await workbench.start();
  client = await server.connect(await server.createDatabase('plans'));
  await client.query(`
    create table public.orders (id int primary key, status text, note text);
    insert into public.orders
      select n, case when n % 1000 = 0 then 'held' else 'open' end, repeat('x', 200)
      from generate_series(1, 20000) n;
    analyze public.orders`);
});
afterAll(async () => {
  await client.end();
  await workbench[Symbol.asyncDispose]();
});

describe.each(['per-file', 'none'] as const)('plans of a script with transactions %s', (transaction) => {
  it('say what an index spared where most rows were thrown away, and leave no trace of it', async () => {
    const plans = await explain(`
      select 1;
      update public.orders set note = 'later' where status = 'held';`);
    const plan = plans.get(1);
    expect(plan?.lines.join('\n')).toContain('Seq Scan on public.orders');
    expect(plan?.index).toMatchObject({ relation: 'public.orders', columns: ['status'] });
    expect(plan?.index?.pages).toBeLessThan((plan?.index?.pagesWithout ?? 0) / 2);
    expect(await valueOf(`select count(*)::int from public.orders where note = 'later'`)).toBe(20);
    expect(await valueOf(`select count(*)::int from pg_indexes where tablename = 'orders'`)).toBe(1);
  });

  it('give no advice where all rows are needed or an index is there, and apply each change once', async () => {
    await client.query('create table public.counted (n int)');
    const plans = await explain(`
      insert into public.counted values (1);
      update public.orders set note = 'all';
      update public.orders set note = 'one' where id = 7;
      delete from public.counted where n = 2;
      drop table public.orders;`);
    expect([...plans.keys()]).toEqual([0, 1, 2, 3]);
    expect([...plans.values()].map(({ index }) => index)).toEqual([null, null, null, null]);
    expect(await valueOf('select count(*)::int from public.counted')).toBe(1);
    // What comes after the last change of rows is not run.
    expect(await valueOf('select count(*)::int from public.orders')).toBe(20_000);
    await client.query('drop table public.counted');
  });

  async function explain(sql: string): Promise<ReadonlyMap<number, StatementPlan>> {
    await client.query("update public.orders set note = ''");
    await client.query('vacuum full analyze public.orders');
    const script = { path: 'V1__x.sql', file: parseSqlFile(sql), transaction };
    return explainPlans(client, script, () => Promise.resolve('run'));
  }
});

async function valueOf(query: string): Promise<unknown> {
  const { rows } = await client.query<Record<string, unknown>>(query);
  return Object.values(rows[0] ?? {})[0];
}
