import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeClusters } from '../../../server/src/rehearsal/engine/index';
import { stepsOfTemplate } from './stepsOfTemplate';
import { openWorkbench, until, type Driver, type Workbench } from './workbench';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
});
afterAll(async () => {
  await bench[Symbol.asyncDispose]();
});

/** A small seeded generator (mulberry32), so that a failing moment can be tried again. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = seededRandom(20_260_101);
/** Milliseconds after the command's start; the first run copies the server and makes a cluster in this time. */
const momentsOfFirstRun = Array.from({ length: 5 }, () => Math.round(random() * 2200));
/** Milliseconds after the first template was finished, with one template being built after another. */
const momentsOfBuilding = Array.from({ length: 5 }, () => Math.round(random() * 300));

describe('killing the command', () => {
  it.each(momentsOfFirstRun)('leaves nothing after %i ms of a first run', async (moment) => {
    await rm(bench.cacheRoot, { recursive: true, force: true });
    const driver = bench.drive('build');
    await delay(moment);
    await kill(driver);
    await nothingIsLeft();
    await onlyWholeTemplatesAreFound();
  });

  it.each(momentsOfBuilding)('leaves nothing %i ms into building templates', async (moment) => {
    const driver = bench.drive('build');
    await driver.line('built 1');
    await delay(moment);
    await kill(driver);
    await nothingIsLeft();
    await onlyWholeTemplatesAreFound();
  });

  // Each of these exists only while its stage lasts, so the kill cannot miss it.
  it.each([
    { stage: 'the server is copied', sign: /^temporary\/[^/]+\/native\/lib$/ },
    { stage: 'the cluster is made', sign: /^temporary\/[^/]+\/cluster\/data\/base$/ },
    { stage: 'the server starts', sign: /\/slot-1\/data\/postmaster\.pid$/ },
  ])('leaves nothing when it comes while $stage', async ({ sign }) => {
    await rm(bench.cacheRoot, { recursive: true, force: true });
    const driver = bench.drive('build');
    await until('the stage is reached', async () => {
      const names = await readdir(bench.cacheRoot, { recursive: true }).catch((): string[] => []);
      return names.some((name) => sign.test(name));
    });
    await kill(driver);
    await nothingIsLeft();
    await onlyWholeTemplatesAreFound();
  });

  it('leaves nothing of a template that is half built, and the finished one before it', async () => {
    await rm(bench.cacheRoot, { recursive: true, force: true });
    const driver = bench.drive('build-half');
    await driver.line('halfway');
    await kill(driver);
    await nothingIsLeft();
    expect(await onlyWholeTemplatesAreFound()).toBe(1);
  });

  it('leaves nothing when the command merely ends without stopping the server', async () => {
    const driver = bench.drive('exit');
    expect(await driver.ended()).toBe(0);
    await nothingIsLeft();
  });

  it('leaves nothing when Ctrl+C reaches the whole process group', async () => {
    const driver = bench.drive('build');
    await driver.line('built 1');
    // The driver leads a group of its own, as a command started by a shell does.
    process.kill(-(driver.child.pid ?? Number.NaN), 'SIGINT');
    await driver.ended();
    await nothingIsLeft();
  });
});

describe('killing the guardian too', () => {
  it('is made good by the next start: the server left behind is stopped, its slot and templates are used', async () => {
    const driver = bench.drive('build');
    await driver.line('built 2');
    await killGuardians();
    await kill(driver);
    const orphan = await postmasterPid();
    expect(() => process.kill(orphan, 0)).not.toThrow();
    expect(await bench.leftovers()).not.toEqual([]);

    await onlyWholeTemplatesAreFound();
    await nothingIsLeft();
  });

  it('is made good by the next start also in a slot that the next start does not use', async () => {
    const [first, second] = [bench.drive('build'), bench.drive('build')];
    await Promise.all([first.line('built 1'), second.line('built 1')]);
    await killGuardians(2);
    await Promise.all([kill(first), kill(second)]);
    expect(await bench.processes()).not.toEqual([]);

    await using server = await bench.start();
    expect(
      await bench.processIds(new RegExp(`postgres -D (?!${path.dirname(server.logFile ?? '')}/)`)),
    ).toEqual([]);
  });

  it('is made good by removing the clusters', async () => {
    const driver = bench.drive('build');
    await driver.line('built 1');
    await killGuardians();
    await kill(driver);
    expect(await bench.processes()).not.toEqual([]);
    expect(await removeClusters(bench.cacheRoot)).toEqual([]);
    await nothingIsLeft();
  });

  it('is made good by the next start when it came during the first run', async () => {
    await rm(bench.cacheRoot, { recursive: true, force: true });
    const driver = bench.drive('build');
    await until('a temporary folder exists', async () =>
      (await bench.leftovers()).some((name) => name.startsWith('temporary')),
    );
    await killGuardians();
    await kill(driver);
    expect(await bench.leftovers()).not.toEqual([]);
    await onlyWholeTemplatesAreFound();
    await nothingIsLeft();
  });
});

async function kill(driver: Driver): Promise<void> {
  driver.child.kill('SIGKILL');
  await driver.ended();
}

async function killGuardians(count = 1): Promise<void> {
  const running = () => bench.processIds(/guardian\.js/);
  await until('every guardian runs', async () => (await running()).length === count);
  const guardians = await running();
  for (const pid of guardians) process.kill(pid, 'SIGKILL');
  await until('the guardian is gone', async () => (await running()).length === 0);
}

async function nothingIsLeft(): Promise<void> {
  await until('no process is left', async () => (await bench.processes()).length === 0);
  expect(await bench.leftovers()).toEqual([]);
}

/** A later run gets the first slot and finds finished templates only, each with all of its rows; tells how many. */
async function onlyWholeTemplatesAreFound(): Promise<number> {
  await using server = await bench.start();
  expect(path.basename(path.dirname(server.logFile ?? ''))).toBe('slot-1');
  const databases = await server.listDatabases();
  for (const { name, marker } of databases) {
    expect(marker.kind).toBe('template');
    const clone = await server.cloneDatabase(name, 'check');
    const client = await server.connect(clone);
    const { rows } = await client.query('SELECT count(*)::integer AS steps FROM progress');
    await client.end();
    await server.dropDatabase(clone);
    expect(rows).toEqual([{ steps: stepsOfTemplate }]);
  }
  return databases.length;
}

async function postmasterPid(): Promise<number> {
  const names = await readdir(bench.cacheRoot, { recursive: true });
  const file = names.find((name) => name.endsWith('postmaster.pid')) ?? '';
  return Number.parseInt(await readFile(path.join(bench.cacheRoot, file), 'utf8'), 10);
}
