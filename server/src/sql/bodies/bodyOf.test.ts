import { beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, loadPostgresParser, parseSqlFile, sqlOf, type BodyStep, type Statement } from '../index';

beforeAll(loadPostgresParser);

describe('the code of a DO block', () => {
  it('is read step by step, each statement at its place', () => {
    const text = `-- é😀
DO $body$
DECLARE r record; n int := 5;
BEGIN
  IF n > 3 THEN CREATE TABLE a (id int); -- why; not
  ELSIF n > 2 THEN n := n + 1;
  ELSE DELETE FROM a WHERE id = 5;
  END IF;
  FOR r IN SELECT * FROM a LOOP
    UPDATE a SET id = r.id;
  END LOOP;
  perform  pg_notify('é', 'x');
  SELECT count(*) INTO STRICT n FROM a;
  COMMIT;
END $body$;`;
    expect(writtenIn(text)).toEqual([
      'n > 3',
      'CREATE TABLE a (id int)',
      'n > 2',
      'n + 1',
      'DELETE FROM a WHERE id = 5',
      'SELECT * FROM a',
      'UPDATE a SET id = r.id',
      "perform  pg_notify('é', 'x')",
      'SELECT count(*) INTO STRICT n FROM a',
      'COMMIT',
    ]);
  });

  it.each([
    ['FOR i IN REVERSE 10..f(1) BY 2 LOOP NULL; END LOOP', ['10', 'f(1)', '2']],
    ['WHILE i > 2 LOOP EXIT WHEN i = 3; END LOOP', ['i > 2', 'i = 3']],
    ['FOREACH t IN ARRAY names LOOP UPDATE a SET n = t; CONTINUE; END LOOP', ['names', 'UPDATE a SET n = t']],
    [
      'CASE i WHEN 1, 2 THEN DROP TABLE a; ELSE DROP TABLE b; END CASE',
      ['1, 2', 'DROP TABLE a', 'DROP TABLE b'],
    ],
    ['CASE WHEN i = 4 THEN i := 5; END CASE', ['i = 4', '5']],
    ['<<here>> LOOP UPDATE a SET b = 1; EXIT here; END LOOP here', ['UPDATE a SET b = 1']],
    ['BEGIN DROP TABLE a; EXCEPTION WHEN others THEN DROP TABLE b; END', ['DROP TABLE a', 'DROP TABLE b']],
    ['i := i; j := i; UPDATE i SET i = i WHERE i = i', ['i', 'i', 'UPDATE i SET i = i WHERE i = i']],
  ])('%s', (steps, expected) => {
    const text = `DO $$ DECLARE i int; j int; t text; names text[]; BEGIN ${steps}; END $$`;
    expect(writtenIn(text)).toEqual(expected);
  });

  it('may be in plain quotes, where all places stay true', () => {
    const text = `DO LANGUAGE plpgsql 'BEGIN UPDATE a SET n = ''it''''s'' WHERE id = ''x''; DELETE FROM b; END'`;
    expect(writtenIn(text)).toEqual([
      `UPDATE a SET n = ''it''''s'' WHERE id = ''x'''`.slice(0, -1),
      'DELETE FROM b',
    ]);
    const [update] = statementsIn(text);
    expect(update?.text).toHaveLength((update?.span.end ?? 0) - (update?.span.start ?? 0));
    expect(update?.text.replace(/\s+/g, ' ').trim()).toBe(`UPDATE a SET n = 'it''s' WHERE id = 'x'`);
  });

  it('may have the placeholders of a migration tool', () => {
    expect(writtenIn('DO $$ BEGIN DROP TABLE ${schema}.a; END $$')).toEqual(['DROP TABLE ${schema}.a']);
  });

  it('costs only itself where it does not parse', () => {
    const { statements } = parseSqlFile('DO $$ BEGIN IF x THEN END $$; DO $$ BEGIN DROP TABLE a; END $$');
    expect(statements.map((statement) => bodyOf(statement) !== undefined)).toEqual([false, true]);
  });
});

describe('EXECUTE', () => {
  it.each([
    [
      'a constant',
      `'ALTER TABLE a ADD b text DEFAULT ''x'''`,
      [`ALTER TABLE a ADD b text DEFAULT ''x'''`.slice(0, -1)],
    ],
    ['two statements', `'DROP TABLE a; DROP TABLE b'`, ['DROP TABLE a', 'DROP TABLE b']],
    ['a constant in dollar quotes', '$q$DROP TABLE "a;b"$q$', ['DROP TABLE "a;b"']],
    ['constants side by side', `'DROP ' || 'TABLE a'`, [`DROP ' || 'TABLE a`]],
    ['escapes', String.raw`E'DROP\tTABLE a'`, [String.raw`DROP\tTABLE a`]],
    ['format without a hole', `format('DROP TABLE a')`, ['DROP TABLE a']],
    ['format of constants', `format('DROP TABLE %I', 'a b')`, ['DROP TABLE %I']],
  ])('of %s gives statements', (_title, argument, expected) => {
    const text = `DO $$ BEGIN EXECUTE ${argument}; END $$`;
    expect(writtenIn(text)).toEqual(expected);
    expect(statementsIn(text).every(({ tree }) => tree !== undefined)).toBe(true);
  });

  it.each([
    [
      `format('ALTER TABLE %I ADD %2$s int DEFAULT %L', t, t, 'x')`,
      `ALTER TABLE "A" ADD COLUMN a int DEFAULT 'x'`,
    ],
    [`'DROP INDEX ' || quote_ident(t || '_key')`, 'DROP INDEX "A_key"'],
    [`'COMMENT ON TABLE ' || quote_ident(t) || ' IS NULL'`, 'COMMENT ON TABLE "A" IS NULL'],
  ])('of %s is read for each item of a list, at its place', (argument, expected) => {
    const text = `DO $$ DECLARE t text; BEGIN FOREACH t IN ARRAY ARRAY['A'] LOOP EXECUTE ${argument}; END LOOP; END $$`;
    const [statement] = statementsIn(text);
    expect(statement?.tree && sqlOf(statement.tree)).toBe(expected);
    expect(statement?.text).toHaveLength(statement ? statement.span.end - statement.span.start : 0);
    expect(text.slice(statement?.span.start)).toMatch(/^(?:ALTER|DROP|COMMENT)/);
  });

  it.each([
    [
      `format('ALTER TABLE %I.%2$s ADD b text DEFAULT %L', s, t, 'x')`,
      'ALTER TABLE ….… ADD b text DEFAULT x',
    ],
    [`'DROP TABLE ' || quote_ident(t) || '_old'`, 'DROP TABLE …_old'],
    [`concat('DELETE FROM a WHERE b = ', quote_literal(t))`, 'DELETE FROM a WHERE b = …'],
  ])('of %s is understood as a template', (argument, expected) => {
    const [step] = stepsIn(`DO $$ DECLARE s text; t text; BEGIN EXECUTE ${argument}; END $$`);
    expect(step).toMatchObject({
      kind: 'execute',
      executed: { kind: 'template', template: { text: expected } },
    });
  });

  it.each(['t', `'DROP ' || kind || ' a'`, `(SELECT sql FROM todo)`, `format(t, 'a')`])(
    'of %s is not understood',
    (argument) => {
      const [step] = stepsIn(`DO $$ DECLARE kind text; t text; BEGIN EXECUTE ${argument}; END $$`);
      expect(step).toMatchObject({ kind: 'execute', executed: { kind: 'unknown' } });
    },
  );
});

describe('the code of a function', () => {
  it.each([
    ['in SQL', `CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ DELETE FROM a; SELECT 1 $$`],
    ['in standard SQL', `CREATE FUNCTION f() RETURNS int BEGIN ATOMIC DELETE FROM a; SELECT 1; END`],
    [
      'in PL/pgSQL',
      `CREATE FUNCTION f(n int) RETURNS SETOF int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM a; RETURN QUERY SELECT 1; END $$`,
    ],
  ])('%s', (_title, text) => {
    expect(writtenIn(text)).toEqual(['DELETE FROM a', 'SELECT 1']);
  });

  it('is not read in other languages', () => {
    const { statements } = parseSqlFile(`CREATE FUNCTION f() RETURNS int LANGUAGE plpython3u AS $$ DROP $$`);
    expect(statements.map(bodyOf)).toEqual([undefined]);
  });
});

function stepsIn(text: string): readonly BodyStep[] {
  const [statement] = parseSqlFile(text).statements;
  const body = statement === undefined ? undefined : bodyOf(statement);
  const [block] = body?.steps ?? [];
  return block?.kind === 'block' ? flattened(block.steps) : (body?.steps ?? []);
}

/** What is written in the file where the body's statements and expressions stand. */
function writtenIn(text: string): readonly string[] {
  return stepsIn(text).flatMap((step): readonly string[] => {
    if (step.kind === 'expression') return [text.slice(step.expression.span.start, step.expression.span.end)];
    return statementsOf(step).map(({ span }) => text.slice(span.start, span.end));
  });
}

function statementsIn(text: string): readonly Statement[] {
  return stepsIn(text).flatMap(statementsOf);
}

function statementsOf(step: BodyStep): readonly Statement[] {
  if (step.kind === 'sql') return [step.statement];
  return step.kind === 'execute' && step.executed.kind === 'constant' ? step.executed.statements : [];
}

/** All steps in the order in which they are written, conditions as expressions and loops' queries as statements. */
function flattened(steps: readonly BodyStep[]): readonly BodyStep[] {
  return steps.flatMap((step): readonly BodyStep[] => {
    switch (step.kind) {
      case 'choice': {
        const branches = step.branches.flatMap(({ condition, steps: inner }): readonly BodyStep[] => [
          { kind: 'expression', expression: condition, target: undefined },
          ...flattened(inner),
        ]);
        return [...branches, ...flattened(step.otherwise ?? [])];
      }
      case 'loop': {
        const query: readonly BodyStep[] =
          step.over.kind === 'query'
            ? [{ kind: 'sql', statement: step.over.query }]
            : 'expression' in step.over
              ? [{ kind: 'expression', expression: step.over.expression, target: undefined }]
              : [];
        return [...query, ...flattened(step.rounds?.flat() ?? step.steps)];
      }
      case 'block':
        return [...flattened(step.steps), ...step.handlers.flatMap((handler) => flattened(handler.steps))];
      case 'leave':
        return step.condition === undefined
          ? []
          : [{ kind: 'expression', expression: step.condition, target: undefined }];
      default:
        return [step];
    }
  });
}
