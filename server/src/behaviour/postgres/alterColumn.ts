import type { AlterTableType } from '@pgsql/types';
import type { QualifiedName } from '../../catalog';
import type { Action, BehaviourContext, BehaviourRow, Claims, LockMode } from '../model';
import { findColumn, findTable } from '../../catalog';
import {
  commandOf,
  family,
  isProvedNotNull,
  lock,
  manual,
  target,
  targetFamily,
  targetTable,
  targetWithPartitions,
  withStorage,
} from './neighbours';
import { removalOf } from './removal';

const docs = manual('sql-altertable.html');

/** ALTER TABLE actions on one column that change neither its type nor its stored values, and DROP COLUMN. */
export const alterColumnRows: readonly BehaviourRow[] = [
  {
    id: 'drop-column',
    form: 'ALTER TABLE … DROP COLUMN',
    docs: manual('sql-altertable.html#SQL-ALTERTABLE-DESC-DROP-COLUMN'),
    speaksOf: ['AT_DropColumn'],
    effects: dropColumn,
    examples: [
      { sql: 'ALTER TABLE plain DROP COLUMN note' },
      { title: 'a foreign key goes along', sql: 'ALTER TABLE child DROP COLUMN parent_id' },
      { sql: 'ALTER TABLE event DROP COLUMN note' },
      { sql: 'ALTER TABLE animal DROP COLUMN name' },
      { title: 'children keep it', sql: 'ALTER TABLE ONLY animal DROP COLUMN name' },
      { title: 'something depends on it', sql: 'ALTER TABLE child DROP COLUMN id', refusedWith: '2BP01' },
      { sql: 'ALTER TABLE child DROP COLUMN id CASCADE' },
      { sql: 'ALTER TABLE viewed DROP COLUMN name CASCADE' },
    ],
  },
  {
    id: 'set-not-null-proved',
    form: 'ALTER TABLE … ALTER COLUMN … SET NOT NULL (proved by a validated CHECK)',
    docs: manual('sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL'),
    speaksOf: ['AT_SetNotNull'],
    applies: (action, context) => unproved(action, context).length === 0,
    effects: (action, context) => ({
      ...exclusive(action, context),
      phase: 'contract',
      notes: [
        'The column cannot hold a null, as a validated CHECK or its NOT NULL says already: no row is read, the lock is held for a moment.',
      ],
    }),
    examples: [
      { sql: 'ALTER TABLE plain ALTER COLUMN filled SET NOT NULL' },
      { title: 'not null already', sql: 'ALTER TABLE plain ALTER COLUMN small SET NOT NULL' },
      {
        title: 'the check is one of several joined by AND',
        setup: `ALTER TABLE plain ADD CONSTRAINT c CHECK (note IS NOT NULL AND length(note) > 1)`,
        sql: 'ALTER TABLE plain ALTER COLUMN note SET NOT NULL',
      },
    ],
  },
  {
    id: 'set-not-null',
    form: 'ALTER TABLE … ALTER COLUMN … SET NOT NULL',
    docs: manual('sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL'),
    speaksOf: ['AT_SetNotNull'],
    effects: (action, context) => ({
      ...exclusive(action, context),
      scans: withStorage(context.catalog, unproved(action, context)),
      phase: 'contract',
      notes: ['Every row is read to look for nulls while nobody can read or write the table.'],
    }),
    examples: [
      {
        title: 'a CHECK that is not validated proves nothing',
        sql: 'ALTER TABLE plain ALTER COLUMN nullable SET NOT NULL',
      },
      { sql: 'ALTER TABLE plain ALTER COLUMN note SET NOT NULL' },
      { sql: 'ALTER TABLE event ALTER COLUMN note SET NOT NULL' },
      { sql: 'ALTER TABLE animal ALTER COLUMN id SET NOT NULL' },
      {
        title: 'a CHECK that lets nulls through proves nothing',
        setup: 'ALTER TABLE plain ADD CONSTRAINT c CHECK (length(note) > 1)',
        sql: 'ALTER TABLE plain ALTER COLUMN note SET NOT NULL',
      },
      {
        title: 'a NOT NULL constraint that is not validated',
        setup: 'ALTER TABLE plain ADD CONSTRAINT c NOT NULL note NOT VALID',
        sql: 'ALTER TABLE plain ALTER COLUMN note SET NOT NULL',
        since: 18,
      },
    ],
  },
  column({
    id: 'drop-not-null',
    form: 'ALTER TABLE … ALTER COLUMN … DROP NOT NULL',
    types: ['AT_DropNotNull'],
    phase: 'contract',
    note: 'Only the catalog changes: the lock is held for a moment. From then on readers may meet a null.',
    examples: [
      'ALTER TABLE plain ALTER COLUMN small DROP NOT NULL',
      'ALTER TABLE event ALTER COLUMN id DROP NOT NULL',
    ],
  }),
  column({
    id: 'set-default',
    form: 'ALTER TABLE … ALTER COLUMN … SET | DROP DEFAULT',
    types: ['AT_ColumnDefault'],
    phase: 'expand',
    note: 'Only rows inserted later get the new default; the lock is held for a moment.',
    examples: [
      'ALTER TABLE plain ALTER COLUMN small SET DEFAULT 5',
      'ALTER TABLE plain ALTER COLUMN small DROP DEFAULT',
      `ALTER TABLE event ALTER COLUMN note SET DEFAULT 'x'`,
      `ALTER VIEW viewed_names ALTER COLUMN name SET DEFAULT 'x'`,
    ],
  }),
  column({
    id: 'alter-identity',
    form: 'ALTER TABLE … ALTER COLUMN … ADD | SET | DROP IDENTITY',
    types: ['AT_AddIdentity', 'AT_SetIdentity', 'AT_DropIdentity'],
    // Identity columns of partitioned tables came with version 17; children of plain inheritance have none.
    reach: targetWithPartitions,
    phase: 'expand',
    note: 'Existing rows keep their values; the lock is held for a moment.',
    examples: [
      'ALTER TABLE plain ALTER COLUMN small ADD GENERATED ALWAYS AS IDENTITY',
      {
        setup: 'ALTER TABLE plain ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY',
        sql: 'ALTER TABLE plain ALTER COLUMN id SET GENERATED BY DEFAULT',
      },
      {
        setup: 'ALTER TABLE plain ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY',
        sql: 'ALTER TABLE plain ALTER COLUMN id DROP IDENTITY',
      },
      {
        setup: 'ALTER TABLE animal ALTER COLUMN id SET NOT NULL',
        sql: 'ALTER TABLE animal ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY',
      },
      { sql: 'ALTER TABLE event ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY', since: 17 },
    ],
  }),
  {
    id: 'set-expression-stored',
    form: 'ALTER TABLE … ALTER COLUMN … SET EXPRESSION (stored)',
    docs,
    speaksOf: ['AT_SetExpression'],
    applies: (action, context) => generatedStorage(action, context) !== 'virtual',
    effects: (action, context) => {
      const tables = withStorage(context.catalog, targetFamily(action, context));
      return {
        ...exclusive(action, context),
        rewrites: tables,
        scans: tables,
        phase: 'contract',
        notes: ['Every row is written anew with the new value while nobody can read or write the table.'],
      };
    },
    examples: [
      {
        setup: 'ALTER TABLE plain ADD COLUMN g integer GENERATED ALWAYS AS (id) STORED',
        sql: 'ALTER TABLE plain ALTER COLUMN g SET EXPRESSION AS (id + 1)',
        since: 17,
      },
      {
        setup: 'ALTER TABLE event ADD COLUMN g integer GENERATED ALWAYS AS (id) STORED',
        sql: 'ALTER TABLE event ALTER COLUMN g SET EXPRESSION AS (id + 1)',
        since: 17,
      },
    ],
  },
  column({
    id: 'set-expression-virtual',
    form: 'ALTER TABLE … ALTER COLUMN … SET EXPRESSION (virtual)',
    types: ['AT_SetExpression'],
    phase: 'contract',
    note: 'The expression is computed when the column is read: no row is written. The server refuses it on a table with a CHECK constraint.',
    examples: [
      {
        setup: 'ALTER TABLE viewed ADD COLUMN g integer GENERATED ALWAYS AS (id) VIRTUAL',
        sql: 'ALTER TABLE viewed ALTER COLUMN g SET EXPRESSION AS (id + 1)',
        since: 18,
      },
      {
        title: 'the table has a CHECK',
        setup: 'ALTER TABLE plain ADD COLUMN g integer GENERATED ALWAYS AS (id) VIRTUAL',
        sql: 'ALTER TABLE plain ALTER COLUMN g SET EXPRESSION AS (id + 1)',
        since: 18,
        refusedWith: '0A000',
      },
    ],
  }),
  column({
    id: 'drop-expression',
    form: 'ALTER TABLE … ALTER COLUMN … DROP EXPRESSION',
    types: ['AT_DropExpression'],
    phase: 'contract',
    note: 'The stored values stay as those of a plain column, the lock is held for a moment; the server refuses it for a virtual column, which has none.',
    examples: [
      {
        setup: 'ALTER TABLE plain ADD COLUMN g integer GENERATED ALWAYS AS (id) STORED',
        sql: 'ALTER TABLE plain ALTER COLUMN g DROP EXPRESSION',
      },
      {
        setup: 'ALTER TABLE event ADD COLUMN g integer GENERATED ALWAYS AS (id) STORED',
        sql: 'ALTER TABLE event ALTER COLUMN g DROP EXPRESSION',
      },
      {
        title: 'a virtual column has no values to keep',
        setup: 'ALTER TABLE viewed ADD COLUMN g integer GENERATED ALWAYS AS (id) VIRTUAL',
        sql: 'ALTER TABLE viewed ALTER COLUMN g DROP EXPRESSION',
        since: 18,
        refusedWith: '0A000',
      },
    ],
  }),
  column({
    id: 'set-storage',
    form: 'ALTER TABLE … ALTER COLUMN … SET STORAGE',
    types: ['AT_SetStorage'],
    note: 'Only values stored later are kept the new way; the lock is held for a moment.',
    examples: [
      'ALTER TABLE plain ALTER COLUMN note SET STORAGE external',
      'ALTER TABLE event ALTER COLUMN note SET STORAGE external',
      'ALTER TABLE animal ALTER COLUMN name SET STORAGE external',
    ],
  }),
  column({
    id: 'set-compression',
    form: 'ALTER TABLE … ALTER COLUMN … SET COMPRESSION',
    types: ['AT_SetCompression'],
    reach: target,
    note: 'Only values stored later are compressed the new way; the lock is held for a moment, partitions and children are left alone.',
    examples: [
      'ALTER TABLE plain ALTER COLUMN note SET COMPRESSION pglz',
      'ALTER TABLE event ALTER COLUMN note SET COMPRESSION pglz',
      'ALTER TABLE animal ALTER COLUMN name SET COMPRESSION pglz',
    ],
  }),
  column({
    id: 'set-statistics',
    form: 'ALTER TABLE … ALTER COLUMN … SET STATISTICS',
    types: ['AT_SetStatistics'],
    mode: 'SHARE UPDATE EXCLUSIVE',
    note: 'Reads and writes go on; only other schema changes, VACUUM and ANALYZE wait.',
    examples: [
      'ALTER TABLE plain ALTER COLUMN note SET STATISTICS 200',
      'ALTER MATERIALIZED VIEW viewed_count ALTER COLUMN name SET STATISTICS 200',
      'ALTER TABLE event ALTER COLUMN note SET STATISTICS 200',
    ],
  }),
  {
    id: 'set-column-options',
    form: 'ALTER TABLE … ALTER COLUMN … SET | RESET (n_distinct = …)',
    docs,
    speaksOf: ['AT_SetOptions', 'AT_ResetOptions'],
    effects: (action) => ({
      locks: lock('SHARE UPDATE EXCLUSIVE', target(action)),
      notes: ['Reads and writes go on; only other schema changes, VACUUM and ANALYZE wait.'],
    }),
    examples: [
      { sql: 'ALTER TABLE plain ALTER COLUMN note SET (n_distinct = 5)' },
      { sql: 'ALTER TABLE plain ALTER COLUMN note RESET (n_distinct)' },
    ],
  },
];

interface ColumnRow extends Pick<BehaviourRow, 'id' | 'form'> {
  readonly types: readonly AlterTableType[];
  readonly mode?: LockMode;
  /** The tables that change with it: by default all that inherit. */
  readonly reach?: (action: Action, context: BehaviourContext) => readonly QualifiedName[];
  readonly phase?: 'expand' | 'contract';
  readonly note: string;
  readonly examples: readonly (string | BehaviourRow['examples'][number])[];
}

/** An action that changes the catalog only, in the table and all that inherit from it. */
function column({
  id,
  form,
  types,
  mode = 'ACCESS EXCLUSIVE',
  reach = targetFamily,
  phase,
  note,
  examples,
}: ColumnRow): BehaviourRow {
  return {
    id,
    form,
    docs,
    speaksOf: types,
    effects: (action, context) => ({
      locks: lock(mode, reach(action, context)),
      phase,
      notes: [note],
    }),
    examples: examples.map((example) => (typeof example === 'string' ? { sql: example } : example)),
  };
}

function exclusive(action: Action, context: BehaviourContext): Claims {
  return { locks: lock('ACCESS EXCLUSIVE', targetFamily(action, context)) };
}

/** Tables that have the column and may hold a null in it, as far as the catalog says. */
function unproved(action: Action, context: BehaviourContext): readonly string[] {
  const column = commandOf(action, 'AT_SetNotNull')?.name ?? '';
  return targetFamily(action, context).filter(
    (name) => !isProvedNotNull(findTable(context.catalog, name), column),
  );
}

function generatedStorage(action: Action, context: BehaviourContext): 'stored' | 'virtual' | undefined {
  const name = commandOf(action, 'AT_SetExpression')?.name ?? '';
  return findColumn(targetTable(action, context), name)?.generated?.storage;
}

function dropColumn(action: Action, context: BehaviourContext): Claims {
  const command = commandOf(action, 'AT_DropColumn');
  const name = command?.name ?? '';
  // ONLY leaves the column in the children as their own, for which they are locked all the same.
  const tables = target(action).flatMap((table) => family(context.catalog, table));
  const dropped = targetFamily(action, context);
  const columns = dropped.map((relation) => ({ kind: 'column', relation, name }) as const);
  const behavior = command?.behavior === 'DROP_CASCADE' ? 'cascade' : 'restrict';
  const removal = removalOf(context.catalog, columns, behavior);
  return {
    locks: [...lock('ACCESS EXCLUSIVE', tables), ...removal.locks],
    reversible: false,
    dataLoss: true,
    phase: 'contract',
    notes: [
      'Only the catalog changes, the lock is held for a moment; the values are lost to every query at once.',
      ...(removal.blockedBy.length > 0
        ? [
            `The server refuses: ${removal.blockedBy.map((object) => object.name).join(', ')} depends on the column.`,
          ]
        : []),
    ],
  };
}
