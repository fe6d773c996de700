import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLanguageService, laidOver, textsAfter, type WorkspaceFiles } from '../../server/src/service';
import { loadPostgresParser } from '../../server/src/sql';
import { boundOwner, cases, type RollbackCase } from '../truth/rollback/cases';

const setup = await readFile(path.join(import.meta.dirname, '../truth/rollback/setup.sql'), 'utf8');
await loadPostgresParser();

const changeFile = 'migrations/0002_change.up.sql';
const rollbackFile = 'migrations/0002_change.down.sql';

const oneStep = 'a rollback brings everything back in one transaction, or nothing';
const sameObject = 'it brings back what was there, which was made in that way';

/** Warnings that a generated rollback may get, and why they are right and still no reason to write it otherwise. */
const allowed: Readonly<Record<string, string>> = {
  'pg-unbatched-update': oneStep,
  'pg-statement-under-access-exclusive': oneStep,
  'pg-index-not-concurrent': oneStep,
  'pg-unique-constraint-builds-index': oneStep,
  'pg-set-not-null-scan': oneStep,
  'pg-not-valid-validate-same-tx': oneStep,
  'pg-change-type-rewrite': oneStep,
  'pg-exclusion-constraint': sameObject,
  'pg-add-column-volatile-default': sameObject,
  'pg-add-column-stored-generated': sameObject,
  'pg-add-column-constrained-domain': sameObject,
};

describe('the rollbacks that keep rows', () => {
  const kept = Object.values(cases)
    .flat()
    .filter(({ data }) => data === 'kept');

  it.each(kept)('break none of our own rules but those that cost a wait, for $up', (each) => {
    const service = createLanguageService();
    const before = filesOf(each);
    const offers = service.generateRollback({ files: before, today: '2030-01-01' }, changeFile);
    const offer = offers.find(({ title }) => title.endsWith('Keep the Rows')) ?? offers[0];
    expect(offer).toBeDefined();
    const files = laidOver(before, textsAfter(offer?.edits ?? [], before));
    const { findings } = service.lint({ files, today: '2030-01-01' }, rollbackFile);
    const serious = findings
      .filter(({ severity }) => severity === 'error' || severity === 'warning')
      .filter(({ rule, severity }) => severity === 'error' || !(rule in allowed))
      .map(({ rule, message }) => `${rule}: ${message}`);
    expect(serious, files.text(rollbackFile)).toEqual([]);
  });
});

function filesOf({ up, as }: RollbackCase): WorkspaceFiles {
  const texts: Readonly<Record<string, string>> = {
    'migrations/0001_setup.up.sql': as === 'bound owner' ? setup + boundOwner : setup,
    'migrations/0001_setup.down.sql': 'DROP SCHEMA public CASCADE;',
    [changeFile]: `${up};\n`,
    'tenantsafe.yaml':
      'version: "16"\ntenancy: { model: row, tenantColumn: tenant_id, tenantTable: tenants }\n',
  };
  return { paths: Object.keys(texts), text: (file) => texts[file], problem: () => undefined };
}
