import { beforeAll, describe, expect, it } from 'vitest';
import { createReplay } from '../catalog';
import { loadPostgresParser } from '../sql';
import { relationsReadBy } from './routines';

beforeAll(loadPostgresParser);

describe('the relations that a routine names', () => {
  it.each([
    [
      'in a body that assigns to NEW',
      `LANGUAGE plpgsql AS 'BEGIN NEW.a := 1; DELETE FROM notes; RETURN NEW; END'`,
    ],
    ['in what it returns', `LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT x FROM notes LIMIT 1); END'`],
    ['in SQL', `LANGUAGE sql AS 'SELECT x FROM notes'`],
    [
      'behind a condition',
      `LANGUAGE plpgsql AS 'BEGIN IF EXISTS (SELECT FROM notes) THEN RETURN NULL; END IF; END'`,
    ],
  ])('are found %s', (_title, body) => {
    expect(readBy(body)).toEqual(['public.notes']);
  });

  it('are looked up on its own search path', () => {
    expect(readBy(`SET search_path = archive LANGUAGE sql AS 'SELECT x FROM notes'`)).toEqual([
      'archive.notes',
    ]);
  });

  it('are not known in other languages', () => {
    expect(readBy(`LANGUAGE plpython3u AS 'DELETE FROM notes'`)).toEqual([]);
  });
});

function readBy(body: string): readonly string[] {
  const sql = `CREATE TABLE notes (x integer); CREATE SCHEMA archive; CREATE TABLE archive.notes (x integer);
    CREATE FUNCTION f() RETURNS trigger ${body};`;
  const catalog = createReplay().catalogAfter([{ path: '1.sql', sql }]);
  const [routine] = catalog.routines.get('public.f') ?? [];
  if (routine === undefined) throw new Error(`There is no function in ${sql}`);
  return relationsReadBy(routine, catalog);
}
