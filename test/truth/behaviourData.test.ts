import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  installExtensions,
  mergeTypes,
  mergeVolatility,
  readFunctionVolatility,
  readTypes,
  type FunctionVolatility,
  type ServerTypes,
} from './behaviour/serverData';
import { startTruthServer, truthVersions } from './server';

const folder = path.resolve(import.meta.dirname, '../../server/src/behaviour/postgres/data');

/**
 * The lists that the behaviour table reads were written by this test: `npm run test:truth -- -u` writes them anew after
 * a server version was added.
 */
describe('the lists read off the servers', () => {
  const volatility: FunctionVolatility[] = [];
  const types: ServerTypes[] = [];
  const stops: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    for (const version of truthVersions) {
      const server = await startTruthServer(version, async (session) => {
        await installExtensions(session);
        volatility.push(await readFunctionVolatility(session));
        types.push(await readTypes(session));
      });
      stops.push(() => server.stop());
    }
  });
  afterAll(async () => {
    for (const stop of stops) await stop();
  });

  it('has the volatility of every function of the servers and their extensions', async () => {
    await expect(await asJson(mergeVolatility(volatility))).toMatchFileSnapshot(
      path.join(folder, 'functionVolatility.json'),
    );
  });

  it('has every type, and the casts that keep the stored bytes', async () => {
    await expect(await asJson(mergeTypes(types))).toMatchFileSnapshot(path.join(folder, 'types.json'));
  });

  it('knows the functions that defaults use most', async () => {
    const list = await readFile(path.join(folder, 'functionVolatility.json'), 'utf8');
    const known = JSON.parse(list) as FunctionVolatility;
    expect(known.volatile).toEqual(
      expect.arrayContaining(['clock_timestamp', 'gen_random_uuid', 'nextval', 'random', 'uuid_generate_v4']),
    );
    expect(known.stable).toEqual(expect.arrayContaining(['current_setting', 'now', 'timezone']));
    expect(known.immutable).toEqual(expect.arrayContaining(['lower', 'md5']));
  });
});

/** In the form that the formatter keeps. */
async function asJson(value: unknown): Promise<string> {
  const file = path.join(folder, 'list.json');
  return format(JSON.stringify(value), { ...(await resolveConfig(file)), filepath: file });
}
