import { readFileSync } from 'node:fs';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  compareSchemas,
  describeDifference,
  snapshotSchema,
} from '../../server/src/rehearsal/snapshot/schema';
import { loadPostgresParser } from '../../server/src/sql';
import { exampleDefaults, findingsOf, lintExample } from '../rules/exampleWorkspace';
import { mendedFiles, runMended, type MendedFiles } from './mendedFiles';
import { startTruthServer, truthVersions, type TruthServer } from './server';

interface Case {
  readonly rule: string;
  readonly migration: string;
  readonly setup?: string;
  /** A query that must give no row in the end. */
  readonly nothing?: string;
}

/** What the fixes of these rules write must end where the migration as it was written ends. */
const cases: readonly Case[] = [
  {
    rule: 'pg-add-column-volatile-default',
    migration: 'ALTER TABLE users ADD COLUMN public_id uuid NOT NULL DEFAULT gen_random_uuid();',
  },
  {
    rule: 'pg-add-column-volatile-default',
    migration: 'ALTER TABLE users ADD COLUMN "Seen at" timestamptz DEFAULT clock_timestamp();',
    nothing: 'SELECT 1 FROM public.users WHERE "Seen at" IS NULL',
  },
  {
    rule: 'pg-add-column-serial-identity',
    migration: 'ALTER TABLE users ADD COLUMN number serial;',
    nothing: 'SELECT number FROM public.users GROUP BY number HAVING count(*) > 1',
  },
  {
    rule: 'pg-add-column-inline-check',
    migration: 'ALTER TABLE users ADD COLUMN rank integer DEFAULT 1 CHECK (rank > 0), ADD COLUMN other text;',
  },
  {
    rule: 'pg-add-column-inline-unique-pk',
    migration: 'ALTER TABLE users ADD COLUMN login text UNIQUE;',
  },
  {
    rule: 'pg-add-column-inline-fk',
    migration:
      'ALTER TABLE users ADD COLUMN plan_id bigint REFERENCES plans ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED;',
  },
  {
    rule: 'pg-check-without-not-valid',
    migration: "ALTER TABLE users ADD CHECK (email <> '');",
  },
  {
    rule: 'pg-fk-without-not-valid',
    migration: 'ALTER TABLE users ADD FOREIGN KEY (account_id) REFERENCES accounts (id);',
  },
  {
    rule: 'pg-set-not-null-scan',
    migration: 'ALTER TABLE users ALTER COLUMN name SET NOT NULL;',
  },
  {
    rule: 'pg-change-type-rechecks-constraint',
    setup: "ALTER TABLE invoices ADD CONSTRAINT said CHECK (note <> '' AND note <> number) NO INHERIT;",
    migration: 'ALTER TABLE invoices ALTER COLUMN note TYPE varchar(400), ALTER COLUMN total SET DEFAULT 0;',
  },
  {
    rule: 'pg-change-type-with-not-null',
    migration: 'ALTER TABLE users ALTER COLUMN name TYPE varchar, ALTER COLUMN name SET NOT NULL;',
  },
];

const exampleSchema = readFileSync(new URL('../../docs/rules/example-schema.sql', import.meta.url), 'utf8');

/** Four rows a page, more pages than a batch has, so that the loops go round; longer texts would be compressed. */
const rows = `
  INSERT INTO tenants (name) VALUES ('a');
  INSERT INTO users (tenant_id, email, name)
    SELECT id, number || '@example.org', repeat('x', 1900) FROM tenants, generate_series(1, 3000) AS number;`;

beforeAll(loadPostgresParser);

describe.each(truthVersions)('fixes of rules on columns, on PostgreSQL %s', (version) => {
  let server: TruthServer;

  beforeAll(async () => {
    server = await startTruthServer(version, async (session) => {
      await session.query(exampleSchema);
      await session.query(rows);
    });
  });
  afterAll(() => server.stop());

  it.each(cases)('$rule ends where `$migration` ends', async ({ rule, migration, setup = '', nothing }) => {
    const written = await inDatabase(server, async (session) => {
      await session.query(setup);
      await session.query(migration);
      return snapshotSchema(session);
    });
    const mended = await inDatabase(server, async (session) => {
      await session.query(setup);
      await runMended(session, filesAfterFix(rule, migration, setup, version));
      const schema = await snapshotSchema(session);
      if (nothing !== undefined) expect((await session.query(nothing)).rows).toEqual([]);
      return schema;
    });
    expect(compareSchemas(written, mended).map(describeDifference)).toEqual([]);
  });
});

function filesAfterFix(rule: string, migration: string, setup: string, version: number): MendedFiles {
  const linted = lintExample({
    ...exampleDefaults,
    policy: `version: ${String(version)}`,
    history: setup === '' ? [] : [setup],
    migration,
    rollback: '-- irreversible: of no interest here',
  });
  const [fix, ...others] = findingsOf(linted, rule).flatMap((finding) => finding.fixes);
  if (fix === undefined || others.length > 0) throw new Error(`there is not one fix of ${rule}`);
  return mendedFiles(linted, fix);
}

async function inDatabase<Result>(
  server: TruthServer,
  work: (session: Client) => Promise<Result>,
): Promise<Result> {
  return server.withDatabase(async (connect) => {
    const session = await connect();
    try {
      return await work(session);
    } finally {
      await session.end();
    }
  });
}
