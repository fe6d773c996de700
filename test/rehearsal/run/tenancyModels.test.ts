import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFolder } from '../../../server/src/doors/files';
import { testMigration } from '../../../server/src/doors/rehearsal/testMigration';
import { loadProject, type ProjectFiles, type ShapeName } from '../../../server/src/project';
import type { CheckId, FixtureServer, RehearsalResult } from '../../../server/src/rehearsal';
import { loadPostgresParser } from '../../../server/src/sql';
import { openWorkbench, type Workbench } from '../engine/workbench';

let workbench: Workbench;
let server: FixtureServer;

beforeAll(async () => {
  await loadPostgresParser();
  workbench = await openWorkbench();
  server = await workbench.start();
});
afterAll(() => workbench[Symbol.asyncDispose]());

describe('tenants with a schema each', () => {
  const sample = 'schema-flyway';

  it('run a migration of theirs in their own schema', async () => {
    const result = await test(sample, 'db/tenant/V0006__shift_notes.sql');
    expect(failuresOf(result)).toEqual({});
    expect(result.model).toBe('schema');
    const locked = result.statements.flatMap(({ tenant, locks }) =>
      locks.map(({ relation }) => [tenant, relation]),
    );
    expect(locked).toContainEqual(['minimal', 'home_minimal.shifts']);
    expect(locked.filter(([tenant, relation]) => !relation?.startsWith(`home_${tenant ?? ''}.`))).toEqual([]);
    expect(result.statements.flatMap(({ predicted }) => predicted.differences)).toEqual([]);
  });

  it('see a migration of a shared folder once, each alone and all together', async () => {
    const result = await test(sample, 'db/shared/V0003__holidays.sql');
    expect(new Set(result.statements.map(({ tenant }) => tenant))).toEqual(
      new Set(['*', 'minimal', 'empty']),
    );
  });

  it("fail where a run for one of them changes another's schema", async () => {
    const failures = failuresOf(
      await test(sample, 'db/proposed/V0200__one_home.sql', {
        'db/proposed/V0200__one_home.sql':
          'ALTER TABLE home_minimal.people ADD COLUMN IF NOT EXISTS phone text;',
      }),
    );
    expect(failures.isolation).toEqual(['empty']);
    expect(failures['tenant-drift']).toEqual(['empty']);
  });

  it('fail where rows come from the schema of another', async () => {
    const failures = failuresOf(
      await test(sample, 'db/proposed/V0200__copy.sql', {
        'db/proposed/V0200__copy.sql':
          "INSERT INTO people (name, email) SELECT name, 'copied ' || email FROM home_minimal.people;",
      }),
    );
    expect(failures.isolation).toEqual(['empty']);
  });

  it('drift apart where a migration does something for those with rows only', async () => {
    const failures = failuresOf(
      await test(
        sample,
        'db/proposed/V0200__some.sql',
        {
          'db/proposed/V0200__some.sql':
            'DO $$ BEGIN IF EXISTS (SELECT FROM people) THEN ALTER TABLE people ADD COLUMN phone text; END IF; END $$;',
        },
        ['minimal', 'edge', 'empty'],
      ),
    );
    expect(failures['tenant-drift']).toEqual(['empty']);
  });
});

describe('tenants with a database each', () => {
  const sample = 'database-flyway';

  it('run a migration of theirs in their own database', async () => {
    const result = await test(sample, 'db/tenant/V0004__deadlines.sql');
    expect(failuresOf(result)).toEqual({});
    expect(result.model).toBe('database');
    expect(result.tenants.map(({ name, rows }) => [name, rows > 0])).toEqual([
      ['minimal', true],
      ['empty', false],
    ]);
  });

  it('are refused what lies outside of it', async () => {
    const result = await test(sample, 'db/proposed/V0100__reporting.sql');
    expect(failuresOf(result).apply).toEqual(['minimal', 'empty']);
  });
});

describe('a migration that is stopped and run again', () => {
  const script = 'db/proposed/V0200__shifts_by_kind.sql';
  const outside = { [`${script}.conf`]: 'executeInTransaction=false\n' };
  const interrupted = async (sql: string, configuration: Record<string, string> = outside) => {
    const failures = failuresOf(await test('schema-flyway', script, { [script]: sql, ...configuration }));
    return { interruption: failures.interruption, rerun: failures.rerun };
  };

  it('leaves nothing behind where it is one transaction', async () => {
    expect(await interrupted('ALTER TABLE shifts ADD COLUMN a int; CREATE TABLE b (c int);', {})).toEqual({});
  });

  it('fails where it stops between statements that are not guarded', async () => {
    expect(
      await interrupted('ALTER TABLE shifts ADD COLUMN a int; ALTER TABLE shifts ADD COLUMN b int;'),
    ).toEqual({ interruption: ['minimal', 'empty'], rerun: ['minimal', 'empty'] });
  });

  it('ends where a clean run does where each statement is guarded', async () => {
    expect(
      await interrupted(
        'ALTER TABLE shifts ADD COLUMN IF NOT EXISTS a int; ALTER TABLE shifts ADD COLUMN IF NOT EXISTS b int;',
      ),
    ).toEqual({});
  });

  it('fails with a concurrent index that the first run left invalid and the second takes for done', async () => {
    expect(
      await interrupted('CREATE INDEX CONCURRENTLY IF NOT EXISTS shifts_by_kind ON shifts (kind);'),
    ).toEqual({
      interruption: ['minimal', 'empty'],
    });
  });

  it('ends where a clean run does with a concurrent index that is dropped first', async () => {
    expect(
      await interrupted(
        'DROP INDEX CONCURRENTLY IF EXISTS shifts_by_kind; CREATE INDEX CONCURRENTLY shifts_by_kind ON shifts (kind);',
      ),
    ).toEqual({});
  });
});

describe('a migration that names a superuser', () => {
  const script = 'db/proposed/V0200__owner.sql';

  it('may not act for it', async () => {
    const result = await test('schema-flyway', script, {
      [script]: "SET ROLE postgres; COPY people (name) FROM PROGRAM 'id';",
    });
    expect(failuresOf(result).apply).toEqual(['minimal', 'empty']);
    expect(result.tenants[0]?.checks.find(({ id }) => id === 'apply')).toMatchObject({ statement: 0 });
  });

  it('keeps what it would hand over to it, and says so', async () => {
    const result = await test('schema-flyway', script, {
      [script]: 'ALTER TABLE people OWNER TO postgres; ALTER TABLE people ADD COLUMN phone text;',
    });
    expect(failuresOf(result)).toEqual({});
    expect(result.notChecked.map(({ what }) => what)).toContain('Owner and default privileges of postgres');
  });
});

/** Tests a file of a sample workspace, with more files laid over it, on two tenants or the given ones. */
async function test(
  sample: string,
  file: string,
  more: Readonly<Record<string, string>> = {},
  shapes: readonly ShapeName[] = ['minimal', 'empty'],
): Promise<RehearsalResult> {
  const folder = await openFolder(path.resolve(import.meta.dirname, '../../workspaces', sample));
  const files = laidOver(folder.files(), more);
  const job = { project: loadProject(files), files, file, shapes, keep: false };
  return testMigration(server, { ...job, evidenceFolder: undefined }, () => undefined);
}

function laidOver(files: ProjectFiles, more: Readonly<Record<string, string>>): ProjectFiles {
  return {
    paths: [...files.paths, ...Object.keys(more)],
    text: (name) => more[name] ?? files.text(name),
  };
}

/** Names of the tenants that failed, by check; that there is no rollback is no news. */
function failuresOf(result: RehearsalResult): Partial<Record<CheckId, readonly string[]>> {
  const failures: Partial<Record<CheckId, string[]>> = {};
  for (const { name, checks } of result.tenants) {
    for (const { id, verdict } of checks) {
      if (verdict !== 'failed' && verdict !== 'errored') continue;
      if (id !== 'rollback-apply') (failures[id] ??= []).push(name);
    }
  }
  return failures;
}
