#!/usr/bin/env node
/*
 * node scripts/behaviour-page.mjs > docs/behaviour/postgresql.md
 *
 * Writes the reference page of PostgreSQL's behaviour from the table and its proved examples.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const newest = 18;
const bundle = join(root, 'dist', 'behaviour-page.cjs');
await build({
  stdin: {
    contents: `
      export * from './server/src/behaviour';
      export { applyScript, emptyCatalog } from './server/src/catalog';
      export { loadPostgresParser, parseSqlFile } from './server/src/sql';`,
    resolveDir: root,
    loader: 'ts',
  },
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  // The parser reads its WebAssembly file from beside its own code.
  external: ['libpg-query'],
});
const imported = await import(pathToFileURL(bundle).href);
const { applyScript, emptyCatalog, explainStatement, loadPostgresParser, parseSqlFile, postgresRows } =
  imported.default;
rmSync(bundle);
await loadPostgresParser();

const setup = readFileSync(join(root, 'test/truth/behaviour/setup.sql'), 'utf8');
const schema = applyScript(emptyCatalog, { path: 'setup.sql', sql: setup });

console.log(`# What PostgreSQL does for each statement

Generated from the behaviour table by \`node scripts/behaviour-page.mjs\`. Each example runs on real servers in
\`npm run test:truth\`, on the schema of \`test/truth/behaviour/setup.sql\`, and must show exactly these locks, rewrites and scans.
`);
for (const row of postgresRows) console.log(section(row));

function section(row) {
  return [
    `<a id="${row.id}"></a>`,
    `## ${row.form}\n`,
    `Row \`${row.id}\` · [PostgreSQL manual](${row.docs})\n`,
    '| example | versions | locks | rewrites | reads in full | builds indexes anew |',
    '| --- | --- | --- | --- | --- | --- |',
    ...row.examples.map(line),
    '',
    ...new Set(
      row.examples.filter((example) => !example.refusedWith).flatMap((example) => explain(example).notes),
    ),
    '',
  ].join('\n');
}

function line(example) {
  const shown = [example.title, example.setup && `after ${code(example.setup)}`, code(example.sql)].filter(
    Boolean,
  );
  const versions = `${example.since ?? ''}–${example.until ?? ''}`.replace(/^–$/, 'all');
  if (example.refusedWith !== undefined) {
    return `| ${shown.join('<br>')} | ${versions} | refused (${example.refusedWith}) | | | |`;
  }
  const effects = explain(example);
  const locks = effects.locks.map(({ relation, mode }) => `${short(relation)}: ${mode}`);
  const cells = [
    locks,
    effects.rewrites.map(short),
    effects.scans.map(short),
    effects.rebuildsIndexes.map(short),
  ];
  return `| ${[shown.join('<br>'), versions, ...cells.map((cell) => cell.join('<br>') || '–')].join(' | ')} |`;
}

function explain(example) {
  const catalog = applyScript(schema, { path: 'example.sql', sql: example.setup ?? '' });
  const [statement] = parseSqlFile(example.sql).statements;
  return explainStatement(statement, { catalog, version: Math.min(newest, example.until ?? newest) }).effects;
}

function short(name) {
  return name.replace(/^public\./, '');
}

function code(sql) {
  return `\`${sql.replaceAll('|', '\\|')}\``;
}
