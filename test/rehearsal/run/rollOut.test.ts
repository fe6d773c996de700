import { spawnSync } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';
import type { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FixtureServer } from '../../../server/src/rehearsal';
import { openConnection, type ConnectOptions } from '../../../server/src/rehearsal/engine/connection';
import { Ledger } from '../../../server/src/rehearsal/fleet/ledger';
import { rolloutLocks } from '../../../server/src/rehearsal/fleet/migrateTenant';
import { loadPostgresParser } from '../../../server/src/sql';
import { openWorkbench, type Workbench } from '../engine/workbench';
import { schemas, startRollout, tenantNames } from './rollouts';

let workbench: Workbench;
let server: FixtureServer;
let database: string;
let admin: Client;
let ledger: Ledger;

beforeAll(async () => {
  await loadPostgresParser();
  workbench = await openWorkbench();
  server = await workbench.start();
});
afterAll(() => workbench[Symbol.asyncDispose]());

beforeEach(async () => {
  database = await server.createDatabase('rollout');
  admin = await connect();
  await admin.query(schemas);
  ledger = await Ledger.open(admin, 'V2');
});
afterEach(async () => {
  await admin.end();
  await server.dropDatabase(database);
});

describe('a rollout', () => {
  it('never migrates more tenants at the same time than it may', async () => {
    let [running, most] = [0, 0];
    const ends = await start({
      parallelism: 3,
      onStep: ({ kind }) => {
        if (kind === 'begun') most = Math.max(most, (running += 1));
        if (kind === 'ended') running -= 1;
      },
    });
    expect(ends.map(({ kind }) => kind)).toEqual(tenantNames.map(() => 'migrated'));
    expect(most).toBe(3);
    const { rows } = await admin.query<{ running: number }>('select max(running) as running from log');
    expect(rows[0]?.running).toBeLessThanOrEqual(3);
  });

  it('tries again where another session was in the way of a statement', async () => {
    const reader = await connect();
    await reader.query('begin; lock table east.orders in access share mode');
    const retried: (string | undefined)[] = [];
    const ends = await start({
      sql: "set local lock_timeout = '50ms'; alter table orders add column channel text;",
      onStep: async (step) => {
        if (step.kind !== 'retried') return;
        retried.push(step.tenant.name, step.failure.code);
        await reader.query('rollback');
      },
    });
    await reader.end();
    expect(retried).toEqual(['east', '55P03']);
    expect(ends.map(({ kind }) => kind)).toEqual(tenantNames.map(() => 'migrated'));
  });

  it('keeps off a tenant that another runner is at work on', async () => {
    const other = await connect();
    await other.query("select pg_advisory_lock($1, hashtext('south'))", [rolloutLocks]);
    const retried: string[] = [];
    await start({
      onStep: async (step) => {
        if (step.kind !== 'retried') return;
        expect(await runs()).not.toHaveProperty('south');
        retried.push(step.tenant.name);
        await other.query('select pg_advisory_unlock_all()');
      },
    });
    await other.end();
    expect(retried).toEqual(['south']);
    expect(await runs()).toEqual(onceEach);
  });

  it('runs again what was not committed when its connection was lost', async () => {
    const ends = await start({
      sql: `alter table orders add column channel text;
        select pg_terminate_backend(pg_backend_pid()) where current_schema() = 'east'
          and not exists (select from log where tenant = 'killed');`,
      onStep: async (step) => {
        if (step.kind === 'retried') await admin.query("insert into log values ('killed', 0)");
      },
    });
    expect(ends.map(({ kind }) => kind)).toEqual(tenantNames.map(() => 'migrated'));
  });

  it('begins no tenant more once too many have failed', async () => {
    const ends = await start({
      cohortFailureRate: 0.2,
      sql: "do $$ begin if current_schema() in ('east', 'south') then raise 'no'; end if; end $$;",
      onStep: () => undefined,
    });
    expect(ends.map(({ kind }) => kind)).toEqual([
      'migrated',
      'failed',
      'failed',
      'not started',
      'not started',
      'not started',
    ]);
  });

  it.each(['between', 'unrecorded'])('goes on where its runner was killed (%s)', async (place) => {
    const driver = path.join(workbench.root, 'dist/rolloutDriver.mjs');
    await build({
      entryPoints: [path.join(import.meta.dirname, 'rolloutDriver.ts')],
      outfile: driver,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      external: ['pg-native'],
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url); const __dirname = import.meta.dirname; const __filename = import.meta.filename;",
      },
      logLevel: 'warning',
    });
    const parser = path.dirname(createRequire(import.meta.url).resolve('libpg-query'));
    await copyFile(path.join(parser, 'libpg-query.wasm'), path.join(workbench.root, 'dist/libpg-query.wasm'));
    const { signal, stderr } = spawnSync(
      process.execPath,
      [driver, place, JSON.stringify(server.address), database],
      { encoding: 'utf8' },
    );
    expect(stderr).toBe('');
    expect(signal).toBe('SIGKILL');
    expect(Object.keys(await runs())).toHaveLength(3);

    const ends = await start({ onStep: () => undefined });
    expect(ends.map(({ kind }) => kind)).toEqual(tenantNames.map(() => 'migrated'));
    expect(await runs()).toEqual(onceEach);
    expect(new Set([...(await ledger.entries()).values()].map(({ state }) => state))).toEqual(
      new Set(['migrated']),
    );
  });
});

/** One committed run for each tenant. */
const onceEach = Object.fromEntries(tenantNames.map((name) => [name, 1]));

/** A session that may make what a migration finds. */
function connect(options: ConnectOptions = {}): Promise<Client> {
  return openConnection(server.address, database, options);
}

/** Committed runs, by tenant. */
async function runs(): Promise<Readonly<Record<string, number>>> {
  const { rows } = await admin.query<{ tenant: string; runs: number }>(
    'select tenant, count(*)::int as runs from log group by 1',
  );
  return Object.fromEntries(rows.map(({ tenant, runs: count }) => [tenant, count]));
}

function start(
  request: Partial<Parameters<typeof startRollout>[0]> & Pick<Parameters<typeof startRollout>[0], 'onStep'>,
): ReturnType<typeof startRollout> {
  return startRollout({
    parallelism: 1,
    ledger,
    connect,
    ...request,
  });
}
