import type { AlterTableType } from '@pgsql/types';
import { nodeAs } from '../../sql';
import type { Action, BehaviourContext, BehaviourRow, Example, LockMode } from '../model';
import { findRelation, findTable } from '../../catalog';
import { relationNamed } from '../actions';
import { commandOf, lock, lockable, manual, target, targetTable, withStorage } from './neighbours';

const tableDocs = manual('sql-altertable.html');

const foreignTable =
  'CREATE FOREIGN DATA WRAPPER w; CREATE SERVER elsewhere FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE far (id integer) SERVER elsewhere';

/** ALTER TABLE actions on the table as a whole, renames included. */
export const alterTableRows: readonly BehaviourRow[] = [
  wholeTable({
    id: 'change-owner',
    form: 'ALTER TABLE … OWNER TO',
    types: ['AT_ChangeOwner'],
    note: 'The lock is held for a moment; the new owner bypasses row-level security unless it is forced.',
    examples: [
      'ALTER TABLE plain OWNER TO app_user',
      'ALTER TABLE event OWNER TO app_user',
      'ALTER VIEW viewed_names OWNER TO app_user',
    ],
  }),
  {
    id: 'set-storage-parameters',
    form: 'ALTER TABLE … SET | RESET (storage parameters)',
    docs: manual('sql-altertable.html#SQL-ALTERTABLE-DESC-SET-STORAGE-PARAMETER'),
    speaksOf: ['AT_SetRelOptions', 'AT_ResetRelOptions'],
    effects: (action, context) => ({
      locks: lock(modeOfOptions(action, context), lockable(action, context)),
      notes: [
        targetTable(action, context)?.kind === 'partitioned'
          ? 'The server refuses storage parameters on a partitioned table: set them on its partitions.'
          : 'Rows stay as they are; all parameters but user_catalog_table, and the options of views, let reads and writes go on.',
      ],
    }),
    examples: [
      { sql: 'ALTER TABLE plain SET (fillfactor = 70)' },
      { sql: 'ALTER TABLE plain SET (autovacuum_enabled = false)' },
      { sql: 'ALTER TABLE plain SET (parallel_workers = 2)' },
      { sql: 'ALTER TABLE plain SET (toast_tuple_target = 1000)' },
      { sql: 'ALTER TABLE plain SET (vacuum_truncate = false)' },
      { sql: 'ALTER TABLE plain RESET (fillfactor)' },
      { title: 'the exception', sql: 'ALTER TABLE plain SET (user_catalog_table = true)' },
      { sql: 'ALTER TABLE plain SET (toast.autovacuum_enabled = false)' },
      {
        title: 'a partitioned table has none',
        sql: 'ALTER TABLE metric SET (fillfactor = 70)',
        since: 18,
        refusedWith: '42809',
      },
      { sql: 'ALTER VIEW viewed_names SET (security_barrier = true)' },
      { sql: 'ALTER VIEW viewed_names SET (security_invoker = true)', since: 15 },
      { sql: 'ALTER INDEX plain_note SET (fillfactor = 50)' },
    ],
  },
  wholeTable({
    id: 'cluster-on',
    form: 'ALTER TABLE … CLUSTER ON | SET WITHOUT CLUSTER',
    types: ['AT_ClusterOn', 'AT_DropCluster'],
    mode: 'SHARE UPDATE EXCLUSIVE',
    note: 'Only says which index CLUSTER would use: no row moves, reads and writes go on.',
    examples: [
      'ALTER TABLE plain CLUSTER ON plain_note',
      'ALTER TABLE plain SET WITHOUT CLUSTER',
      'ALTER MATERIALIZED VIEW viewed_count CLUSTER ON viewed_count_name',
    ],
  }),
  wholeTable({
    id: 'replica-identity',
    form: 'ALTER TABLE … REPLICA IDENTITY',
    types: ['AT_ReplicaIdentity'],
    note: 'The lock is held for a moment; FULL makes every later UPDATE and DELETE write the whole old row to the log.',
    examples: [
      'ALTER TABLE plain REPLICA IDENTITY FULL',
      'ALTER TABLE event REPLICA IDENTITY FULL',
      'ALTER TABLE plain REPLICA IDENTITY USING INDEX plain_small_unique',
    ],
  }),
  {
    id: 'set-persistence',
    form: 'ALTER TABLE … SET LOGGED | UNLOGGED',
    docs: manual('sql-altertable.html#SQL-ALTERTABLE-DESC-SET-LOGGED-UNLOGGED'),
    speaksOf: ['AT_SetLogged', 'AT_SetUnLogged'],
    effects: (action, context) => {
      const wanted = commandOf(action, 'AT_SetLogged') === undefined ? 'unlogged' : 'permanent';
      const tables = lockable(action, context);
      const isChange = tables.length > 0 && targetTable(action, context)?.persistence !== wanted;
      const stored = isChange ? withStorage(context.catalog, tables) : [];
      return {
        locks: lock('ACCESS EXCLUSIVE', tables),
        rewrites: stored,
        scans: stored,
        phase: 'contract',
        notes: [
          isChange
            ? 'Every row is written anew, and every index with it, while nobody can read or write the table; a foreign key between a logged and an unlogged table makes the server refuse.'
            : 'It is so already: the lock is held for a moment.',
        ],
      };
    },
    examples: [
      { sql: 'ALTER TABLE plain SET UNLOGGED' },
      { sql: 'ALTER TABLE plain SET LOGGED' },
      { title: 'children stay as they are', sql: 'ALTER TABLE animal SET UNLOGGED' },
      {
        setup:
          'CREATE UNLOGGED TABLE draft (id integer PRIMARY KEY); INSERT INTO draft SELECT generate_series(1, 100)',
        sql: 'ALTER TABLE draft SET LOGGED',
      },
      { title: 'a logged table references it', sql: 'ALTER TABLE parent SET UNLOGGED', refusedWith: '42P16' },
      { setup: 'CREATE SEQUENCE s', sql: 'ALTER SEQUENCE s SET UNLOGGED', since: 15 },
    ],
  },
  {
    id: 'set-access-method',
    form: 'ALTER TABLE … SET ACCESS METHOD | TABLESPACE',
    docs: tableDocs,
    speaksOf: ['AT_SetAccessMethod', 'AT_SetTableSpace'],
    effects: (action, context) => {
      const isChange = isOtherPlace(action, context);
      const tables = isChange ? withStorage(context.catalog, target(action)) : [];
      return {
        locks: lock('ACCESS EXCLUSIVE', lockable(action, context)),
        rewrites: tables,
        scans: commandOf(action, 'AT_SetAccessMethod') === undefined ? [] : tables,
        phase: 'contract',
        notes: [
          isChange
            ? 'The whole table is copied while nobody can read or write it.'
            : 'The table is there already: the lock is held for a moment.',
        ],
      };
    },
    examples: [
      { sql: 'ALTER TABLE plain SET ACCESS METHOD heap', since: 15 },
      { sql: 'ALTER TABLE plain SET TABLESPACE pg_default' },
    ],
  },
  {
    id: 'inherit',
    form: 'ALTER TABLE … INHERIT',
    docs: tableDocs,
    speaksOf: ['AT_AddInherit'],
    effects: (action, context) => {
      const parent = relationNamed(
        context.catalog,
        nodeAs(commandOf(action, 'AT_AddInherit')?.def, 'RangeVar'),
      );
      return {
        locks: [
          ...lock('ACCESS EXCLUSIVE', target(action)),
          ...lock('SHARE UPDATE EXCLUSIVE', parent === undefined ? [] : [parent]),
        ],
        phase: 'expand',
        notes: [
          'Only the catalog changes: the lock is held for a moment. Queries on the parent read this table from then on; a partitioned table as parent makes the server refuse.',
        ],
      };
    },
    examples: [
      { setup: 'CREATE TABLE cat (id integer, name text)', sql: 'ALTER TABLE cat INHERIT animal' },
      {
        title: 'a partitioned table takes no children',
        sql: 'ALTER TABLE metric_3 INHERIT metric',
        refusedWith: '42809',
      },
    ],
  },
  wholeTable({
    id: 'set-without-oids',
    form: 'ALTER TABLE … SET WITHOUT OIDS',
    types: ['AT_DropOids'],
    note: 'Nothing changes, as no supported version has oid columns in tables, but the lock is taken all the same.',
    examples: ['ALTER TABLE plain SET WITHOUT OIDS'],
  }),
  wholeTable({
    id: 'table-of-type',
    form: 'ALTER TABLE … OF | NOT OF',
    types: ['AT_AddOf', 'AT_DropOf'],
    note: 'Only the catalog changes: the lock is held for a moment. A change of the type’s attributes reaches the table from then on, or no longer.',
    examples: [
      {
        setup: 'CREATE TYPE pair AS (a integer, b text); CREATE TABLE typed (a integer, b text)',
        sql: 'ALTER TABLE typed OF pair',
      },
      {
        setup: 'CREATE TYPE pair AS (a integer, b text); CREATE TABLE typed OF pair',
        sql: 'ALTER TABLE typed NOT OF',
      },
    ],
  }),
  wholeTable({
    id: 'foreign-table-options',
    form: 'ALTER FOREIGN TABLE … OPTIONS',
    docs: manual('sql-alterforeigntable.html'),
    types: ['AT_GenericOptions', 'AT_AlterColumnGenericOptions'],
    note: 'Only the catalog changes: the lock is held for a moment, nothing happens on the other server.',
    examples: [
      {
        setup: foreignTable,
        sql: `ALTER FOREIGN TABLE far OPTIONS (ADD a 'b')`,
      },
      {
        setup: foreignTable,
        sql: `ALTER FOREIGN TABLE far ALTER COLUMN id OPTIONS (ADD a 'b')`,
      },
    ],
  }),
  wholeTable({
    id: 'no-inherit',
    form: 'ALTER TABLE … NO INHERIT',
    types: ['AT_DropInherit'],
    phase: 'contract',
    note: 'Only the catalog changes: the lock is held for a moment.',
    examples: [
      'ALTER TABLE dog NO INHERIT animal',
      {
        title: 'grandchildren are left alone',
        setup: 'CREATE TABLE puppy () INHERITS (dog)',
        sql: 'ALTER TABLE dog NO INHERIT animal',
      },
    ],
  }),
];

interface TableRow extends Pick<BehaviourRow, 'id' | 'form'>, Partial<Pick<BehaviourRow, 'docs'>> {
  readonly types: readonly AlterTableType[];
  readonly mode?: LockMode;
  readonly phase?: 'expand' | 'contract';
  readonly note: string;
  readonly examples: readonly (string | Example)[];
}

/** An action that changes the catalog only and leaves partitions and children alone. */
function wholeTable({
  id,
  form,
  docs = tableDocs,
  types,
  mode = 'ACCESS EXCLUSIVE',
  phase,
  note,
  examples,
}: TableRow): BehaviourRow {
  return {
    id,
    form,
    docs,
    speaksOf: types,
    effects: (action, context) => ({ locks: lock(mode, lockable(action, context)), phase, notes: [note] }),
    examples: examples.map((example) => (typeof example === 'string' ? { sql: example } : example)),
  };
}

/** `relOpts` in the server's source: all but one parameter of tables need no more than SHARE UPDATE EXCLUSIVE. */
function modeOfOptions(action: Action, context: BehaviourContext): LockMode {
  const kind =
    action.relation === undefined ? undefined : findRelation(context.catalog, action.relation)?.kind;
  if (kind === 'view') return 'ACCESS EXCLUSIVE';
  const list = nodeAs(commandOf(action, 'AT_SetRelOptions', 'AT_ResetRelOptions')?.def, 'List')?.items ?? [];
  const names = list.map((item) => nodeAs(item, 'DefElem')?.defname ?? '');
  return names.every((name) => !exclusiveOptions.has(name)) ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE';
}

const exclusiveOptions = new Set([
  'user_catalog_table',
  'security_barrier',
  'security_invoker',
  'check_option',
]);

function isOtherPlace(action: Action, context: BehaviourContext): boolean {
  const table = action.relation === undefined ? undefined : findTable(context.catalog, action.relation);
  const method = commandOf(action, 'AT_SetAccessMethod');
  if (method !== undefined) return (method.name ?? 'heap') !== (table?.accessMethod ?? 'heap');
  const space = commandOf(action, 'AT_SetTableSpace')?.name;
  return space !== (table?.tablespace ?? 'pg_default');
}
