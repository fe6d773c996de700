import type { QualifiedName } from '../../catalog';
import { findTable, nameOf, resolveUserType, tablesOf, viewsOf } from '../../catalog';
import { nameOfParts, nodeAs, walk } from '../../sql';
import type { Action, BehaviourContext, BehaviourRow } from '../model';
import { commandOf, lock, manual, referencedTable, withPartitions } from './neighbours';

const domainDocs = manual('sql-alterdomain.html');

/** Types, domains, functions, schemas and other objects that are no tables: whom they make wait. */
export const typeRows: readonly BehaviourRow[] = [
  {
    id: 'alter-domain-checked',
    form: 'ALTER DOMAIN … ADD CONSTRAINT | VALIDATE CONSTRAINT | SET NOT NULL',
    docs: domainDocs,
    speaksOf: ['AlterDomainStmt'],
    applies: (action) => changesDomain(action, 'checked'),
    effects: (action, context) => ({
      locks: lock('SHARE', tablesWithDomain(action, context)),
      scans: tablesWithDomain(action, context),
      phase: 'expand',
      notes: [
        'Every table with a column of the domain is read in full, and nobody can write any of them meanwhile; the server refuses it where a column holds the domain inside an array or a composite type.',
      ],
    }),
    examples: [
      { sql: 'ALTER DOMAIN positive ADD CONSTRAINT small CHECK (VALUE < 100000)' },
      { sql: 'ALTER DOMAIN positive SET NOT NULL' },
      {
        title: 'a materialized view has a column of it',
        setup: 'CREATE MATERIALIZED VIEW measures AS SELECT other FROM measured',
        sql: 'ALTER DOMAIN plain_number ADD CONSTRAINT c CHECK (VALUE < 100000)',
      },
      {
        title: 'an array of it',
        setup: 'ALTER TABLE plain ADD COLUMN d positive[]',
        sql: 'ALTER DOMAIN positive ADD CONSTRAINT small CHECK (VALUE < 100000)',
        refusedWith: '0A000',
      },
      {
        title: 'a composite type with it',
        setup: 'CREATE TYPE pair AS (a plain_number, b text); ALTER TABLE viewed ADD COLUMN p pair',
        sql: 'ALTER DOMAIN plain_number SET NOT NULL',
        refusedWith: '0A000',
      },
      {
        setup: 'ALTER DOMAIN positive ADD CONSTRAINT small CHECK (VALUE < 100000) NOT VALID',
        sql: 'ALTER DOMAIN positive VALIDATE CONSTRAINT small',
      },
      {
        title: 'a domain over the domain',
        setup: 'CREATE DOMAIN deep AS plain_number; ALTER TABLE orphan ADD COLUMN x deep',
        sql: 'ALTER DOMAIN plain_number ADD CONSTRAINT c CHECK (VALUE < 100000)',
      },
    ],
  },
  {
    id: 'alter-domain',
    form: 'ALTER DOMAIN',
    docs: domainDocs,
    speaksOf: ['AlterDomainStmt'],
    applies: (action) => changesDomain(action, 'unchecked'),
    effects: () => ({
      phase: 'expand',
      notes: ['No table is locked or read: values that are stored already are not looked at.'],
    }),
    examples: [
      { sql: 'ALTER DOMAIN positive ADD CONSTRAINT small CHECK (VALUE < 100000) NOT VALID' },
      { sql: 'ALTER DOMAIN positive DROP NOT NULL' },
      { sql: 'ALTER DOMAIN positive DROP CONSTRAINT positive_check' },
      { sql: 'ALTER DOMAIN positive SET DEFAULT 7' },
    ],
  },
  {
    id: 'alter-enum',
    form: 'ALTER TYPE … ADD VALUE | RENAME VALUE',
    docs: manual('sql-altertype.html'),
    speaksOf: ['AlterEnumStmt'],
    effects: (action) => {
      const isRename = nodeAs(action.content, 'AlterEnumStmt')?.oldVal !== undefined;
      return {
        reversible: isRename,
        phase: isRename ? 'contract' : 'expand',
        notes: [
          isRename
            ? 'No table is locked; code that still uses the old label fails from then on.'
            : 'No table is locked. The label cannot be used before the transaction has ended, and cannot be taken away again.',
        ],
      };
    },
    examples: [
      { sql: `ALTER TYPE mood ADD VALUE 'new'` },
      { sql: `ALTER TYPE mood ADD VALUE IF NOT EXISTS 'new' BEFORE 'ok'` },
      { sql: `ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'` },
    ],
  },
  {
    id: 'alter-composite-type',
    form: 'ALTER TYPE … ADD | DROP | ALTER ATTRIBUTE',
    docs: manual('sql-altertype.html'),
    speaksOf: ['AT_AddColumn', 'AT_DropColumn', 'AT_AlterColumnType'],
    applies: (action) => nodeAs(action.statement, 'AlterTableStmt')?.objtype === 'OBJECT_TYPE',
    effects: (action) => ({
      phase: 'contract',
      dataLoss: commandOf(action, 'AT_DropColumn') !== undefined,
      reversible: commandOf(action, 'AT_AddColumn') !== undefined,
      notes: [
        'Tables with a column of the type are not locked; the server refuses to change an attribute’s type while one exists, and any change without CASCADE while a table was made of the type.',
      ],
      dependsOn:
        commandOf(action, 'AT_AddColumn', 'AT_DropColumn', 'AT_AlterColumnType')?.behavior === 'DROP_CASCADE'
          ? ['Which tables were made of this type (CREATE TABLE … OF): those are locked.']
          : [],
    }),
    examples: [
      {
        setup: 'CREATE TYPE pair AS (a integer, b integer); ALTER TABLE plain ADD COLUMN p pair',
        sql: 'ALTER TYPE pair ADD ATTRIBUTE c integer',
      },
      {
        setup: 'CREATE TYPE pair AS (a integer, b integer); ALTER TABLE plain ADD COLUMN p pair',
        sql: 'ALTER TYPE pair DROP ATTRIBUTE b',
      },
      {
        title: 'a column has the type',
        setup: 'CREATE TYPE pair AS (a integer, b integer); ALTER TABLE plain ADD COLUMN p pair',
        sql: 'ALTER TYPE pair ALTER ATTRIBUTE b TYPE bigint',
        refusedWith: '0A000',
      },
      {
        title: 'a table was made of it',
        setup: 'CREATE TYPE pair AS (a integer, b integer); CREATE TABLE typed OF pair',
        sql: 'ALTER TYPE pair ADD ATTRIBUTE c integer',
        refusedWith: '2BP01',
      },
    ],
  },
  {
    id: 'rename-attribute',
    form: 'ALTER TYPE … RENAME ATTRIBUTE',
    docs: manual('sql-altertype.html'),
    speaksOf: ['RenameStmt'],
    applies: (action) => nodeAs(action.content, 'RenameStmt')?.renameType === 'OBJECT_ATTRIBUTE',
    effects: (action) => ({
      phase: 'contract',
      notes: [
        'No table with a column of the type is locked; code that uses the old name fails from then on.',
      ],
      dependsOn:
        nodeAs(action.content, 'RenameStmt')?.behavior === 'DROP_CASCADE'
          ? ['Which tables were made of this type (CREATE TABLE … OF): those are locked.']
          : [],
    }),
    examples: [
      {
        setup: 'CREATE TYPE pair AS (a integer, b integer); ALTER TABLE plain ADD COLUMN p pair',
        sql: 'ALTER TYPE pair RENAME ATTRIBUTE a TO c',
      },
    ],
  },
  {
    id: 'create-type',
    form: 'CREATE TYPE | DOMAIN',
    docs: manual('sql-createtype.html'),
    speaksOf: ['CreateEnumStmt', 'CompositeTypeStmt', 'CreateRangeStmt', 'CreateDomainStmt'],
    effects: () => ({ phase: 'expand', notes: ['A new type: no table is locked.'] }),
    examples: [
      { sql: `CREATE TYPE x AS ENUM ('a')` },
      { sql: 'CREATE TYPE x AS (a integer)' },
      { sql: 'CREATE DOMAIN x AS integer CHECK (VALUE > 0)' },
    ],
  },
  {
    id: 'create-routine',
    form: 'CREATE [OR REPLACE] FUNCTION | PROCEDURE, ALTER FUNCTION',
    docs: manual('sql-createfunction.html'),
    speaksOf: ['CreateFunctionStmt', 'AlterFunctionStmt'],
    effects: (action) => ({
      phase: 'expand',
      notes: [
        nodeAs(action.content, 'CreateFunctionStmt')?.replace === true
          ? 'No table is locked, and no index or stored column that uses it is made anew; SECURITY DEFINER, settings and volatility that are not repeated are reset.'
          : 'No table is locked.',
      ],
    }),
    examples: [
      { sql: `CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'` },
      {
        sql: `CREATE OR REPLACE FUNCTION fixed_number() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 8'`,
      },
      {
        title: 'an index uses it',
        setup: 'CREATE INDEX i ON plain ((small + fixed_number()))',
        sql: `CREATE OR REPLACE FUNCTION fixed_number() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 8'`,
      },
      {
        title: 'a trigger calls it',
        sql: `CREATE OR REPLACE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'`,
      },
      {
        title: 'another type of result',
        sql: `CREATE OR REPLACE FUNCTION fixed_number() RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT 8::text'`,
        refusedWith: '42P13',
      },
      { sql: `CREATE PROCEDURE p() LANGUAGE sql AS ''` },
      { sql: 'ALTER FUNCTION fixed_number() STABLE' },
      { sql: 'ALTER FUNCTION fixed_number() SECURITY DEFINER SET search_path = public COST 5' },
    ],
  },
  {
    id: 'sequence',
    form: 'CREATE | ALTER SEQUENCE',
    docs: manual('sql-createsequence.html'),
    speaksOf: ['CreateSeqStmt', 'AlterSeqStmt'],
    effects: () => ({
      phase: 'expand',
      notes: ['Only the sequence is locked; a table that owns it is read and written on.'],
    }),
    examples: [
      { sql: 'CREATE SEQUENCE s OWNED BY plain.id' },
      { setup: 'CREATE SEQUENCE s', sql: 'ALTER SEQUENCE s RESTART' },
      { setup: 'CREATE SEQUENCE s', sql: 'ALTER SEQUENCE s OWNED BY plain.id' },
    ],
  },
  {
    id: 'create-schema-with-tables',
    form: 'CREATE SCHEMA … CREATE TABLE …',
    docs: manual('sql-createschema.html'),
    speaksOf: ['CreateSchemaStmt'],
    applies: (action) => (nodeAs(action.content, 'CreateSchemaStmt')?.schemaElts ?? []).length > 0,
    effects: (action, context) => ({
      locks: lock('SHARE ROW EXCLUSIVE', referencedFromInside(action, context)),
      phase: 'expand',
      notes: ['All is new; writers of tables outside that a foreign key references wait for a moment.'],
    }),
    examples: [
      { sql: 'CREATE SCHEMA s CREATE TABLE t (id integer REFERENCES parent)' },
      { sql: 'CREATE SCHEMA s CREATE TABLE t (id integer) CREATE VIEW v AS SELECT * FROM viewed' },
    ],
  },
  {
    id: 'create-schema',
    form: 'CREATE SCHEMA',
    docs: manual('sql-createschema.html'),
    speaksOf: ['CreateSchemaStmt'],
    effects: () => ({ phase: 'expand', notes: ['No table is locked.'] }),
    examples: [{ sql: 'CREATE SCHEMA s' }, { sql: 'CREATE SCHEMA IF NOT EXISTS public' }],
  },
  {
    id: 'rename-object',
    form: 'ALTER … RENAME TO | OWNER TO | SET SCHEMA (no table)',
    docs: manual('sql-altertype.html'),
    speaksOf: ['RenameStmt', 'AlterObjectSchemaStmt', 'AlterOwnerStmt'],
    applies: (action) => action.relation === undefined,
    effects: () => ({
      phase: 'contract',
      notes: ['No table is locked; whatever still uses the old name fails from then on.'],
    }),
    examples: [
      { sql: 'ALTER TYPE mood RENAME TO feeling' },
      { sql: 'ALTER TYPE mood OWNER TO app_user' },
      { sql: 'ALTER DOMAIN positive RENAME TO other' },
      { setup: 'CREATE SCHEMA s', sql: 'ALTER SCHEMA s RENAME TO t' },
      { sql: 'ALTER FUNCTION fixed_number() RENAME TO other' },
      { sql: 'ALTER FUNCTION fixed_number() OWNER TO app_user' },
      {
        title: 'an aggregate',
        setup: 'CREATE AGGREGATE total (integer) (SFUNC = int4pl, STYPE = integer)',
        sql: 'ALTER AGGREGATE total (integer) RENAME TO sum_of',
      },
      {
        title: 'a collation that a column has',
        setup: 'CREATE COLLATION c FROM "C"; ALTER TABLE plain ADD COLUMN x text COLLATE c',
        sql: 'ALTER COLLATION c RENAME TO d',
      },
      {
        title: 'an extension that columns use',
        setup: 'CREATE SCHEMA s; ALTER TABLE plain ADD COLUMN x citext',
        sql: 'ALTER EXTENSION citext SET SCHEMA s',
      },
      { setup: 'CREATE PUBLICATION p FOR TABLE plain', sql: 'ALTER PUBLICATION p RENAME TO q' },
      { sql: 'ALTER SCHEMA public OWNER TO app_user' },
      { sql: 'ALTER ROLE app_user RENAME TO other_user' },
      { sql: 'ALTER DATABASE template1 OWNER TO app_user' },
    ],
  },
];

/** Tables that were there before and that foreign keys of the schema's new tables reference. */
function referencedFromInside(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  const names: QualifiedName[] = [];
  walk(action.content, (node) => {
    const constraint = nodeAs(node, 'Constraint');
    const parent =
      constraint?.contype === 'CONSTR_FOREIGN' ? referencedTable(constraint, context.catalog) : undefined;
    if (parent !== undefined && findTable(context.catalog, parent) !== undefined)
      names.push(...withPartitions(context.catalog, parent));
    return undefined;
  });
  return names;
}

type DomainChange = 'checked' | 'unchecked';

/** `AlterDomainStmt.subtype`: T default, N drop not null, O set not null, C add, X drop, V validate constraint. */
function changesDomain(action: Action, change: DomainChange): boolean {
  const statement = nodeAs(action.content, 'AlterDomainStmt');
  if (statement?.subtype === undefined) return false;
  const isUnvalidated = nodeAs(statement.def, 'Constraint')?.skip_validation === true;
  const isChecked = 'OVC'.includes(statement.subtype) && !(statement.subtype === 'C' && isUnvalidated);
  return isChecked === (change === 'checked');
}

/** Tables and materialized views with a column of the domain or of a domain over it. */
function tablesWithDomain(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  const { catalog } = context;
  const written = nameOfParts(nodeAs(action.content, 'AlterDomainStmt')?.typeName);
  if (written === undefined) return [];
  const domains = new Set([resolveUserType(catalog, written)]);
  // A Set gives out what is added during the loop, so that this follows domains over domains.
  for (const domain of domains) {
    for (const [name, type] of catalog.types) {
      if (type.kind === 'domain' && `${type.base.schema ?? ''}.${type.base.name}` === domain)
        domains.add(name);
    }
  }
  return [...tablesOf(catalog), ...viewsOf(catalog)]
    .filter(({ kind }) => kind === 'table' || kind === 'materialized view')
    .filter((table) => table.columns.some(({ type }) => domains.has(`${type.schema ?? ''}.${type.name}`)))
    .map(nameOf);
}
