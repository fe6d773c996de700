import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../server/src/doors/cli/runCli';
import { draftOf } from '../drafts/notation';

const sample = path.resolve(import.meta.dirname, '../workspaces/row-flyway');

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tenantsafe-draft-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const good = draftOf({
  name: 'add score',
  phases: [
    {
      expand: ['ALTER TABLE accounts ADD COLUMN score integer'],
      rollback: ['ALTER TABLE accounts DROP COLUMN score'],
    },
  ],
});
const bad = draftOf({
  name: 'add score',
  phases: [
    {
      expand: ['ALTER TABLE acounts ADD COLUMN score integer'],
      rollback: ['ALTER TABLE acounts DROP COLUMN score'],
    },
  ],
});

describe('check-draft', () => {
  it('accepts a good draft, with the files that it would become', async () => {
    const { status, out } = await checkDraft(JSON.stringify(good));
    expect(status).toBe(0);
    expect(out).toContain('db/migrations/V0039__add_score.sql');
    expect(out).toContain('rehearsal: skipped');
    expect(out).toMatch(/The draft is accepted\.\n$/);
  });

  it('rejects a bad one with status 1, and says where and what may have been meant', async () => {
    const { status, out } = await checkDraft(JSON.stringify(bad));
    expect(status).toBe(1);
    expect(out).toMatch(
      /error draft-unknown-relation at phases\[0\]\.statements\[0\]\n.*did you mean accounts\?/,
    );
  });

  it('prints the result as JSON', async () => {
    const { status, out } = await checkDraft(JSON.stringify(bad), '--format', 'json');
    expect(status).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      formatVersion: 1,
      verdict: 'rejected',
      stages: [
        { stage: 'parse', verdict: 'failed' },
        { stage: 'policy', verdict: 'skipped', findings: [] },
        { stage: 'lint', verdict: 'skipped' },
        { stage: 'rehearsal', verdict: 'skipped' },
      ],
    });
  });

  it('rejects an object that is no draft', async () => {
    const { status, out } = await checkDraft('{"title": 1}');
    expect(status).toBe(1);
    expect(out).toContain('draft-malformed');
  });

  it('cannot run on what is no JSON', async () => {
    const { status, errors } = await checkDraft('CREATE TABLE');
    expect(status).toBe(2);
    expect(errors).toMatch(/draft\.json is no JSON \(.*\): write the draft as one JSON object\.\n$/);
  });

  it('cannot run without the file', async () => {
    const { status, errors } = await run('check-draft', path.join(folder, 'missing.json'), '--cwd', sample);
    expect(status).toBe(2);
    expect(errors).toContain('cannot be read');
  });
});

async function checkDraft(text: string, ...options: readonly string[]) {
  const file = path.join(folder, 'draft.json');
  await writeFile(file, text);
  return run('check-draft', file, '--cwd', sample, ...options);
}

async function run(...argumentList: readonly string[]) {
  let [out, errors] = ['', ''];
  const status = await runCli(argumentList, {
    currentFolder: folder,
    packageFolder: path.resolve(import.meta.dirname, '../..'),
    version: '0.0.0',
    buildId: undefined,
    stdout: { write: (text) => (out += text), isTerminal: false },
    stderr: { write: (text) => (errors += text), isTerminal: false },
    interrupted: new AbortController().signal,
  });
  return { status, out, errors };
}
