// `npm run bench`: measures the built bundles (npm run build) beside other linters on the same files in the same run, and
// prints ratios. Figures of one run compare with each other only: the machine and its load decide the milliseconds.
// "Cold" is a lint of files that it has never seen, "repeated" one of files that have not changed since, for which only
// Tenantsafe keeps what it found: the other linters do the same work each time.
// `npm run bench -- FOLDER` also times `explain` on the largest SQL file below a folder, such as PostgreSQL's regression suite.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { benchFleet } from './fleet.mjs';
import { measureByTurns, measureCommand, measureServer, memoryOfCommand } from './measures.mjs';
import { writeWorkspace } from './workspace.mjs';

const others = ['squawk-cli@2.66.0', '@flvmnt/pgfence'];
const edits = 60;
const cli = path.resolve(import.meta.dirname, '../dist/cli.mjs');
if (!existsSync(cli)) {
  console.error('dist/cli.mjs is missing: run npm run build first.');
  process.exit(2);
}

const temporary = mkdtempSync(path.join(tmpdir(), 'tenantsafe-bench-'));
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));
const folder = path.join(temporary, 'project');
const long = writeWorkspace(folder, { migrations: 1000, longLines: 500 });
const migrations = readdirSync(path.dirname(long)).map((file) => path.join(path.dirname(long), file));
installOthers();
const bin = (name) => path.join(temporary, 'node_modules/.bin', name);

console.log(`load ${loadavg()[0]?.toFixed(1)} before`);
const ours = await measureServer([process.execPath, cli, 'lsp', '--stdio'], folder, long, {
  edits,
  asksMore: true,
});
const squawk = await measureServer([bin('squawk'), 'server'], folder, long, { edits });
console.log(`${ours.edits} edits of ${path.basename(long)}, ${squawk.edits} in squawk`);
compare('edit to diagnostics, p95', ours.editP95, 'squawk', squawk.editP95);
compare('edit to diagnostics, p50', ours.editP50, 'squawk', squawk.editP50);
tell('start to first diagnostics', ours.firstMs, 'ms', 1500);
tell('hover, p95', ours.hoverP95, 'ms', 30);
tell('code actions, p95', ours.actionP95, 'ms', 30);
tell('memory of the server', ours.megabytes, 'MB', 300);

const cache = ['--cache-location', path.join(temporary, 'cache')];
const linters = {
  'tenantsafe, cold': [process.execPath, cli, 'lint', '--no-cache'],
  'tenantsafe, repeated': [process.execPath, cli, 'lint', ...cache],
  squawk: [bin('squawk'), ...migrations],
  pgfence: [bin('pgfence'), 'analyze', ...migrations],
};
// Its first run fills the cache of the repeated ones.
measureCommand(linters['tenantsafe, repeated'], folder, 1);
const lint = measureByTurns(linters, folder);
const lintMegabytes = {};
for (const [name, command] of Object.entries(linters))
  lintMegabytes[name] = await memoryOfCommand(command, folder);
for (const other of ['squawk', 'pgfence']) {
  compare('lint of 1,001 migrations, cold', lint['tenantsafe, cold'], other, lint[other]);
  compare('the same again, nothing changed', lint['tenantsafe, repeated'], other, lint[other]);
  const megabytes = lintMegabytes[other];
  compare('memory of a lint, cold', lintMegabytes['tenantsafe, cold'], other, megabytes, 'MB');
  compare('memory of a lint, repeated', lintMegabytes['tenantsafe, repeated'], other, megabytes, 'MB');
}

const largest = process.argv[2] === undefined ? undefined : largestFile(path.resolve(process.argv[2]));
if (largest !== undefined) {
  const explain = measureCommand([process.execPath, cli, 'explain', largest], temporary);
  tell(
    `explain of ${path.basename(largest)} (${Math.round(statSync(largest).size / 1024)} kB)`,
    explain,
    'ms',
    1000,
  );
}
benchFleet(cli, temporary);
console.log(`load ${loadavg()[0]?.toFixed(1)} after`);

/** Into the temporary folder: other linters are never a dependency. */
function installOthers() {
  writeFileSync(path.join(temporary, 'package.json'), '{ "private": true }');
  const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund', ...others], {
    cwd: temporary,
    stdio: 'ignore',
  });
  if (status === 0) return;
  console.error(`${others.join(' and ')} cannot be installed: is the npm registry within reach?`);
  process.exit(2);
}

function compare(what, own, other, others, unit = 'ms') {
  const ratio = (own / others).toFixed(2);
  console.log(`${what}: ${own.toFixed(0)} ${unit}, ${other} ${others.toFixed(0)} ${unit}, ratio ${ratio}`);
}

function tell(what, value, unit, limit) {
  console.log(
    `${what}: ${value.toFixed(0)} ${unit} (limit ${limit} ${unit}, ratio ${(value / limit).toFixed(2)})`,
  );
}

function largestFile(below) {
  return readdirSync(below, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.sql'))
    .map((file) => path.join(below, file))
    .toSorted((one, other) => statSync(other).size - statSync(one).size)[0];
}
