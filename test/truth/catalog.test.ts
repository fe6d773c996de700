import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyStatement, emptyCatalog, type Catalog } from '../../server/src/catalog/index';
import type { FixtureServer } from '../../server/src/rehearsal/engine/index';
import { loadPostgresParser, parseSqlFile } from '../../server/src/sql/index';
import { openWorkbench, type Workbench } from '../rehearsal/engine/workbench';
import { factsOfServer, type Facts } from './catalog/facts';
import { factsOfCatalog } from './catalog/factsOfCatalog';

interface Case {
  readonly title: string;
  readonly sql: string;
}

let workbench: Workbench;
let server: FixtureServer;

beforeAll(async () => {
  await loadPostgresParser();
  workbench = await openWorkbench();
  server = await workbench.start();
  await makeApplicationRole();
});

afterAll(async () => {
  await workbench[Symbol.asyncDispose]();
});

describe('sample workspaces', () => {
  test.each(['plain-pairs/migrations', 'row-flyway/db/migrations'])('%s', async (name) => {
    const migrations = path.join(import.meta.dirname, '../workspaces', name);
    const ups = (await readdir(migrations)).filter((file) => /^[VR].*\.sql$|\.up\.sql$/.test(file));
    const texts = inOrder(ups).map((file) => readFile(path.join(migrations, file), 'utf8'));
    await compare((await Promise.all(texts)).join('\n;\n'));
  });
});

/** Versioned files by name, repeatable ones last. */
function inOrder(files: readonly string[]): readonly string[] {
  const isRepeatable = (file: string) => file.startsWith('R__');
  return [...files].sort((left, right) =>
    isRepeatable(left) === isRepeatable(right) ? (left < right ? -1 : 1) : isRepeatable(left) ? 1 : -1,
  );
}

const folder = path.join(import.meta.dirname, 'catalog/cases');
for (const file of (await readdir(folder)).sort()) {
  const cases = casesOf(await readFile(path.join(folder, file), 'utf8'));
  describe(path.basename(file, '.sql'), () => {
    test.each(cases)('$title', async ({ sql }) => {
      await compare(sql);
    });
  });
}

/** The role that the sample workspaces name and no migration makes; roles belong to the whole server. */
async function makeApplicationRole(): Promise<void> {
  const client = await server.connectAsAdministrator(await server.createDatabase('roles'));
  try {
    await client.query('CREATE ROLE app_user');
  } finally {
    await client.end();
  }
}

/** A file of cases: each starts with a line `-- case: title`. */
function casesOf(text: string): readonly Case[] {
  return text
    .split(/^-- case: /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      return { title: part.slice(0, end), sql: part.slice(end + 1) };
    });
}

/** Runs SQL in a database of its own and replays it: both must end in the same schema, and refuse the same statements. */
async function compare(sql: string): Promise<void> {
  const database = await server.createDatabase('catalog');
  try {
    const client = await server.connectAsAdministrator(database);
    try {
      const expected = await runOnServer(client, sql);
      const catalog = replay(sql);
      expect(refusedBy(catalog, sql)).toEqual(expected.refused);
      const facts = factsOfCatalog(catalog);
      expect(facts).toEqual(knownFacts(expected.facts, facts));
    } finally {
      await client.end();
    }
  } finally {
    await server.dropDatabase(database);
  }
}

async function runOnServer(
  client: Client,
  sql: string,
): Promise<{ refused: readonly string[]; facts: Facts }> {
  const refused: string[] = [];
  for (const { text } of parseSqlFile(sql).statements) {
    try {
      await client.query(text);
    } catch {
      refused.push(text);
    }
  }
  await client.query('RESET search_path');
  return { refused, facts: await factsOfServer(client) };
}

function replay(sql: string): Catalog {
  return parseSqlFile(sql).statements.reduce(
    (catalog, statement) => applyStatement(catalog, statement, 'case.sql'),
    emptyCatalog,
  );
}

function refusedBy(catalog: Catalog, sql: string): readonly string[] {
  return catalog.notUnderstood.map(({ origin }) => sql.slice(origin.span.start, origin.span.end));
}

/** The types of columns that a query computes are known only as far as its text says: there ours may be `unknown`. */
function knownFacts(expected: Facts, facts: Facts): Facts {
  const unknown = new Set(
    facts.filter((fact) => fact.startsWith('type of ') && fact.endsWith(' = unknown')).map(columnOf),
  );
  return expected
    .map((fact) =>
      fact.startsWith('type of ') && unknown.has(columnOf(fact)) ? `${columnOf(fact)}= unknown` : fact,
    )
    .sort();
}

function columnOf(typeFact: string): string {
  return typeFact.slice(0, typeFact.indexOf('= '));
}
