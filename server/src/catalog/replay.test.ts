import { beforeAll, describe, expect, test } from 'vitest';
import { loadPostgresParser, parseSqlFile } from '../sql';
import { createReplay } from './replay';

beforeAll(loadPostgresParser);

const history = [
  { path: '1.sql', sql: 'CREATE TABLE t (id int PRIMARY KEY)' },
  { path: '2.sql', sql: 'ALTER TABLE t ADD COLUMN a int' },
  { path: '3.sql', sql: 'ALTER TABLE t ADD COLUMN b int' },
];

describe('a replay', () => {
  test('of a history with an edited last script parses only that script', () => {
    const parsed: string[] = [];
    const replay = createReplay({
      parse: (sql) => {
        parsed.push(sql);
        return parseSqlFile(sql);
      },
    });
    replay.catalogAfter(history);
    parsed.length = 0;
    const edited = 'ALTER TABLE t ADD COLUMN c int';
    const catalog = replay.catalogAfter([...history.slice(0, 2), { path: '3.sql', sql: edited }]);
    expect(parsed).toEqual([edited]);
    expect(catalog.relations.get('public.t')?.columns.map(({ name }) => name)).toEqual(['id', 'a', 'c']);
  });

  test('of a prefix keeps what was replayed after it', () => {
    let count = 0;
    const replay = createReplay({
      parse: (sql) => {
        count++;
        return parseSqlFile(sql);
      },
    });
    const whole = replay.catalogAfter(history);
    expect(replay.catalogAfter(history.slice(0, 1)).relations.get('public.t')?.columns).toHaveLength(1);
    expect(replay.catalogAfter(history)).toBe(whole);
    expect(count).toBe(3);
  });

  test('starts each script with a fresh session', () => {
    const catalog = createReplay().catalogAfter([
      {
        path: '1.sql',
        sql: "CREATE SCHEMA a; SELECT set_config('search_path', 'a', false); CREATE TABLE t (x int)",
      },
      { path: '2.sql', sql: 'CREATE TABLE t (x int)' },
    ]);
    expect([...catalog.relations.keys()].sort()).toEqual(['a.t', 'public.t']);
  });
});
