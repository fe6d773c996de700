import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { WireTestEvent } from './protocol';
import { forkRehearsal, RehearsalCancelled } from './testRuns';

/** A process that speaks like the rehearsal: what it does is in the URI that it is asked to test. */
const program = `
process.on('message', ({ kind, params }) => {
  if (kind === 'cancel') {
    require('node:fs').writeFileSync(process.argv[1] + '.cancelled', 'cleaned up');
    process.disconnect();
    return;
  }
  if (params.uri === 'crash') { console.error('first line\\nout of memory'); process.exit(3); }
  process.send({ kind: 'event', event: { kind: 'tenantStarted', tenant: 'minimal' } });
  if (params.uri === 'wait') return;
  if (params.uri === 'refuse') process.send({ kind: 'failed', message: 'There is no server.' });
  else process.send({ kind: 'finished', outcome: { result: { verdict: 'passed', folder: params.runId }, kept: [] } });
  process.disconnect();
});
`;

let folder: string;
let entry: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tenantsafe-testruns-'));
  entry = path.join(folder, 'rehearsal.cjs');
  await writeFile(entry, program);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function run(
  uri: string,
  onEvent: (event: WireTestEvent) => void = () => undefined,
  signal = new AbortController().signal,
) {
  return forkRehearsal(entry, { params: { uri, runId: 'run' }, folder: '/project' }, onEvent, signal);
}

it('gives events as they come and the result at the end', async () => {
  const events: WireTestEvent[] = [];
  const { result, kept } = await run('pass', (event) => events.push(event));
  expect(events).toEqual([{ kind: 'tenantStarted', tenant: 'minimal' }]);
  expect(result).toMatchObject({ verdict: 'passed' });
  expect(kept).toEqual([]);
});

it('fails with the sentence of a run that could not start', async () => {
  await expect(run('refuse')).rejects.toThrow('There is no server.');
});

it('fails with status and last words of a process that breaks off', async () => {
  await expect(run('crash')).rejects.toThrow(
    'The rehearsal process ended without a result (status 3). out of memory',
  );
});

it('fails when there is no such program', async () => {
  const nowhere = path.join(folder, 'nowhere.cjs');
  const job = { params: { uri: 'pass', runId: 'run' }, folder: '/project' };
  await expect(forkRehearsal(nowhere, job, () => undefined, new AbortController().signal)).rejects.toThrow(
    'The rehearsal process ended without a result',
  );
});

it('lets a cancelled run clean up before it rejects', async () => {
  const cancellation = new AbortController();
  const running = run('wait', () => cancellation.abort(), cancellation.signal);
  await expect(running).rejects.toBeInstanceOf(RehearsalCancelled);
  expect(await readFile(`${entry}.cancelled`, 'utf8')).toBe('cleaned up');
});

it('starts nothing for a run that was cancelled before', async () => {
  await expect(run('pass', () => undefined, AbortSignal.abort())).rejects.toBeInstanceOf(RehearsalCancelled);
});
