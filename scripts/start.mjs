// `npm start`: installs and builds what is missing, lints the sample project's newest migration, and tests it with its
// rollback on five fixture tenants. Another migration of the sample: npm start -- db/proposed/V0101__merge_contact_names.sql
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { installPackages, run } from './install.mjs';

const root = path.resolve(import.meta.dirname, '..');
const sample = path.join(root, 'test/workspaces/row-flyway');
const migration = process.argv[2] ?? `db/migrations/${newestMigration()}`;

installPackages();
run(process.execPath, ['scripts/bundle.mjs']);

console.log(`\nLinting ${migration} of test/workspaces/row-flyway\n`);
const lint = tenantsafe('lint', migration);
console.log(`\nTesting ${migration} and its rollback on five fixture tenants\n`);
const test = tenantsafe('test', migration, '--evidence', evidenceFolder());
process.exit(Math.max(lint, test));

function tenantsafe(command, ...args) {
  const cli = path.join(root, 'dist/cli.mjs');
  const { status } = spawnSync(process.execPath, [cli, command, '--cwd', sample, ...args], {
    stdio: 'inherit',
  });
  return status ?? 130;
}

function newestMigration() {
  const files = readdirSync(path.join(sample, 'db/migrations')).filter((name) =>
    /^V\d+__.*\.sql$/.test(name),
  );
  return files.toSorted().at(-1);
}

/** In the repository's own ignored folder, so that a run leaves the sample as it is. */
function evidenceFolder() {
  return path.join(root, '.tenantsafe/evidence', path.basename(migration, '.sql'));
}
