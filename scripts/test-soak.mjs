// `npm run test:soak -- --runs 100 --seed 1`: tests migrations on the built bundles (npm run build) again and again, each
// run losing the command, the runner, the guardian, a backend or the whole server at a random moment. About ten seconds
// a run; the rehearsal tests make a few of them.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
});
for (const [name, value] of Object.entries(values)) {
  if (/^[1-9]\d*$/.test(value)) continue;
  console.error(`--${name} ${value} is no whole number above 0.`);
  process.exit(2);
}
const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'soak'], {
  cwd: path.resolve(import.meta.dirname, '..'),
  env: { ...process.env, TENANTSAFE_SOAK_RUNS: values.runs, TENANTSAFE_SOAK_SEED: values.seed },
  stdio: 'inherit',
});
process.exit(status ?? 130);
