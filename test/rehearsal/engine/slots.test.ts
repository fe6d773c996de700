import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorkbench, type Workbench } from './workbench';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
  // The copy of the server's programs is not what these tests are about.
  await (await bench.start()).stop();
});
afterAll(async () => {
  await bench[Symbol.asyncDispose]();
});

describe('commands at the same time', () => {
  it('each get a server of their own, four at most, and the fifth is told why', async () => {
    const drivers = [1, 2, 3, 4].map(() => bench.drive('hold'));
    const ports = await Promise.all(drivers.map((driver) => driver.line('port')));
    expect(new Set(ports).size).toBe(4);

    const fifth = bench.drive('hold');
    expect(await fifth.ended()).toBe(2);
    expect(fifth.complaint()).toMatch(
      /^All 4 fixture servers of this machine are in use \(processes (\d+, ){3}\d+\): wait until a running test is done/,
    );

    for (const driver of drivers) driver.child.stdin.end();
    expect(await Promise.all(drivers.map((driver) => driver.ended()))).toEqual([0, 0, 0, 0]);
    expect(await bench.processes()).toEqual([]);
    expect(await bench.leftovers()).toEqual([]);
  });

  it('copy the server and make its clusters at the same time without harm', async () => {
    const cacheRoot = path.join(bench.root, 'fresh');
    const drivers = [1, 2].map(() => bench.drive('hold', { cacheRoot }));
    const ports = await Promise.all(drivers.map((driver) => driver.line('port')));
    expect(new Set(ports).size).toBe(2);
    for (const driver of drivers) driver.child.stdin.end();
    expect(await Promise.all(drivers.map((driver) => driver.ended()))).toEqual([0, 0]);
    expect(await readdir(path.join(cacheRoot, 'binaries'))).toHaveLength(1);
    expect(await readdir(path.join(cacheRoot, 'temporary'))).toEqual([]);
  });
});

describe('a claim on a slot', () => {
  it.each([
    { owner: 'a process that is gone', change: (lease: string) => lease.replace(/^\d+/, '999999999') },
    {
      owner: 'a process whose id is used again',
      change: (lease: string) => lease.replace(/^(\d+)-[^-]+/, '$1-1'),
    },
    {
      owner: 'an earlier boot',
      change: (lease: string) => lease.replace(/^(\d+-[^-]+)-[^-]+/, '$1-0000000000'),
    },
  ])('of $owner is taken over', async ({ change }) => {
    const held = await bench.start();
    const slot = path.dirname(held.logFile ?? '');
    const lease = (await readdir(path.join(slot, 'claims'))).find((name) => !name.endsWith('.held')) ?? '';
    expect(change(lease)).not.toBe(lease);
    await held.stop();
    await writeFile(path.join(slot, 'claims', change(lease)), '');
    await writeFile(path.join(slot, 'claims', `${change(lease)}.held`), '');

    await using next = await bench.start();
    expect(path.dirname(next.logFile ?? '')).toBe(slot);
    expect((await bench.leftovers()).filter((name) => name.includes(change(lease)))).toEqual([]);
  });
});
