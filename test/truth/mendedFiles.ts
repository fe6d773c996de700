import type { Client } from 'pg';
import type { LintFix } from '../../server/src/service';
import { parseSqlFile } from '../../server/src/sql';
import type { LintedExample } from '../rules/exampleWorkspace';

/** What a fix makes of a migration: the file itself, and the later migrations that the fix adds. */
export interface MendedFiles {
  readonly migration: string;
  readonly isTransactional: boolean;
  readonly later: readonly {
    readonly up: string;
    readonly down: string;
    readonly isTransactional: boolean;
  }[];
}

/** The files of a Flyway example after a fix. */
export function mendedFiles(linted: LintedExample, fix: LintFix): MendedFiles {
  const created = new Map(
    fix.edits.filter(({ create }) => create).map(({ path, newText }) => [path, newText]),
  );
  const ups = [...created.keys()].filter((path) => /\/V[^/]*\.sql$/.test(path)).sort();
  const later = ups.map((path) => ({
    up: created.get(path) ?? '',
    down: created.get(path.replace('/V', '/U')) ?? '',
    isTransactional: !created.has(`${path}.conf`),
  }));
  return {
    migration: linted.withFix(fix).text,
    isTransactional: !created.has(`${linted.path}.conf`),
    later,
  };
}

/** The mended migration, and each later one up, down and up again, as Flyway runs them. */
export async function runMended(
  session: Client,
  { migration, isTransactional, later }: MendedFiles,
): Promise<void> {
  await runScript(session, migration, isTransactional);
  for (const step of later) {
    for (const script of [step.up, step.down, step.up]) {
      await runScript(session, script, step.isTransactional);
    }
  }
}

/** The statements of a script one by one, within a transaction or each on its own. */
export async function runScript(session: Client, script: string, isTransactional: boolean): Promise<void> {
  if (isTransactional) await session.query('BEGIN');
  for (const { span } of parseSqlFile(script).statements) {
    await session.query(script.slice(span.start, span.end));
  }
  if (isTransactional) await session.query('COMMIT');
}
