// `node bench/fleet.mjs`, and a part of `npm run bench`: how long a test with 200 tenants takes, each with a schema of ten
// tables; first from nothing, then with the tenants that the first run left in its cache.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const limitMs = 60_000;
const tables = 10;

/** Runs the test twice below `temporary`, and tells how long it took. */
export function benchFleet(cli, temporary) {
  const folder = path.join(temporary, 'fleet');
  // A server that root starts runs as another user, who must reach the cache.
  chmodSync(temporary, 0o755);
  const newest = writeProject(folder);
  for (const state of ['from nothing', 'again']) {
    const evidence = path.join(folder, 'evidence');
    const before = performance.now();
    const { status, stderr } = spawnSync(process.execPath, [cli, 'test', newest, '--evidence', evidence], {
      cwd: folder,
      env: { ...process.env, TENANTSAFE_CACHE: path.join(folder, 'cache') },
      encoding: 'utf8',
    });
    const ms = performance.now() - before;
    if (status !== 0) throw new Error(`The test of many tenants failed: ${stderr}`);
    const { rollout } = JSON.parse(readFileSync(path.join(evidence, 'result.json'), 'utf8'));
    console.log(
      `test with ${rollout.tenants} tenants, ${state}: ${ms.toFixed(0)} ms (limit ${limitMs} ms, ratio ${(ms / limitMs).toFixed(2)}), the rollout ${rollout.ms} ms of it`,
    );
  }
}

/** A project whose tenants have a schema each; the path of its newest migration. */
function writeProject(folder) {
  const write = (file, text) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  write(
    'tenantsafe.yaml',
    `version: 16
tenancy: { model: schema, schemas: ['tenant_*'], sharedSchemas: [public] }
migrations:
  - { path: db/shared, framework: flyway, scope: shared }
  - { path: db/tenant, framework: flyway, scope: tenant }
fixtures: { copies: 40, tenants: { large: { rows: 1000 } } }
production: { tenants: 500, parallelism: 10 }
`,
  );
  write('db/shared/V1__plans.sql', 'CREATE TABLE plans (id int PRIMARY KEY, name text NOT NULL);\n');
  for (let table = 1; table <= tables; table++) {
    const parent = table === 1 ? '' : `\n  parent_id bigint REFERENCES t${table - 1} (id),`;
    write(
      `db/tenant/V${table}__t${table}.sql`,
      `CREATE TABLE t${table} (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  plan_id int REFERENCES plans (id),${parent}
  name text NOT NULL,
  status text NOT NULL DEFAULT 'new',
  amount numeric(12, 2),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX t${table}_by_name ON t${table} (name);
`,
    );
  }
  write(`db/tenant/U${tables + 1}__channel.sql`, `ALTER TABLE t${tables} DROP COLUMN channel;\n`);
  const newest = `db/tenant/V${tables + 1}__channel.sql`;
  write(newest, `ALTER TABLE t${tables} ADD COLUMN channel text;\n`);
  return newest;
}

if (process.argv[1] === import.meta.filename) {
  const cli = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '../dist/cli.mjs'));
  const temporary = mkdtempSync(path.join(tmpdir(), 'tenantsafe-bench-'));
  process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));
  benchFleet(cli, temporary);
}
