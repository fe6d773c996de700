import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { sqlLanguages } from '../../client/src/sqlLanguages';
import { promptBlocksIn } from '../../server/src/drafts/prompts/block';
import { codeSnippets } from '../../server/src/drafts/prompts/codeSnippets';
import { blockSnippet } from '../../server/src/drafts/prompts/renderBlock';
import { filledIn, placeholdersIn } from '../../server/src/drafts/prompts/placeholders';
import { readSnippet } from '../../server/src/drafts/prompts/readSnippet';
import type { PromptInput, PromptSnippet } from '../../server/src/drafts/prompts/snippet';
import { loadPostgresParser, parsePostgres } from '../../server/src/sql';

const folder = path.resolve(import.meta.dirname, '../../snippets');
const files = readdirSync(folder).filter((name) => name.endsWith('.md'));

beforeAll(loadPostgresParser);

function snippetIn(name: string): PromptSnippet {
  const { snippet, problems } = readSnippet(
    { path: `snippets/${name}`, text: readFileSync(path.join(folder, name), 'utf8') },
    'tenantsafe',
  );
  expect(problems).toEqual([]);
  if (snippet === undefined) throw new Error(`${name} is no snippet`);
  return snippet;
}

/** A value that fits, as a person could write it. */
function sampleValue({ key, completes, choices }: PromptInput): string {
  if (completes === 'choice') return choices[0] ?? '';
  if (completes === 'newColumn') return 'sample_column text';
  if (completes === 'type') return 'text';
  return key === 'default' ? `'active'` : `sample_${key.replaceAll('-', '_')}`;
}

const sampleValues = ({ inputs }: PromptSnippet) =>
  new Map([
    ...inputs.map((input) => [input.key, sampleValue(input)] as const),
    ...inputs
      .filter(({ completes }) => completes === 'newColumn')
      .map(({ key }) => [`${key}.name`, 'sample_column'] as const),
  ]);

describe.each(files)('%s', (name) => {
  it('asks for the six things that decide the quality of a draft', () => {
    const headings = [...snippetIn(name).body.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual([
      'Objective',
      'Schema context',
      'Tenancy',
      'Data',
      'Performance limits',
      'Rollback',
    ]);
  });

  it('has shapes that are SQL', () => {
    const snippet = snippetIn(name);
    for (const shape of snippet.shapes)
      expect(parsePostgres(filledIn(shape, sampleValues(snippet))).error?.message, shape).toBeUndefined();
  });

  it('uses each of its inputs', () => {
    const { inputs, body, shapes } = snippetIn(name);
    const used = [body, ...shapes].flatMap(placeholdersIn).map(({ key }) => key.replace(/\.name$/, ''));
    expect([...new Set(used)].sort()).toEqual(inputs.map(({ key }) => key).sort());
  });

  it('reads well where an input is left out: what it stands in is a line of its own', () => {
    const { inputs, body } = snippetIn(name);
    const mayBeEmpty = inputs.filter(
      (input) =>
        !input.required && input.default === '' && input.otherwise === '' && input.from === undefined,
    );
    const lines = body.split('\n');
    for (const { key } of mayBeEmpty) {
      lines.forEach((line, index) => {
        if (!placeholdersIn(line).some((found) => found.key === key)) return;
        expect(line, key).toMatch(/(?:[.:;]|\}\}`?)$/);
        expect(lines[index - 1] ?? '', key).toMatch(/(?:^|[.:;]|\}\}`?)$/);
        expect(lines[index + 1] ?? '', key).toMatch(/^(?:$|[A-Z-]|\d\.)/);
      });
    }
  });

  it('says of no lock, scan or rewrite what the behaviour table would say', () => {
    const claims = /ACCESS EXCLUSIVE|SHARE UPDATE EXCLUSIVE|ROW EXCLUSIVE|ACCESS SHARE|AccessExclusive/i;
    expect(snippetIn(name).body).not.toMatch(claims);
  });
});

it('has one for each kind of change that the library is for', () => {
  expect(files.map((name) => name.replace(/\.md$/, ''))).toEqual([
    'add-not-null-column',
    'add-nullable-column',
    'add-tenant-foreign-key',
    'backfill-across-tenants',
    'change-column-type',
    'change-enum',
    'create-index',
    'drop-column',
    'jsonb-preferences',
    'merge-tables',
    'new-tenant-table',
    'orchestrate-tenant-databases',
    'rename-by-expand-contract',
    'review-indexes',
    'review-isolation',
    'review-transaction-scope',
    'rollback-unfinished-rollout',
    'split-column',
    'split-table',
  ]);
});

describe('the snippets of the extension', () => {
  it('say what the library says (npm run prompt-snippets renews them)', async () => {
    await expect(codeSnippets(files.map(snippetIn))).toMatchFileSnapshot(
      '../../snippets/tenantsafe.code-snippets',
    );
  });

  it('are offered in each SQL language that the client serves', () => {
    const manifest = JSON.parse(readFileSync(path.join(folder, '../package.json'), 'utf8')) as {
      readonly contributes: { readonly snippets: readonly object[] };
    };
    const file = './snippets/tenantsafe.code-snippets';
    expect(manifest.contributes.snippets).toEqual(sqlLanguages.map((language) => ({ language, path: file })));
  });

  it('expand to blocks that name their snippet and ask for each input once', () => {
    for (const snippet of files.map(snippetIn)) {
      const [block] = promptBlocksIn(blockSnippet(snippet, undefined));
      expect(block?.snippet).toMatchObject({ id: snippet.id, version: String(snippet.version) });
      expect(block?.entries.map(({ key }) => key)).toEqual(snippet.inputs.map(({ key }) => key));
      expect(block?.strays).toEqual([]);
    }
  });
});
