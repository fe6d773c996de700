#!/usr/bin/env node
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/*
 * npm run new-rule pg-some-hazard
 *
 * Writes a rule, its page, its fixtures and its lines in the lists. What it writes compiles and passes the lint; its
 * tests fail until the rule finds what its examples show.
 */

/** Where a rule lives and what it is about, by the first word of its id. */
const rooms = {
  pg: { folder: 'postgres', category: 'lock' },
  my: { folder: 'mysql', category: 'lock' },
  tenant: { folder: 'tenancy', category: 'tenant-row' },
  rls: { folder: 'rls', category: 'rls' },
  rollback: { folder: 'rollback', category: 'rollback' },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { root: { type: 'string', default: join(dirname(fileURLToPath(import.meta.url)), '..') } },
});
const [id, ...others] = positionals;
const room = rooms[id?.split('-')[0]];

if (id === undefined || others.length > 0 || !/^[a-z]+(-[a-z0-9]+)+$/.test(id) || room === undefined) {
  refuse(
    `give one rule id of lower-case words with hyphens between them, the first of them ${Object.keys(rooms).join(', ')}: npm run new-rule pg-some-hazard`,
  );
}

const constant = id.replace(/-([a-z0-9])/g, (_match, letter) => letter.toUpperCase());
const summary = `What ${id} finds, in one line`;
const files = {
  [`server/src/rules/${room.folder}/${id}.ts`]: ruleFile(),
  [`docs/rules/${id}.md`]: page(),
  [`test/rules/${id}/hazard.sql`]: fixture(
    'findings',
    `SELECT 'a statement with the hazard';\n${carets(36)}`,
  ),
  [`test/rules/${id}/no-hazard.sql`]: fixture('nothing', "SELECT 'a statement that only looks like it';"),
};
const present = Object.keys(files).filter((path) => existsSync(join(values.root, path)));
if (present.length > 0) refuse(`${present[0]} exists already: choose another id, or go on with that rule`);

for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(join(values.root, path)), { recursive: true });
  writeFileSync(join(values.root, path), text);
}
edit('server/src/rules/index.ts', withRule);
edit('docs/rules/README.md', withRow);
console.log(
  [...Object.keys(files), 'server/src/rules/index.ts', 'docs/rules/README.md']
    .map((path) => `wrote ${path}`)
    .join('\n'),
);

function refuse(message) {
  console.error(`new-rule: ${message}`);
  process.exit(2);
}

function edit(path, change) {
  const file = join(values.root, path);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

/** Imports are sorted by path, the list by id. */
function withRule(text) {
  const importLine = /^import \{ (\w+) \} from '(\.\/\w+\/([\w-]+))';$/gm;
  const imports = [...text.matchAll(importLine)].map(([, name, path, ruleId]) => ({ name, path, ruleId }));
  const all = [...imports, { name: constant, path: `./${room.folder}/${id}`, ruleId: id }];
  const lines = all
    .toSorted(by('path'))
    .map(({ name, path }) => `import { ${name} } from '${path}';`)
    .join('\n');
  const list = all
    .toSorted(by('ruleId'))
    .map(({ name }) => `  ${name},`)
    .join('\n');
  const [first] = text.match(importLine) ?? refuse('server/src/rules/index.ts imports no rule any more');
  const withoutImports = text
    .replace(importLine, (line) => (line === first ? lines : '\0'))
    .replaceAll('\0\n', '');
  return withoutImports.replace(/(readonly Rule\[\] = \[\n)[^\]]*(\];)/, `$1${list}\n$2`);
}

/** The table's rows stay sorted and keep their columns aligned, as Prettier would align them. */
function withRow(text) {
  const table =
    /^\| rule [^]*?\n(?=\n|$)/m.exec(text)?.[0] ?? refuse('docs/rules/README.md has no table of rules');
  const [head, , ...rows] = table.trimEnd().split('\n').map(cellsOf);
  const sorted = [...rows, [`[${id}](${id}.md)`, 'warning', summary]].sort((left, right) =>
    linkedId(left) < linkedId(right) ? -1 : 1,
  );
  const widths = head.map((_cell, column) =>
    Math.max(3, ...[head, ...sorted].map((row) => row[column].length)),
  );
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return text.replace(table, () => [line(head), rule, ...sorted.map(line), ''].join('\n'));
}

/** The bracket behind an id comes after a hyphen, so the cell as it is written sorts otherwise. */
function linkedId([cell]) {
  return cell.slice(1, cell.indexOf(']'));
}

function cellsOf(row) {
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function by(key) {
  return (left, right) => (left[key] < right[key] ? -1 : 1);
}

function carets(width) {
  return `--${'^'.repeat(width - 2)} ${id} warning`;
}

function ruleFile() {
  return `import type { Finding, ReviewedStatement, Rule } from '../model';

/** Why this is a hazard, in a sentence or two. */
export const ${constant}: Rule = {
  id: '${id}',
  category: '${room.category}',
  severity: 'warning',
  summary: '${summary}',
  // Statements and actions of ALTER TABLE by their names in the parse tree; without it every migration is asked for.
  speaksOf: ['SelectStmt'],
  *check({ statements }) {
    for (const reviewed of statements) {
      if (isHazard(reviewed)) yield findingFor(reviewed);
    }
  },
};

/** Locks, rewrites and scans stand in the statement's behaviour: a rule states none of its own. */
function isHazard({ behaviour }: ReviewedStatement): boolean {
  return behaviour.kind === 'the form that is a hazard';
}

function findingFor({ statement, behaviour }: ReviewedStatement): Finding {
  return {
    what: \`\${behaviour.kind} does something.\`,
    who: 'Somebody waits for it or is harmed by it.',
    remedy: 'Something else does better.',
    span: statement.span,
    relations: behaviour.effects.locks.map(({ relation }) => relation),
  };
}
`;
}

function page() {
  return `# ${id}

What it finds, in one sentence.

Severity: warning · Category: ${room.category} · Fix: no

## What happens

What the server does, as observed, and who notices.

## Examples

\`\`\`sql invalid
SELECT 'a statement with the hazard';
\`\`\`

\`\`\`sql valid
SELECT 'a statement that only looks like it';
\`\`\`

## How to fix

What to do instead.

## When not to use it

Where the finding may be suppressed.

## Links

- The vendor's manual
`;
}

function fixture(expects, sql) {
  return `-- expects ${expects}\n--- migration\n${sql}\n`;
}
