import type { WireExplainedStatement } from '@tenantsafe/server/protocol';
import { describe, expect, it } from 'vitest';
import { lockPage } from './lockPage';

const statement: WireExplainedStatement = {
  index: 0,
  range: { start: { line: 3, character: 0 }, end: { line: 3, character: 9 } },
  kind: 'CREATE INDEX',
  phase: 'expand',
  locks: [{ relation: 'public.invoices', mode: 'SHARE', blocks: ['writes'] }],
  rewrites: [],
  scans: ['public.invoices'],
  rebuildsIndexes: [],
  transactional: true,
  reversible: true,
  dataLoss: false,
  createdHere: [],
  confidence: 'exact',
  notes: [],
  docs: ['https://www.postgresql.org/docs/18/sql-createindex.html'],
};

function pageOf(...statements: readonly WireExplainedStatement[]): string {
  return lockPage({
    path: 'db/V1__x.sql',
    engine: 'postgresql',
    version: '16',
    transaction: 'per-file',
    statements: [...statements],
  });
}

describe('lockPage', () => {
  it('says for each statement what it locks and whom that keeps waiting', () => {
    const page = pageOf(statement);
    expect(page).toContain('## 1. CREATE INDEX (line 4)');
    expect(page).toContain('| `public.invoices` | SHARE | writes |');
    expect(page).toContain('- Reads in full: `public.invoices`.');
  });

  it('says so where nothing is locked', () => {
    expect(pageOf({ ...statement, locks: [] })).toContain('Locks no existing table');
  });

  it('warns of what cannot be taken back', () => {
    const page = pageOf({ ...statement, dataLoss: true, reversible: false, transactional: false });
    expect(page).toContain('- Loses data.');
    expect(page).toContain('- Cannot be undone.');
    expect(page).toContain('- Cannot run inside a transaction.');
  });

  it('keeps names from becoming markup', () => {
    const page = pageOf({ ...statement, locks: [{ relation: 'public."a|`b"', mode: 'SHARE', blocks: [] }] });
    expect(page).toContain('| `` public."a\\|`b" `` | SHARE | neither |');
  });
});
