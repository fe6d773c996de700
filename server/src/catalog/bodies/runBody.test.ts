import { beforeAll, describe, expect, it } from 'vitest';
import { loadPostgresParser } from '../../sql';
import { emptyCatalog } from '../emptyCatalog';
import { findTable } from '../query/relations';
import { applyScript } from '../replay';

beforeAll(loadPostgresParser);

const schema = 'CREATE TABLE t (id int); CREATE TABLE u (id int);';

function afterBlock(steps: string, declarations = '') {
  const sql = `${schema} DO $$ ${declarations} BEGIN ${steps} END $$`;
  const catalog = applyScript(emptyCatalog, { path: 'test.sql', sql });
  const columnsOf = (name: string) => findTable(catalog, name)?.columns.map((column) => column.name);
  return {
    columns: columnsOf('public.t'),
    isSure: ['public.t', 'public.u'].map((name) => findTable(catalog, name)?.uncertain === undefined),
    notUnderstood: catalog.notUnderstood.map(({ kind, relations }) => ({ kind, relations })),
    relations: [...catalog.relations.keys()],
  };
}

describe('a DO block', () => {
  it.each([
    ['a statement', 'ALTER TABLE t ADD x int;'],
    ['a statement in a string', `EXECUTE 'ALTER TABLE public.t ADD COLUMN x int';`],
    [
      'a guard that holds',
      `IF NOT EXISTS (SELECT FROM pg_class WHERE relname = 'v') THEN ALTER TABLE t ADD x int; END IF;`,
    ],
  ])('does what can be read: %s', (_title, steps) => {
    expect(afterBlock(steps)).toMatchObject({
      columns: ['id', 'x'],
      isSure: [true, true],
      notUnderstood: [],
    });
  });

  it.each([
    ['an array', `FOREACH n IN ARRAY ARRAY['t', 'u'] LOOP`, 'n'],
    ['an array in a string', `FOREACH n IN ARRAY '{t, u}'::text[] LOOP`, 'n'],
    ['an array in a variable', 'FOREACH n IN ARRAY names LOOP', 'n'],
    ['listed values', `FOR n IN VALUES ('t'), ('u') LOOP`, 'n'],
    ['listed rows', `FOR n, k IN VALUES ('t', 'a'), ('u', 'b') LOOP`, 'n'],
    ['the elements of an array', `FOR n IN SELECT unnest(ARRAY['t', 'u']) LOOP`, 'n'],
    ['a record for each element', `FOR r IN SELECT * FROM unnest(names) AS name LOOP`, 'r.name'],
    [
      'a record for each row',
      `FOR r IN SELECT * FROM (VALUES ('t', 'a'), ('u', 'b')) AS v (name, kind) LOOP`,
      'r.name',
    ],
  ])('runs EXECUTE once for each item of %s', (_title, loop, name) => {
    const steps = `${loop} EXECUTE format('ALTER TABLE %I ADD COLUMN %I int DEFAULT %L', ${name}, ${name} || '_x', 'a'); END LOOP;`;
    const declarations = `DECLARE n text; k text; r record; names text[] := ARRAY['t', 'u'];`;
    expect(afterBlock(steps, declarations)).toMatchObject({
      columns: ['id', 't_x'],
      isSure: [true, true],
      notUnderstood: [],
    });
  });

  it.each([
    ['a query', 'FOR n IN SELECT name FROM u LOOP'],
    ['an array that the code changes', `names := names || 'v'; FOREACH n IN ARRAY names LOOP`],
    [
      'an array that a query fills',
      'SELECT array_agg(name) INTO names FROM u; FOREACH n IN ARRAY names LOOP',
    ],
    ['a loop that may end early', `FOREACH n IN ARRAY names LOOP EXIT WHEN n = 'u';`],
  ])('is not sure what EXECUTE does with %s', (_title, loop) => {
    const steps = `${loop} EXECUTE format('ALTER TABLE %I ADD COLUMN x int', n); END LOOP;`;
    const { columns, notUnderstood } = afterBlock(steps, `DECLARE n text; names text[] := ARRAY['t', 'u'];`);
    expect({ columns, kinds: notUnderstood.map(({ kind }) => kind) }).toEqual({
      columns: ['id'],
      kinds: ['dynamic'],
    });
  });

  it.each([
    ['a condition on data', 'IF (SELECT count(*) FROM u) > 5 THEN ALTER TABLE t ADD x int; END IF;'],
    [
      'a condition on the server',
      `IF current_setting('server_version_num')::int > 1 THEN ALTER TABLE t ADD x int; END IF;`,
    ],
    ['a loop', 'FOR i IN 1..2 LOOP ALTER TABLE t ADD x int; END LOOP;'],
    ['a way out before', 'IF random() > 0.5 THEN RETURN; END IF; ALTER TABLE t ADD x int;'],
    ['a handler', 'BEGIN PERFORM 1/0; EXCEPTION WHEN others THEN ALTER TABLE t ADD x int; END;'],
    ['a template', `EXECUTE format('ALTER TABLE t ADD COLUMN %I int', current_user);`],
    [
      'a table that a loop names',
      `FOR n IN SELECT lower('t') LOOP EXECUTE format('DROP TABLE %I', n); END LOOP;`,
    ],
    ['text that nobody knows', `n := 'DROP TABLE t'; EXECUTE n;`],
  ])('makes uncertain what may have changed: %s', (_title, steps) => {
    const { columns, isSure, notUnderstood } = afterBlock(steps, 'DECLARE n text;');
    expect({ columns, isSure }).toEqual({ columns: ['id'], isSure: [false, true] });
    expect(notUnderstood).toEqual([{ kind: 'dynamic', relations: ['public.t'] }]);
  });

  it('leaves behind what may have been made', () => {
    const { relations, isSure } = afterBlock(
      'IF random() > 0.5 THEN CREATE TABLE v (id int); CREATE INDEX ON v (id); END IF;',
    );
    expect({ relations, isSure }).toEqual({
      relations: ['public.t', 'public.u', 'public.v'],
      isSure: [true, true],
    });
  });

  it('that raises an error in one case goes on in the other', () => {
    expect(
      afterBlock(`IF random() > 0.5 THEN RAISE EXCEPTION 'no'; END IF; ALTER TABLE t ADD x int;`),
    ).toMatchObject({
      columns: ['id', 'x'],
      notUnderstood: [],
    });
  });

  it.each(['pg_roles WHERE rolname', 'pg_extension WHERE extname'])(
    'cannot tell what is absent from %s, which the history does not make alone',
    (condition) => {
      const { isSure } = afterBlock(
        `IF EXISTS (SELECT FROM ${condition} = 'x') THEN ALTER TABLE t ADD x int; END IF;`,
      );
      expect(isSure).toEqual([false, true]);
    },
  );

  it.each([
    ['that the history does not make', 'elsewhere', ''],
    ['about which the catalog is uncertain', 'u', 'IF random() > 0.5 THEN ALTER TABLE u ADD y int; END IF;'],
  ])('cannot tell that a table lacks something %s', (_title, table, before) => {
    const guard = `EXISTS (SELECT FROM information_schema.columns WHERE table_name = '${table}' AND column_name = 'y')`;
    expect(afterBlock(`${before} IF ${guard} THEN ALTER TABLE t ADD x int; END IF;`).isSure[0]).toBe(false);
  });

  it('cannot tell what a schema holds that the history does not make', () => {
    const guard = `EXISTS (SELECT FROM information_schema.tables WHERE table_schema = 'auth' AND table_name = 'users')`;
    expect(afterBlock(`IF ${guard} THEN ALTER TABLE t ADD x int; END IF;`).isSure).toEqual([false, true]);
  });
});
