import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { rules } from '../../server/src/rules';
import { createLanguageService, type WorkspaceFiles } from '../../server/src/service';
import { loadPostgresParser } from '../../server/src/sql';

const page = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const sample = new URL('../workspaces/row-flyway/', import.meta.url);
const ruleIds = new Set(rules.map(({ id }) => id));

/** The rows of the table of samples: a migration and the rules that the page says find what is wrong with it. */
const promises = [...page.matchAll(/^\| `(V\d+__\w+)`\s*\|.*\|(.*)\|$/gm)].map(
  ([, migration = '', foundBy = '']) => ({
    migration,
    promised: [...foundBy.matchAll(/`([\w-]+)`/g)].flatMap(([, id = '']) => (ruleIds.has(id) ? [id] : [])),
  }),
);

beforeAll(loadPostgresParser);

describe('what the README says of the sample', () => {
  it('names rules', () => {
    expect(promises.flatMap(({ promised }) => promised).length).toBeGreaterThan(4);
  });

  it.each(promises)('holds for $migration', ({ migration, promised }) => {
    const path = `db/proposed/${migration}.sql`;
    const linted = createLanguageService().lint({ files: filesOfSample(), today: '2030-01-01' }, path);
    expect(linted.errors).toEqual([]);
    expect(linted.findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining(promised));
  });
});

function filesOfSample(): WorkspaceFiles {
  const paths = readdirSync(sample, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.(sql|conf|yaml)$/.test(path),
  );
  return {
    paths,
    text: (path) => (paths.includes(path) ? readFileSync(new URL(path, sample), 'utf8') : undefined),
    problem: () => undefined,
  };
}
