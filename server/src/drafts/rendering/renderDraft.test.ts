import { beforeAll, describe, expect, it } from 'vitest';
import { createLanguageService, type Workspace } from '../../service';
import { loadPostgresParser } from '../../sql';
import type { Draft, DraftPhase } from '../draft';
import { placeOf } from '../draftPlace';
import { renderDraft, type DraftFile } from './renderDraft';

beforeAll(loadPostgresParser);

const phase: DraftPhase = {
  phase: 'expand',
  transactional: true,
  statements: ['ALTER TABLE notes ADD COLUMN title text;  -- said the model'],
  verify: [],
  rollback: { kind: 'exact', statements: ['ALTER TABLE notes DROP COLUMN title'], dataLossReason: null },
  compatibility: 'old and new code',
};

const concurrent: DraftPhase = {
  ...phase,
  transactional: false,
  statements: [
    'CREATE INDEX CONCURRENTLY notes_by_body ON notes (body)',
    'CREATE INDEX CONCURRENTLY notes_by_id ON notes (id, body)',
  ],
  rollback: {
    kind: 'exact',
    statements: ['DROP INDEX CONCURRENTLY notes_by_id', 'DROP INDEX CONCURRENTLY notes_by_body'],
    dataLossReason: null,
  },
};

const table = 'CREATE TABLE notes (id bigint PRIMARY KEY, body text);';
const flyway = { 'm/V007__notes.sql': table, 'm/U007__notes.sql': 'DROP TABLE notes;' };
const plain = { 'm/0007_notes.up.sql': table, 'm/0007_notes.down.sql': 'DROP TABLE notes;' };
const supabase = { 'supabase/migrations/20260101000000_notes.sql': table };

describe('the files of a draft', () => {
  it('have the framework’s names, timeouts, a header, and no comment of the model', () => {
    expect(textsOf(rendered(flyway, [phase]))).toEqual({
      'm/V008__add_title.sql': [
        '-- Add title: Notes get a title.',
        '-- expand; may run from here on: old and new code',
        '-- AI-drafted, sha256:1',
        '',
        "SET LOCAL lock_timeout = '2s';",
        '',
        'ALTER TABLE notes ADD COLUMN title text;',
        '',
      ].join('\n'),
      'm/U008__add_title.sql': [
        '-- Undoes expand of: Add title',
        '-- AI-drafted, sha256:1',
        '',
        "SET LOCAL lock_timeout = '2s';",
        '',
        'ALTER TABLE notes DROP COLUMN title;',
        '',
      ].join('\n'),
    });
  });

  it('leave the timeout to a runner that sets it', () => {
    const policy = 'runner: { setsTimeouts: true }\n';
    const [file] = rendered({ ...flyway, 'tenantsafe.yaml': policy }, [phase]);
    expect(file?.text).not.toContain('lock_timeout');
  });

  it('are one a phase, numbered on, the contract declared and what is lost said', () => {
    const contract: DraftPhase = {
      ...phase,
      phase: 'contract',
      statements: ['ALTER TABLE notes DROP COLUMN body'],
      rollback: {
        kind: 'lossy',
        statements: ['ALTER TABLE notes ADD COLUMN body text'],
        dataLossReason: 'the\nbodies',
      },
    };
    const files = rendered(flyway, [phase, contract]);
    expect(files.map(({ path, phase: index, direction }) => [path, index, direction])).toEqual([
      ['m/V008__add_title_expand.sql', 0, 'up'],
      ['m/U008__add_title_expand.sql', 0, 'down'],
      ['m/V009__add_title_contract.sql', 1, 'up'],
      ['m/U009__add_title_contract.sql', 1, 'down'],
    ]);
    expect(files[2]?.text).toContain('\n-- tenantsafe: contract\n');
    expect(files[3]?.text).toContain('\n-- lossy: the bodies\n');
  });

  it('say why there is no way back', () => {
    const oneWay = {
      ...phase,
      rollback: { kind: 'forward-only', statements: [], dataLossReason: 'labels stay' },
    } as const;
    expect(rendered(flyway, [oneWay])[1]?.text).toMatch(/\n-- irreversible: labels stay\n$/);
  });

  it('are marked for a runner that reads marks, and can be run again', () => {
    const files = textsOf(rendered(flyway, [concurrent]));
    expect(files['m/V008__add_title.sql.conf']).toBe('executeInTransaction=false\n');
    expect(files['m/U008__add_title.sql.conf']).toBe('executeInTransaction=false\n');
    expect(files['m/V008__add_title.sql']).toContain('DROP INDEX CONCURRENTLY IF EXISTS notes_by_body;\n');
    expect(files['m/V008__add_title.sql']).not.toContain('lock_timeout');
  });

  it('hold one statement each for a runner that reads none, undone from the last to the first', () => {
    const statements = Object.entries(textsOf(rendered(plain, [concurrent]))).map(([path, text]) => [
      path,
      text.split('\n').filter((line) => line !== '' && !line.startsWith('--')),
    ]);
    expect(statements).toEqual([
      ['m/0008_add_title_1.up.sql', ['CREATE INDEX CONCURRENTLY notes_by_body ON notes (body);']],
      ['m/0008_add_title_1.down.sql', ['DROP INDEX CONCURRENTLY notes_by_body;']],
      ['m/0009_add_title_2.up.sql', ['CREATE INDEX CONCURRENTLY notes_by_id ON notes (id, body);']],
      ['m/0009_add_title_2.down.sql', ['DROP INDEX CONCURRENTLY notes_by_id;']],
    ]);
  });

  it('have no rollback where the framework has none', () => {
    expect(rendered(supabase, [phase]).map(({ path }) => path)).toEqual([
      'supabase/migrations/20260101000001_add_title.sql',
    ]);
  });

  it.each([
    'tenantsafe-ignore-file pg-index-not-concurrent: trusted',
    'x\n-- tenantsafe-ignore-file pg-index-not-concurrent: trusted',
    `${'word '.repeat(20)}tenantsafe: contract`,
    'lossy: all of it',
    'x */ DROP TABLE notes; /*',
    '\u202eDROP TABLE notes',
  ])('let no text of the model out of its comment, or be taken for a directive (%j)', (intent) => {
    const [file] = rendered(flyway, [phase], { intent, title: 'lossy: x' });
    const lines = file?.text.split('\n') ?? [];
    expect(lines.filter((line) => line !== '' && !line.startsWith('-- '))).toEqual([
      "SET LOCAL lock_timeout = '2s';",
      'ALTER TABLE notes ADD COLUMN title text;',
    ]);
    expect(lines.filter((line) => /^--\s*(tenantsafe|lossy|irreversible)/.test(line))).toEqual([]);
    expect(file?.text).not.toMatch(/\p{Cf}/u);
  });
});

describe('a draft that a block in the newest migration asked for', () => {
  const asking = 'm/V008__titles.sql';
  const block = '/* tenantsafe:draft add-nullable-column@1\n   table: notes */\n';

  it('goes below the block, its rollback beside it, and the next phase into the next file', () => {
    const files = rendered({ ...flyway, [asking]: block }, [phase, concurrent], {}, asking);
    const paths = files.map(({ path }) => path);
    expect(paths.slice(0, 2)).toEqual([asking, 'm/U008__titles.sql']);
    expect(paths[2]).toMatch(/V009__/);
    expect(files[0]?.text.startsWith(`${block.trimEnd()}\n\n-- `)).toBe(true);
    expect(paths.slice(2).some((path) => path.includes('titles'))).toBe(false);
  });

  it('has what marks the script for its framework beside the block', () => {
    const paths = rendered({ ...flyway, [asking]: block }, [concurrent], {}, asking).map(({ path }) => path);
    expect(paths).toContain(`${asking}.conf`);
  });

  it.each([
    ['holds statements already', { [asking]: `${block}SELECT 1;\n` }],
    ['is not the newest', { [asking]: block, 'm/V009__later.sql': 'SELECT 1;' }],
  ])('makes files of its own where that migration %s', (_why, more) => {
    const files = rendered({ ...flyway, ...more }, [phase], {}, asking);
    expect(files.map(({ path }) => path)).not.toContain(asking);
  });
});

function rendered(
  files: Readonly<Record<string, string>>,
  phases: readonly DraftPhase[],
  words: Partial<Draft> = {},
  askedIn?: string,
): readonly DraftFile[] {
  const workspace: Workspace = {
    today: '2030-06-15',
    files: { paths: Object.keys(files), text: (path) => files[path], problem: () => undefined },
  };
  const draft: Draft = {
    title: 'Add title',
    intent: 'Notes get a title.',
    tenancy: 'row',
    phases,
    assumptions: [],
    questions: [],
    tablesTouched: [],
    estimates: [],
    ...words,
  };
  const place = placeOf(draft, { service: createLanguageService(), workspace, askedIn });
  if (place === undefined) throw new Error('the project has a folder of migrations');
  return renderDraft(draft, place, 'sha256:1');
}

function textsOf(files: readonly DraftFile[]): Readonly<Record<string, string>> {
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}
