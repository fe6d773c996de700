import type { QualifiedName, Table } from '../../catalog';
import { nodeAs } from '../../sql';
import type { Action, BehaviourContext, BehaviourRow, LockClaim } from '../model';
import { addedConstraint, notProvedColumns, notProvedNotNull } from './addedConstraint';
import {
  lock,
  manual,
  target,
  targetFamily,
  targetTable,
  targetWithPartitions,
  withStorage,
} from './neighbours';

const docs = manual('sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT');

/** ADD CONSTRAINT of what an index stands behind: UNIQUE, PRIMARY KEY and EXCLUDE. */
export const keyRows: readonly BehaviourRow[] = [
  {
    id: 'add-key-using-index',
    form: 'ALTER TABLE … ADD UNIQUE | PRIMARY KEY USING INDEX',
    docs: manual('sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX'),
    speaksOf: ['AT_AddConstraint'],
    applies: (action) => addedConstraint(action, 'CONSTR_UNIQUE', 'CONSTR_PRIMARY')?.indexname !== undefined,
    effects: (action, context) => ({
      locks: [...lock('ACCESS EXCLUSIVE', target(action)), ...notNullLocks(action, context)],
      scans: withStorage(context.catalog, notProvedNotNull(action, context)),
      phase: 'expand',
      notes: [
        targetTable(action, context)?.kind === 'partitioned'
          ? 'The server refuses: a partitioned table cannot take an index over.'
          : notProvedNotNull(action, context).length === 0
            ? 'The index is there already: the lock is held for a moment.'
            : 'The key’s columns become NOT NULL: every row is read for that while nobody can read or write the table.',
      ],
    }),
    examples: [
      { sql: 'ALTER TABLE plain ADD CONSTRAINT c UNIQUE USING INDEX plain_small_unique' },
      {
        setup: 'ALTER TABLE plain DROP CONSTRAINT plain_pkey',
        sql: 'ALTER TABLE plain ADD CONSTRAINT c PRIMARY KEY USING INDEX plain_small_unique',
      },
      {
        title: 'a nullable column is read through',
        setup: 'ALTER TABLE plain DROP CONSTRAINT plain_pkey; CREATE UNIQUE INDEX u ON plain (nullable)',
        sql: 'ALTER TABLE plain ADD CONSTRAINT c PRIMARY KEY USING INDEX u',
      },
      {
        title: 'a validated CHECK proves that it holds no null',
        setup: 'ALTER TABLE plain DROP CONSTRAINT plain_pkey; CREATE UNIQUE INDEX u ON plain (filled)',
        sql: 'ALTER TABLE plain ADD CONSTRAINT c PRIMARY KEY USING INDEX u',
      },
      {
        title: 'a partitioned table',
        setup: 'CREATE UNIQUE INDEX u ON event (id, day)',
        sql: 'ALTER TABLE event ADD CONSTRAINT c UNIQUE USING INDEX u',
        refusedWith: '0A000',
      },
      {
        setup: 'CREATE UNIQUE INDEX u ON animal (id)',
        sql: 'ALTER TABLE animal ADD CONSTRAINT c PRIMARY KEY USING INDEX u',
      },
    ],
  },
  {
    id: 'add-unique',
    form: 'ALTER TABLE … ADD UNIQUE (…)',
    docs,
    speaksOf: ['AT_AddConstraint'],
    applies: (action) => addedConstraint(action, 'CONSTR_UNIQUE') !== undefined,
    effects: (action, context) => ({
      locks: keyLocks(action, context),
      scans: withStorage(context.catalog, indexedTables(action, context)),
      phase: 'expand',
      notes: ['The index behind the constraint is built while nobody can read or write the table.'],
    }),
    examples: [
      { sql: 'ALTER TABLE plain ADD CONSTRAINT c UNIQUE (note)' },
      { sql: 'ALTER TABLE event ADD UNIQUE (id, day)' },
      { title: 'partitions get theirs later', sql: 'ALTER TABLE ONLY event ADD UNIQUE (id, day)' },
      { sql: 'ALTER TABLE animal ADD UNIQUE (id)' },
      { sql: 'ALTER TABLE plain ADD CONSTRAINT c UNIQUE (note) DEFERRABLE INITIALLY DEFERRED' },
      { sql: 'ALTER TABLE plain ADD CONSTRAINT c UNIQUE (note) INCLUDE (small)' },
      { sql: 'ALTER TABLE plain ADD CONSTRAINT c UNIQUE NULLS NOT DISTINCT (note)', since: 15 },
      {
        title: 'over periods',
        setup: 'ALTER TABLE plain ADD COLUMN during daterange',
        sql: 'ALTER TABLE plain ADD CONSTRAINT c UNIQUE (id, during WITHOUT OVERLAPS)',
        since: 18,
      },
    ],
  },
  {
    id: 'add-primary-key',
    form: 'ALTER TABLE … ADD PRIMARY KEY (…)',
    docs,
    speaksOf: ['AT_AddConstraint'],
    applies: (action) => addedConstraint(action, 'CONSTR_PRIMARY') !== undefined,
    effects: (action, context) => ({
      locks: [...keyLocks(action, context), ...notNullLocks(action, context)],
      scans: withStorage(context.catalog, [
        ...indexedTables(action, context),
        ...notProvedNotNull(action, context),
      ]),
      phase: 'expand',
      notes: [
        targetTable(action, context)?.constraints.some(({ kind }) => kind === 'primary key') === true
          ? 'The server refuses: the table has a primary key already.'
          : 'The index behind the key is built, and every row read for NOT NULL, while nobody can read or write the table.',
      ],
    }),
    examples: [
      { sql: 'ALTER TABLE event_2026 ADD PRIMARY KEY (id)' },
      {
        setup: 'ALTER TABLE plain DROP CONSTRAINT plain_pkey',
        sql: 'ALTER TABLE plain ADD CONSTRAINT c PRIMARY KEY (filled)',
      },
      { title: 'a second one', sql: 'ALTER TABLE plain ADD PRIMARY KEY (small)', refusedWith: '42P16' },
      { title: 'children become NOT NULL too', sql: 'ALTER TABLE animal ADD PRIMARY KEY (id)' },
      { sql: 'ALTER TABLE metric ADD PRIMARY KEY (id, bucket)' },
      {
        title: 'children are locked even where nothing is to be done',
        setup: 'ALTER TABLE animal ALTER COLUMN id SET NOT NULL',
        sql: 'ALTER TABLE animal ADD PRIMARY KEY (id)',
      },
    ],
  },
  {
    id: 'add-exclusion',
    form: 'ALTER TABLE … ADD EXCLUDE',
    docs,
    speaksOf: ['AT_AddConstraint'],
    applies: (action) => addedConstraint(action, 'CONSTR_EXCLUSION') !== undefined,
    effects: (action, context) => ({
      locks: keyLocks(action, context),
      scans: withStorage(context.catalog, targetWithPartitions(action, context)),
      phase: 'expand',
      notes: [
        'The index behind the constraint is built while nobody can read or write the table; there is no concurrent way.',
      ],
    }),
    examples: [
      { sql: 'ALTER TABLE plain ADD CONSTRAINT c EXCLUDE USING gist (note WITH =)' },
      { sql: 'ALTER TABLE plain ADD CONSTRAINT c EXCLUDE USING gist (small WITH =) WHERE (small > 5)' },
    ],
  },
];

/** Before version 18 partitions were locked more gently to build their part of the index, and children not at all. */
function keyLocks(action: Action, context: BehaviourContext): readonly LockClaim[] {
  if (context.version >= 18) return lock('ACCESS EXCLUSIVE', targetFamily(action, context));
  return [
    ...lock('ACCESS EXCLUSIVE', target(action)),
    ...lock('SHARE', indexedTables(action, context).slice(1)),
  ];
}

/** A primary key makes its columns NOT NULL in the table and all that inherit from it, partitions only where needed. */
function notNullLocks(action: Action, context: BehaviourContext): readonly LockClaim[] {
  const isPartitioned = targetTable(action, context)?.kind === 'partitioned';
  const isNeeded = notProvedColumns(action, context, isNotNull).length > 0;
  if (addedConstraint(action, 'CONSTR_PRIMARY') === undefined || (isPartitioned && !isNeeded)) return [];
  return lock('ACCESS EXCLUSIVE', targetFamily(action, context));
}

/** The tables whose part of the index is built; ONLY leaves the partitions out. */
function indexedTables(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  const isOnly = nodeAs(action.statement, 'AlterTableStmt')?.relation?.inh !== true;
  return isOnly ? target(action) : targetWithPartitions(action, context);
}

function isNotNull(table: Table | undefined, column: string): boolean {
  return table?.columns.some((candidate) => candidate.name === column && candidate.notNull) === true;
}
