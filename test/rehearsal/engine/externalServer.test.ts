import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EngineError, type FixtureServer } from '../../../server/src/rehearsal/engine/index';
import { openWorkbench, type Workbench } from './workbench';

let bench: Workbench;
/** Plays the part of the server that somebody has running anyway. */
let running: FixtureServer;
let url: string;
let direct: Client;
beforeAll(async () => {
  bench = await openWorkbench();
  running = await bench.start();
  url = running.connectionUrl('postgres');
  direct = new Client({ connectionString: url });
  await direct.connect();
  await direct.query('CREATE DATABASE customer_data');
  await direct.query('CREATE DATABASE tenantsafe_by_hand');
});
afterAll(async () => {
  await direct.end();
  await bench[Symbol.asyncDispose]();
});

describe('a server named by URL', () => {
  it('gets databases, which are gone afterwards, while all others stay', async () => {
    const before = await databaseNames();
    const server = await connectTo('here');
    expect(server.origin).toBe('url');
    const database = await server.createDatabase('large');
    expect(await databaseNames()).toContain(database);
    for (const foreign of ['customer_data', 'tenantsafe_by_hand', 'postgres']) {
      await expect(server.dropDatabase(foreign)).rejects.toThrow(
        /was not created by Tenantsafe on this machine/,
      );
      await expect(server.connect(foreign)).rejects.toThrow(EngineError);
    }
    await server.stop();
    expect(await databaseNames()).toEqual(before);
  });

  it('keeps databases when asked, and finished templates always', async () => {
    const first = await connectTo('here');
    const template = await first.buildTemplate('shared', () => Promise.resolve());
    const kept = await first.createDatabase('kept');
    await first.keep();
    const second = await connectTo('here');
    expect(await second.findTemplate('shared')).toBe(template);
    expect(await databaseNames()).toContain(kept);
    await second.dropDatabase(kept);
    await second.dropDatabase(template);
    await second.stop();
    expect(await databaseNames()).not.toContain(template);
  });

  it("leaves another running command's databases alone, and drops those of a killed one", async () => {
    const living = await connectTo('here');
    const used = await living.createDatabase('used');
    const abandoned = await living.createDatabase('abandoned');
    await direct.query(
      `DO $$ BEGIN EXECUTE format('COMMENT ON DATABASE ${abandoned} IS %L',
         regexp_replace(shobj_description((SELECT oid FROM pg_database WHERE datname = '${abandoned}'), 'pg_database'),
           '"lease":"\\d+', '"lease":"999999999')); END $$`,
    );
    const other = await connectTo('here');
    expect(await databaseNames()).toContain(used);
    expect(await databaseNames()).not.toContain(abandoned);
    await other.stop();
    await living.stop();
  });

  it('does not take databases of another installation for its own', async () => {
    const here = await connectTo('here');
    const database = await here.createDatabase('mine');
    const elsewhere = await connectTo('elsewhere');
    expect(await elsewhere.listDatabases()).toEqual([]);
    await expect(elsewhere.dropDatabase(database)).rejects.toThrow(/was not created by Tenantsafe/);
    await elsewhere.stop();
    await here.stop();
  });
});

describe('a URL that leads elsewhere', () => {
  it.each([
    'postgresql://10.0.0.1/app',
    'postgresql://app:secret@192.168.1.20:5432/app',
    'postgresql://[2001:db8::1]/app',
    'postgresql://localhost/app?host=10.1.2.3',
    'postgresql://0.0.0.0/app',
  ])('%s is refused', async (foreign) => {
    await expect(bench.start({ server: foreign })).rejects.toThrow(/which is not this machine/);
  });

  it.each(['postgresql://no-such-host.invalid/app', 'postgresql://localhost,10.0.0.1/app'])(
    '%s is refused because its host cannot be resolved',
    async (foreign) => {
      await expect(bench.start({ server: foreign })).rejects.toThrow(EngineError);
    },
  );

  it.each(['bundled', 'mysql://localhost/app', ''])(
    '"%s" is refused as no URL of PostgreSQL',
    async (text) => {
      await expect(bench.start({ server: text })).rejects.toThrow(
        /^fixtures\.server is ".*": write auto, or a connection URL/,
      );
    },
  );

  it('is never repeated with its password', async () => {
    const attempt = bench.start({ server: 'postgresql://app:secret@10.0.0.1/app' });
    await expect(attempt).rejects.not.toThrow(/secret/);
  });

  it('gets one sentence when nothing listens there', async () => {
    await expect(bench.start({ server: 'postgresql://127.0.0.1:1/app' })).rejects.toThrow(
      /^No connection to database "app" on 127\.0\.0\.1 port 1: /,
    );
    const socket = path.join(bench.root, 'no-socket');
    await expect(
      bench.start({ server: `postgresql:///app?host=${encodeURIComponent(socket)}` }),
    ).rejects.toThrow(/^No connection to database "app"/);
  });
});

async function connectTo(installation: string): Promise<FixtureServer> {
  return bench.start({ server: url, cacheRoot: path.join(bench.root, installation) });
}

async function databaseNames(): Promise<string[]> {
  const { rows } = await direct.query<{ datname: string }>(
    'SELECT datname FROM pg_database ORDER BY datname',
  );
  return rows.map(({ datname }) => datname);
}
