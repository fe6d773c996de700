import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rehearseDraft } from '../../../server/src/doors/drafts/rehearseDraft';
import { testMigration } from '../../../server/src/doors/rehearsal/testMigration';
import { checkDraft, type Draft, type GateResult } from '../../../server/src/drafts';
import type { FixtureServer } from '../../../server/src/rehearsal';
import { createLanguageService, laidOver, type Workspace } from '../../../server/src/service';
import { loadPostgresParser } from '../../../server/src/sql';
import { draftOf, type WrittenPhase } from '../../drafts/notation';
import { openWorkbench, type Workbench } from '../engine/workbench';

/** The function is the project's own, so that the gate trusts it until it runs. */
const files: Readonly<Record<string, string>> = {
  'tenantsafe.yaml': [
    'version: 16',
    'tenancy: { model: row, tenantColumn: tenant_id, tenantTable: tenants, rls: "off" }',
    'migrations: [{ path: migrations, framework: flyway }]',
    // The project takes it upon itself, so that the gate does not stop at it.
    'rules: { pg-unbatched-update: warning }',
    'fixtures: { tenants: { minimal: { rows: 5 }, legacy: { behind: 2 } } }',
  ].join('\n'),
  'migrations/V1__base.sql': `
    CREATE TABLE tenants (id uuid PRIMARY KEY, name text NOT NULL);
    CREATE TABLE notes (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      tenant_id uuid NOT NULL REFERENCES tenants (id),
      body text NOT NULL
    );
    CREATE FUNCTION longest_body() RETURNS text LANGUAGE sql STABLE
      AS 'SELECT body FROM notes ORDER BY length(body) DESC, id LIMIT 1';`,
  'migrations/U1__base.sql': 'DROP FUNCTION longest_body(); DROP TABLE notes; DROP TABLE tenants;',
};

let workbench: Workbench;
let server: FixtureServer;

beforeAll(async () => {
  await loadPostgresParser();
  workbench = await openWorkbench();
  server = await workbench.start();
});
afterAll(() => workbench[Symbol.asyncDispose]());

describe('the rehearsal of a draft', () => {
  it('accepts one whose phases all hold, each with those before it in place', async () => {
    const gate = await rehearsed(
      {
        expand: ['ALTER TABLE notes ADD COLUMN title text'],
        rollback: ['ALTER TABLE notes DROP COLUMN title'],
      },
      {
        contract: [
          'ALTER TABLE notes ADD CONSTRAINT notes_title_short CHECK (length(title) < 200) NOT VALID',
        ],
        rollback: ['ALTER TABLE notes DROP CONSTRAINT notes_title_short'],
      },
    );
    expect(failedIn(gate)).toEqual([]);
    expect(gate.verdict).toBe('accepted');
    expect(gate.stages.at(-1)).toMatchObject({ stage: 'rehearsal', verdict: 'passed' });
  });

  it('rejects a rollback that claims to bring values back and does not', async () => {
    const gate = await rehearsed({
      backfill: [inBatches('body = upper(body)')],
      transactional: false,
      rollback: [inBatches('body = lower(body)')],
    });
    expect(failedIn(gate)).toContain('rehearsal rollback-data');
  });

  it('rejects a backfill that carries values from one tenant to another', async () => {
    const gate = await rehearsed(
      {
        expand: ['ALTER TABLE notes ADD COLUMN title text'],
        rollback: ['ALTER TABLE notes DROP COLUMN title'],
      },
      {
        backfill: ['UPDATE notes SET title = longest_body() WHERE tenant_id IS NOT NULL'],
        forwardOnly: 'the values go with their column when the phase before is rolled back',
      },
    );
    expect(failedIn(gate)).toContain('rehearsal isolation');
  });

  it('rejects a constraint that rows of tenants do not meet', async () => {
    const gate = await rehearsed(
      {
        expand: ['ALTER TABLE notes ADD CONSTRAINT notes_body_short CHECK (length(body) < 3) NOT VALID'],
        rollback: ['ALTER TABLE notes DROP CONSTRAINT notes_body_short'],
      },
      {
        contract: ['ALTER TABLE notes VALIDATE CONSTRAINT notes_body_short'],
        forwardOnly: 'validating changes nothing that would have to come back',
      },
    );
    expect(failedIn(gate)).toContain('rehearsal apply');
  });
});

/** An update of every tenant's rows, a transaction each. */
function inBatches(assignment: string): string {
  return `DO $$
    DECLARE tenant uuid;
    BEGIN
      FOR tenant IN SELECT id FROM tenants ORDER BY id LOOP
        UPDATE notes SET ${assignment} WHERE tenant_id = tenant;
        COMMIT;
      END LOOP;
    END $$`;
}

async function rehearsed(...phases: readonly WrittenPhase[]): Promise<GateResult> {
  const draft: Draft = draftOf({ name: 'rehearsed', phases });
  const service = createLanguageService();
  const workspace: Workspace = {
    today: '2030-06-15',
    files: { paths: Object.keys(files), text: (path) => files[path], problem: () => undefined },
  };
  const rehearse = rehearseDraft((file, texts) => {
    const written = laidOver(workspace.files, texts);
    const project = service.project({ ...workspace, files: written });
    const job = {
      project,
      files: written,
      file,
      shapes: ['minimal', 'edge', 'legacy'],
      keep: false,
    } as const;
    return testMigration(server, { ...job, evidenceFolder: undefined }, () => undefined);
  });
  return (await checkDraft({ service, workspace, draft, rehearse })).gate;
}

function failedIn({ stages }: GateResult): readonly string[] {
  const failed = stages.flatMap(({ stage, findings }) =>
    findings.filter(({ severity }) => severity === 'error').map(({ rule }) => `${stage} ${rule}`),
  );
  return [...new Set(failed)];
}
