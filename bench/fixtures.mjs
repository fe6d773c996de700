// What fixtures cost beside what the server itself needs for the same rows: built against COPY, reset by clone.
import { chmodSync, copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);
const repository = path.resolve(import.meta.dirname, '..');
const rows = 100_000;
const tenancy = {
  model: 'row',
  tenantColumns: ['tenant_id'],
  tenantTable: 'tenants',
  rls: 'off',
  schemas: [],
  sharedSchemas: [],
  sharedTables: ['plans'],
};

/**
 * Fills the fifteen tables for a large tenant, and copies the same rows from files into the same tables of another
 * database, by turns, with foreign keys checked and without; then clones what was filled. Milliseconds, of several turns
 * the middle one.
 */
export async function measureFixtures(temporary, guardianScript, turns = 3) {
  const { startServer, fillTenants, shapeOf } = await parts(temporary);
  // The server runs there and writes there, perhaps as another user than this one.
  chmodSync(temporary, 0o755);
  const server = await startServer({
    cacheRoot: path.join(temporary, 'fixtures'),
    guardianScript,
    resolveFrom: repository,
  });
  try {
    return await measureOn(
      server,
      temporary,
      fillTenants,
      shapeOf('large', { tenants: { large: { rows } } }),
      turns,
    );
  } finally {
    await server.stop();
  }
}

async function measureOn(server, temporary, fillTenants, shape, turns) {
  const schema = readFileSync(path.join(import.meta.dirname, 'fixtureSchema.sql'), 'utf8');
  const files = path.join(temporary, 'copied');
  mkdirSync(files);
  chmodSync(files, 0o777);

  const database = async (label) => {
    const name = await server.createDatabase(label);
    const client = await server.connectAsAdministrator(name);
    await client.query(schema);
    return { name, client };
  };
  const fillMs = [];
  const copyMs = [];
  const uncheckedMs = [];
  let filledRows = 0;
  let source;
  for (let turn = 0; turn < turns; turn++) {
    const filled = await database('filled');
    let tables = [];
    fillMs.push(
      await timed(async () => {
        const tenants = [{ name: 'large', ordinal: 2, shape }];
        const result = await fillTenants(filled.client, { tenancy, extent: { kind: 'rows' }, tenants });
        tables = [...result.shared, ...result.tenants[0].tables];
      }),
    );
    filledRows = tables.reduce((sum, table) => sum + table.rows, 0);
    const place = ({ relation }) => `'${path.join(files, relation)}'`;
    for (const table of tables) await filled.client.query(`copy ${table.relation} to ${place(table)}`);
    const copy = async (settings) => {
      const copied = await database('copied');
      const ms = await timed(async () => {
        await copied.client.query(settings);
        for (const table of tables) await copied.client.query(`copy ${table.relation} from ${place(table)}`);
        await copied.client.query('analyze');
      });
      await copied.client.end();
      return ms;
    };
    copyMs.push(await copy(''));
    uncheckedMs.push(await copy('set session_replication_role = replica'));
    await filled.client.end();
    source ??= filled.name;
  }
  const cloneMs = [];
  for (let turn = 0; turn < turns * 3; turn++) {
    cloneMs.push(await timed(async () => server.cloneDatabase(source, 'reset')));
  }
  return {
    rows: filledRows,
    fillMs: middle(fillMs),
    copyMs: middle(copyMs),
    uncheckedMs: middle(uncheckedMs),
    cloneMs: middle(cloneMs),
  };
}

/** What the extension bundles has no entry for this, so that one is bundled here. */
async function parts(temporary) {
  const outfile = path.join(temporary, 'fixtures.cjs');
  copyFileSync(
    path.join(path.dirname(require.resolve('libpg-query')), 'libpg-query.wasm'),
    path.join(temporary, 'libpg-query.wasm'),
  );
  await build({
    stdin: {
      contents: `
        export { startServer } from './server/src/rehearsal/engine';
        export { fillTenants } from './server/src/rehearsal/generate';
        export { shapeOf } from './server/src/rehearsal/shapes';
      `,
      resolveDir: repository,
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['pg-native'],
    logLevel: 'warning',
  });
  return require(outfile);
}

async function timed(work) {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

function middle(values) {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
}
