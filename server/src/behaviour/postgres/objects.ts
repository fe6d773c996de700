import type { ObjectType } from '@pgsql/types';
import { nodeAs } from '../../sql';
import type { Action, BehaviourRow } from '../model';
import { manual } from './neighbours';

/** Operators, casts, collations, text search, languages, event triggers: objects that tables may use but do not hold. */
export const objectRows: readonly BehaviourRow[] = [
  {
    id: 'create-object',
    form: 'CREATE AGGREGATE | OPERATOR | CAST | COLLATION | CONVERSION | TEXT SEARCH … | LANGUAGE | TRANSFORM | ACCESS METHOD',
    docs: manual('sql-commands.html'),
    speaksOf: [
      'DefineStmt',
      'CreateCastStmt',
      'CreateOpClassStmt',
      'CreateOpFamilyStmt',
      'CreateConversionStmt',
      'CreatePLangStmt',
      'CreateTransformStmt',
      'CreateAmStmt',
    ],
    effects: () => ({ phase: 'expand', notes: ['The object is new: no table is locked.'] }),
    examples: [
      { sql: 'CREATE AGGREGATE total (integer) (SFUNC = int4pl, STYPE = integer)' },
      { sql: 'CREATE OPERATOR === (LEFTARG = boolean, RIGHTARG = boolean, FUNCTION = booleq)' },
      { sql: 'CREATE OPERATOR FAMILY f USING btree' },
      {
        sql: `CREATE OPERATOR CLASS c FOR TYPE integer USING btree AS
          OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer)`,
      },
      { sql: 'CREATE CAST (integer AS mood) WITH INOUT' },
      { sql: 'CREATE COLLATION plain_c FROM "C"' },
      { sql: `CREATE CONVERSION c FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8` },
      { sql: 'CREATE TEXT SEARCH CONFIGURATION c (COPY = english)' },
      { sql: 'CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple)' },
      { sql: 'CREATE LANGUAGE l HANDLER plpgsql_call_handler' },
      { sql: 'CREATE ACCESS METHOD m TYPE INDEX HANDLER gisthandler' },
      {
        setup: `CREATE FUNCTION f(internal) RETURNS internal LANGUAGE internal IMMUTABLE STRICT AS 'prsd_lextype'`,
        sql: 'CREATE TRANSFORM FOR mood LANGUAGE sql (FROM SQL WITH FUNCTION f(internal))',
      },
    ],
  },
  {
    id: 'refresh-collation',
    form: 'ALTER COLLATION | DATABASE … REFRESH [COLLATION] VERSION',
    docs: manual('sql-altercollation.html'),
    speaksOf: ['AlterCollationStmt', 'AlterDatabaseRefreshCollStmt'],
    effects: () => ({
      notes: [
        'Only the recorded version changes, and the warning goes away: indexes sorted by the old version stay wrong until REINDEX.',
      ],
    }),
    examples: [
      {
        setup: `CREATE COLLATION c (PROVIDER = icu, LOCALE = 'en')`,
        sql: 'ALTER COLLATION c REFRESH VERSION',
      },
      { sql: 'ALTER DATABASE template1 REFRESH COLLATION VERSION', since: 15 },
    ],
  },
  {
    id: 'alter-text-search',
    form: 'ALTER TEXT SEARCH CONFIGURATION | DICTIONARY',
    docs: manual('sql-altertsconfig.html'),
    speaksOf: ['AlterTSConfigurationStmt', 'AlterTSDictionaryStmt'],
    effects: () => ({
      notes: [
        'No table is locked, and no stored tsvector or index is made anew: new and old rows are split by different rules.',
      ],
    }),
    examples: [
      {
        setup: 'CREATE TEXT SEARCH CONFIGURATION c (COPY = english)',
        sql: 'ALTER TEXT SEARCH CONFIGURATION c ALTER MAPPING FOR asciiword WITH simple',
      },
      {
        setup: `CREATE TEXT SEARCH CONFIGURATION c (COPY = english); CREATE INDEX i ON plain USING gin (to_tsvector('c', note))`,
        sql: 'ALTER TEXT SEARCH CONFIGURATION c DROP MAPPING FOR email',
      },
      {
        setup: 'CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple)',
        sql: 'ALTER TEXT SEARCH DICTIONARY d (ACCEPT = false)',
      },
    ],
  },
  {
    id: 'alter-operator',
    form: 'ALTER OPERATOR | OPERATOR FAMILY, ALTER TYPE … SET',
    docs: manual('sql-alteroperator.html'),
    speaksOf: ['AlterOperatorStmt', 'AlterOpFamilyStmt', 'AlterTypeStmt'],
    effects: () => ({ notes: ['No table is locked; later plans use what changed.'] }),
    examples: [
      {
        setup: 'CREATE OPERATOR === (LEFTARG = boolean, RIGHTARG = boolean, FUNCTION = booleq)',
        sql: 'ALTER OPERATOR === (boolean, boolean) SET (RESTRICT = NONE)',
      },
      {
        setup: 'CREATE OPERATOR FAMILY f USING btree',
        sql: 'ALTER OPERATOR FAMILY f USING btree ADD OPERATOR 1 < (int4, int2)',
      },
      {
        title: 'how a type is stored, which a table that has it keeps for its own columns',
        setup: `CREATE TYPE t;
          CREATE FUNCTION t_in(cstring) RETURNS t LANGUAGE internal IMMUTABLE STRICT AS 'textin';
          CREATE FUNCTION t_out(t) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
          CREATE TYPE t (INPUT = t_in, OUTPUT = t_out);
          CREATE TABLE uses (x t)`,
        sql: 'ALTER TYPE t SET (STORAGE = extended)',
      },
    ],
  },
  {
    id: 'event-trigger',
    form: 'CREATE | ALTER EVENT TRIGGER',
    docs: manual('sql-createeventtrigger.html'),
    speaksOf: ['CreateEventTrigStmt', 'AlterEventTrigStmt'],
    effects: () => ({
      notes: [
        'No table is locked; its function runs for everybody’s DDL in this database from then on, and its errors refuse it.',
      ],
    }),
    examples: [
      {
        setup: `CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'`,
        sql: 'CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION f()',
      },
      {
        setup: `CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
          CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION f()`,
        sql: 'ALTER EVENT TRIGGER e DISABLE',
      },
    ],
  },
  {
    id: 'drop-object-cascade',
    form: 'DROP OPERATOR | CAST | COLLATION | TEXT SEARCH … | LANGUAGE | ACCESS METHOD … CASCADE',
    docs: manual('ddl-depend.html'),
    speaksOf: ['DropStmt'],
    applies: (action) =>
      dropsObject(action) && nodeAs(action.content, 'DropStmt')?.behavior === 'DROP_CASCADE',
    effects: () => ({
      phase: 'contract',
      reversible: false,
      notes: [
        'Each table that loses a column, an index or a constraint with it is locked in ACCESS EXCLUSIVE mode.',
      ],
      dependsOn: ['Which columns, indexes and constraints use the object is not followed.'],
    }),
    examples: [
      { setup: 'CREATE COLLATION c FROM "C"', sql: 'DROP COLLATION c CASCADE' },
      {
        setup: 'CREATE LANGUAGE l HANDLER plpgsql_call_handler',
        sql: 'DROP LANGUAGE l CASCADE',
      },
    ],
  },
  {
    id: 'drop-object',
    form: 'DROP OPERATOR | CAST | COLLATION | TEXT SEARCH … | LANGUAGE | ACCESS METHOD | EVENT TRIGGER …',
    docs: manual('ddl-depend.html'),
    speaksOf: ['DropStmt'],
    applies: dropsObject,
    effects: () => ({
      phase: 'contract',
      notes: [
        'No table is locked: the server refuses as long as a column, an index or a constraint uses the object.',
      ],
    }),
    examples: [
      {
        setup: 'CREATE OPERATOR === (LEFTARG = boolean, RIGHTARG = boolean, FUNCTION = booleq)',
        sql: 'DROP OPERATOR === (boolean, boolean)',
      },
      { setup: 'CREATE OPERATOR FAMILY f USING btree', sql: 'DROP OPERATOR FAMILY f USING btree' },
      { setup: 'CREATE CAST (integer AS mood) WITH INOUT', sql: 'DROP CAST (integer AS mood)' },
      { setup: 'CREATE COLLATION c FROM "C"', sql: 'DROP COLLATION c' },
      {
        title: 'a column uses it',
        setup: 'CREATE COLLATION c FROM "C"; ALTER TABLE plain ADD COLUMN x text COLLATE c',
        sql: 'DROP COLLATION c',
        refusedWith: '2BP01',
      },
      {
        setup: `CREATE CONVERSION c FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8`,
        sql: 'DROP CONVERSION c',
      },
      {
        setup: 'CREATE TEXT SEARCH CONFIGURATION c (COPY = english)',
        sql: 'DROP TEXT SEARCH CONFIGURATION c',
      },
      {
        title: 'an index uses it',
        setup: `CREATE TEXT SEARCH CONFIGURATION c (COPY = english); CREATE INDEX i ON plain (to_tsvector('c', note))`,
        sql: 'DROP TEXT SEARCH CONFIGURATION c',
        refusedWith: '2BP01',
      },
      {
        setup: 'CREATE ACCESS METHOD m TYPE INDEX HANDLER gisthandler',
        sql: 'DROP ACCESS METHOD m',
      },
      {
        setup: `CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
          CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION f()`,
        sql: 'DROP EVENT TRIGGER e',
      },
    ],
  },
];

const kinds: ReadonlySet<ObjectType> = new Set<ObjectType>([
  'OBJECT_ACCESS_METHOD',
  'OBJECT_CAST',
  'OBJECT_COLLATION',
  'OBJECT_CONVERSION',
  'OBJECT_EVENT_TRIGGER',
  'OBJECT_LANGUAGE',
  'OBJECT_OPCLASS',
  'OBJECT_OPERATOR',
  'OBJECT_OPFAMILY',
  'OBJECT_TRANSFORM',
  'OBJECT_TSCONFIGURATION',
  'OBJECT_TSDICTIONARY',
  'OBJECT_TSPARSER',
  'OBJECT_TSTEMPLATE',
]);

function dropsObject(action: Action): boolean {
  const type = nodeAs(action.content, 'DropStmt')?.removeType;
  return type !== undefined && kinds.has(type);
}
