// `npm run bench:rehearsal`: measures tests on fixture tenants with the built bundles (npm run build) beside what the server
// needs for the same by itself, in one run. The machine and its load decide the milliseconds; the ratios compare.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { measureFixtures } from './fixtures.mjs';

const repository = path.resolve(import.meta.dirname, '..');
const dist = path.resolve(process.env.TENANTSAFE_BENCH_DIST ?? path.join(repository, 'dist'));
const cli = path.join(dist, 'cli.mjs');
if (!existsSync(cli)) {
  console.error(`${cli} is missing: run npm run build first.`);
  process.exit(2);
}
const temporary = mkdtempSync(path.join(tmpdir(), 'tenantsafe-bench-'));
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));

console.log(`load ${loadavg()[0]?.toFixed(1)} before`);
const fixtures = await measureFixtures(temporary, path.join(dist, 'guardian.js'));
const of = `${fixtures.rows.toLocaleString('en')} rows in 15 tables`;
compare(`fixtures of ${of}`, fixtures.fillMs, 'COPY of the same', fixtures.copyMs, 1.5);
compare(`fixtures of ${of}`, fixtures.fillMs, 'COPY without checks', fixtures.uncheckedMs);
tell('reset by clone of the template', fixtures.cloneMs, 'ms', 300);

const sample = path.join(repository, 'test/workspaces/row-flyway');
const additive = 'db/migrations/V0038__subscription_cancellation.sql';
const cold = await testOnTenants();
const warm = [await testOnTenants(), await testOnTenants(), await testOnTenants()].toSorted(
  (one, other) => one.ms - other.ms,
)[1];
tell('test of an additive migration on five tenants, fixtures made too', cold.ms, 'ms');
tell('the same with the fixtures at hand', warm.ms, 'ms', 5000);
compare('the same with the fixtures at hand', warm.ms, 'its ups and downs alone', warm.statementMs);
tell('memory of the runner, at most', Math.max(cold.megabytes, warm.megabytes), 'MB', 400);
console.log(`load ${loadavg()[0]?.toFixed(1)} after`);

/** One run of the command to its end: how long, with how much memory, and how long the migration itself took in it. */
async function testOnTenants() {
  const before = performance.now();
  const child = spawn(process.execPath, [cli, 'test', additive, '--format', 'json'], {
    cwd: sample,
    env: { ...process.env, TENANTSAFE_CACHE: path.join(temporary, 'tests') },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  const ended = new Promise((resolve) => child.on('close', resolve)).then(() => true);
  let megabytes = 0;
  while (!(await Promise.race([ended, setTimeout(50, false)]))) {
    megabytes = Math.max(megabytes, peakMemoryOf(child.pid));
  }
  if (stdout === '')
    throw new Error(`The test of ${additive} could not run: try ${cli} test ${additive} in ${sample}.`);
  const { statements, verdict } = JSON.parse(stdout);
  if (verdict !== 'passed') throw new Error(`The test of ${additive} ended with "${verdict}".`);
  const statementMs = statements.reduce((sum, { ms }) => sum + ms, 0);
  return { ms: performance.now() - before, megabytes, statementMs };
}

/** The most resident memory so far in megabytes; 0 where the system does not tell (`/proc` is Linux). */
function peakMemoryOf(processId) {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${processId}/status`, 'utf8')) ?? [];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}

function compare(what, own, other, others, limit) {
  const allowed = limit === undefined ? '' : ` (limit ${limit})`;
  const ratio = (own / others).toFixed(2);
  console.log(`${what}: ${own.toFixed(0)} ms, ${other} ${others.toFixed(0)} ms, ratio ${ratio}${allowed}`);
}

function tell(what, value, unit, limit) {
  const allowed = limit === undefined ? '' : ` (limit ${limit} ${unit}, ratio ${(value / limit).toFixed(2)})`;
  console.log(`${what}: ${value.toFixed(0)} ${unit}${allowed}`);
}
