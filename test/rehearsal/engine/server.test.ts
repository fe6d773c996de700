import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  EngineError,
  listKeptServers,
  stopKeptServers,
  type FixtureServer,
} from '../../../server/src/rehearsal/engine/index';
import { openWorkbench, until, type Workbench } from './workbench';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
});
afterAll(async () => {
  await bench[Symbol.asyncDispose]();
});

describe('starting and stopping', () => {
  it('starts from nothing, answers, and leaves nothing running', async () => {
    const server = await bench.start();
    expect(server.origin).toBe('bundled');
    expect(server.versionNumber).toBeGreaterThanOrEqual(180000);
    const database = await server.createDatabase('first');
    expect(
      await rowsOf(
        await server.connectAsAdministrator(database),
        `SELECT current_setting('fsync') AS fsync, current_setting('server_encoding') AS encoding,
                current_setting('pg_stat_statements.track_utility') AS utility,
                current_setting('unix_socket_directories') AS sockets, current_user::text AS role,
                (SELECT datcollate FROM pg_database WHERE datname = current_database()) AS collation,
                current_setting('application_name') AS application`,
      ),
    ).toEqual([
      {
        fsync: 'off',
        encoding: 'UTF8',
        utility: 'on',
        sockets: '',
        role: 'postgres',
        collation: 'C',
        application: 'tenantsafe',
      },
    ]);
    await server.stop();
    expect(await bench.processes()).toEqual([]);
    expect(await bench.leftovers()).toEqual([]);
  });

  it('uses the cluster and its finished templates again, and drops everything else', async () => {
    const first = await bench.start();
    const template = await buildNumbers(first, 'reused');
    const superuser = await connectDirectly(first.connectionUrl('postgres'));
    await superuser.query('CREATE DATABASE tenantsafe_unmarked');
    await superuser.end();
    await first.stop();

    const second = await bench.start();
    expect(second.logFile).toBe(first.logFile);
    expect(await second.findTemplate('reused')).toBe(template);
    expect((await second.listDatabases()).map(({ name }) => name)).toEqual([template]);
    const clone = await second.cloneDatabase(template, 'copy');
    expect(await rowsOf(await second.connect(clone), 'SELECT sum(n)::integer AS sum FROM numbers')).toEqual([
      { sum: 6 },
    ]);
    const direct = await connectDirectly(second.connectionUrl(clone));
    const { rows } = await direct.query('SELECT datname FROM pg_database ORDER BY datname');
    await direct.end();
    expect(rows.map((row: { datname: string }) => row.datname)).not.toContain('tenantsafe_unmarked');
    await second.stop();
  });

  it('stops at the end of the scope that uses it, and a second stop does no harm', async () => {
    {
      await using server = await bench.start();
      await server.createDatabase('scoped');
    }
    expect(await bench.processes()).toEqual([]);
    const server = await bench.start();
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
  });

  it('gives up a start that is aborted and leaves nothing', async () => {
    const abort = new AbortController();
    const starting = bench.start({ signal: abort.signal });
    setImmediate(() => abort.abort());
    await expect(starting).rejects.toThrow();
    await until('nothing is left', async () => (await bench.processes()).length === 0);
    expect(await bench.leftovers()).toEqual([]);
  });

  it('survives the loss of the server and says what happened', async () => {
    const server = await bench.start();
    const database = await server.createDatabase('lost');
    const client = await server.connect(database);
    const dataFolder = path.join(path.dirname(server.logFile ?? ''), 'data');
    const postmaster = Number(
      (await readFile(path.join(dataFolder, 'postmaster.pid'), 'utf8')).split('\n')[0],
    );
    process.kill(postmaster, 'SIGKILL');
    await expect(client.query('SELECT pg_sleep(30)')).rejects.toThrow();
    await until('the guardian has cleaned up', async () => (await bench.leftovers()).length === 0);
    await expect(server.connect(database)).rejects.toThrow(/The PostgreSQL server of .*slot-1 ended/);
    await server.stop();

    const next = await bench.start();
    expect(await next.findTemplate('reused')).toBeDefined();
    await next.stop();
  });
});

describe('templates and clones', () => {
  let server: FixtureServer;
  beforeAll(async () => {
    server = await bench.start();
  });
  afterAll(async () => {
    await server.stop();
  });

  it('leaves nothing of a template whose build fails', async () => {
    const before = await server.listDatabases();
    const building = server.buildTemplate('failing', async (database) => {
      const client = await server.connect(database);
      await client.query('CREATE TABLE half (n integer)');
      throw new Error('out of ideas');
    });
    await expect(building).rejects.toThrow('out of ideas');
    expect(await server.findTemplate('failing')).toBeUndefined();
    expect(await server.listDatabases()).toEqual(before);
  });

  it('starts a template from another and remembers the note of its builder', async () => {
    const source = await buildNumbers(server, 'source');
    const derived = await server.buildTemplate(
      'derived',
      async (database) => {
        const client = await server.connect(database);
        await client.query('INSERT INTO numbers VALUES (4)');
        await client.end();
      },
      { source, note: () => "it's four" },
    );
    const clone = await server.cloneDatabase(derived, 'copy');
    expect(await rowsOf(await server.connect(clone), 'SELECT max(n) AS n FROM numbers')).toEqual([{ n: 4 }]);
    expect(await server.findTemplate('derived')).toBe(derived);
    expect(await server.templateNote('derived')).toBe("it's four");
    expect(await server.templateNote('unknown')).toBeUndefined();
  });

  it('refuses connections to a finished template', async () => {
    const template = await buildNumbers(server, 'closed');
    await expect(server.connect(template)).rejects.toThrow(EngineError);
  });

  it('refuses to finish a template to which a connection was left open', async () => {
    const building = server.buildTemplate('open', async (database) => {
      await server.connect(database);
    });
    await expect(building).rejects.toThrow(/was left open/);
  });

  it('drops a database that somebody is connected to', async () => {
    const database = await server.createDatabase('busy');
    const client = await server.connect(database);
    await server.dropDatabase(database);
    await expect(client.query('SELECT 1')).rejects.toThrow();
    expect((await server.listDatabases()).map(({ name }) => name)).not.toContain(database);
    await server.dropDatabase(database);
  });

  it('never uses, copies or drops a database that it did not create, whatever its name', async () => {
    const direct = await connectDirectly(server.connectionUrl('postgres'));
    await direct.query('CREATE DATABASE tenantsafe_impostor');
    await direct.query(
      `COMMENT ON DATABASE tenantsafe_impostor IS 'tenantsafe {"installation":"guess","kind":"kept"}'`,
    );
    await direct.query('CREATE DATABASE production');
    for (const name of ['tenantsafe_impostor', 'production', 'postgres']) {
      const refusal = /was not created by Tenantsafe/;
      await expect(server.dropDatabase(name)).rejects.toThrow(refusal);
      await expect(server.connect(name)).rejects.toThrow(refusal);
      await expect(server.cloneDatabase(name, 'copy')).rejects.toThrow(refusal);
    }
    const { rows } = await direct.query(
      `SELECT datname FROM pg_database WHERE datname IN ('production', 'tenantsafe_impostor')`,
    );
    await direct.end();
    expect(rows).toHaveLength(2);
  });

  it('keeps a bounded number of templates and drops those that were not used for longest', async () => {
    const first = 'bounded 0';
    for (let number = 0; number < 24; number++) await buildNumbers(server, `bounded ${number}`);
    expect(await server.findTemplate(first)).toBeDefined();
    await buildNumbers(server, 'bounded 24');
    const templates = (await server.listDatabases()).filter(({ marker }) => marker.kind === 'template');
    expect(templates).toHaveLength(24);
    expect(await server.findTemplate(first)).toBeDefined();
    expect(await server.findTemplate('bounded 1')).toBeUndefined();
  });
});

describe('keeping a server', () => {
  it('leaves it running after the command, beside later commands, until it is stopped', async () => {
    const driver = bench.drive('keep');
    const url = await driver.line('url');
    expect(await driver.ended()).toBe(0);

    const [kept] = await listKeptServers(bench.cacheRoot);
    expect(kept?.databases.map(({ name }) => url.endsWith(name))).toContain(true);
    const later = await bench.start();
    expect(String(later.address.port)).not.toBe(new URL(url).port);
    await later.stop();
    const client = await connectDirectly(url);
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await client.end();

    expect(await stopKeptServers(bench.cacheRoot)).toBe(1);
    expect(await bench.processes()).toEqual([]);
    expect(await bench.leftovers()).toEqual([]);
    expect(await listKeptServers(bench.cacheRoot)).toEqual([]);
  });
});

it('shows no password to other users of the machine', async () => {
  const server = await bench.start();
  const { password } = server.address;
  const listed = execFileSync('ps', ['-eww', '-o', 'args='], { encoding: 'utf8' });
  expect(password).toMatch(/^[\w-]{32}$/);
  expect(listed).not.toContain(password);
  await server.stop();
});

async function buildNumbers(server: FixtureServer, key: string): Promise<string> {
  return server.buildTemplate(key, async (database) => {
    const client = await server.connect(database);
    await client.query('CREATE TABLE numbers AS SELECT n FROM generate_series(1, 3) AS n');
    await client.end();
  });
}

async function rowsOf(client: Client, query: string): Promise<unknown[]> {
  try {
    return (await client.query<Record<string, unknown>>(query)).rows;
  } finally {
    await client.end();
  }
}

async function connectDirectly(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
}
