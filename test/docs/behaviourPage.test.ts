import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { postgresRows } from '../../server/src/behaviour';
import { referencePage } from '../../server/src/behaviour/page/referencePage';
import { loadPostgresParser } from '../../server/src/sql';

beforeAll(loadPostgresParser);

const setup = readFileSync(new URL('../truth/behaviour/setup.sql', import.meta.url), 'utf8');

it('the reference page says what the behaviour table says (npm run behaviour-page renews it)', async () => {
  await expect(referencePage(setup)).toMatchFileSnapshot('../../docs/behaviour/postgresql.md');
});

it('every row of the table has its anchor on the page, once', () => {
  const anchors = [...referencePage(setup).matchAll(/^<a id="([^"]+)"><\/a>$/gm)].map(([, id]) => id);
  expect(anchors.sort()).toEqual(postgresRows.map(({ id }) => id).sort());
});

it('every link to a place on the page leads somewhere', () => {
  const page = referencePage(setup);
  const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-'),
  );
  const places = new Set([...postgresRows.map(({ id }) => id), ...headings]);
  const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, place = '']) => place);
  expect(links.filter((place) => !places.has(place))).toEqual([]);
});
