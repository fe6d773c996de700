import type { PartitionCmd } from '@pgsql/types';
import type { Catalog, Index, QualifiedName } from '../../catalog';
import { nodeAs } from '../../sql';
import { relationNamed } from '../actions';
import type { Action, BehaviourContext, BehaviourRow, Claims } from '../model';
import {
  commandOf,
  defaultPartition,
  lock,
  manual,
  referencedBy,
  referencing,
  target,
  targetTable,
  withPartitions,
  withStorage,
} from './neighbours';
import { findTable, foreignKeysOf, indexesOf, partitionsOf } from '../../catalog';
import { provesFit, provesOutside, provesOutsideAll, type Proof } from './partitionProof';

const docs = manual('sql-altertable.html#SQL-ALTERTABLE-ATTACH-PARTITION');
const referencedEvents =
  'ALTER TABLE event ADD UNIQUE (id, day); CREATE TABLE visit (event integer, day date, FOREIGN KEY (event, day) REFERENCES event (id, day))';
const bounds2026 = `FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')`;
const detachDocs = manual('sql-altertable.html#SQL-ALTERTABLE-DETACH-PARTITION');

/** ATTACH and DETACH PARTITION; CREATE TABLE … PARTITION OF is with the other ways to make a table. */
export const partitionRows: readonly BehaviourRow[] = [
  {
    id: 'attach-partition',
    form: 'ALTER TABLE … ATTACH PARTITION',
    docs,
    speaksOf: ['AT_AttachPartition'],
    applies: (action) => partitionCommand(action, 'AT_AttachPartition') !== undefined,
    effects: attach,
    examples: [
      {
        title: 'the default partition is read for rows that belong to the new one',
        sql: `ALTER TABLE event ATTACH PARTITION event_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')`,
      },
      {
        title: 'a CHECK proves that the rows fit',
        sql: 'ALTER TABLE metric ATTACH PARTITION metric_3 FOR VALUES IN (3)',
      },
      {
        setup: 'ALTER TABLE metric_3 DROP CONSTRAINT metric_3_bucket',
        sql: 'ALTER TABLE metric ATTACH PARTITION metric_3 FOR VALUES IN (3)',
      },
      {
        title: 'the parent’s index is built',
        setup: 'CREATE INDEX i ON metric (id)',
        sql: 'ALTER TABLE metric ATTACH PARTITION metric_3 FOR VALUES IN (3)',
      },
      {
        title: 'an index that fits is taken over',
        setup: 'CREATE INDEX i ON metric (id); CREATE INDEX j ON metric_3 (id)',
        sql: 'ALTER TABLE metric ATTACH PARTITION metric_3 FOR VALUES IN (3)',
      },
      {
        title: 'CHECKs prove it on both sides',
        setup: `CREATE INDEX i ON event_2026 (day);
          ALTER TABLE event_2026 ADD CHECK (day >= '2026-01-01' AND day < '2027-01-01');
          ALTER TABLE event_rest ADD CHECK (day < '2026-01-01' OR day >= '2027-01-01')`,
        sql: `ALTER TABLE event ATTACH PARTITION event_2026 ${bounds2026}`,
      },
      {
        title: 'a CHECK that is too wide proves nothing',
        setup: `CREATE INDEX i ON event_2026 (day);
          ALTER TABLE event_2026 ADD CHECK (day >= '2025-06-01' AND day < '2027-01-01')`,
        sql: `ALTER TABLE event ATTACH PARTITION event_2026 ${bounds2026}`,
      },
      {
        title: 'nor does one that is not validated',
        setup: `CREATE INDEX i ON event_2026 (day);
          ALTER TABLE event_2026 ADD CHECK (day >= '2026-01-01' AND day < '2027-01-01') NOT VALID`,
        sql: `ALTER TABLE event ATTACH PARTITION event_2026 ${bounds2026}`,
      },
      {
        title: 'BETWEEN proves as well',
        setup: `CREATE INDEX i ON event_2026 (day);
          ALTER TABLE event_2026 ADD CHECK (day BETWEEN '2026-01-01' AND '2026-12-31')`,
        sql: `ALTER TABLE event ATTACH PARTITION event_2026 ${bounds2026}`,
      },
      {
        title: 'a CHECK on another column',
        setup: 'CREATE INDEX i ON event_2026 (day); ALTER TABLE event_2026 ADD CHECK (id > 0)',
        sql: `ALTER TABLE event ATTACH PARTITION event_2026 ${bounds2026}`,
      },
      {
        title: 'a list with fewer values',
        setup:
          'ALTER TABLE metric_3 DROP CONSTRAINT metric_3_bucket; ALTER TABLE metric_3 ADD CHECK (bucket IN (3))',
        sql: 'ALTER TABLE metric ATTACH PARTITION metric_3 FOR VALUES IN (3, 4)',
      },
      {
        title: 'a list with other values',
        setup:
          'ALTER TABLE metric_3 DROP CONSTRAINT metric_3_bucket; ALTER TABLE metric_3 ADD CHECK (bucket IN (3, 4, 5))',
        sql: 'ALTER TABLE metric ATTACH PARTITION metric_3 FOR VALUES IN (3, 4)',
      },
      {
        title: 'no conclusion is drawn from two conditions together',
        setup:
          'ALTER TABLE metric_3 DROP CONSTRAINT metric_3_bucket; ALTER TABLE metric_3 ADD CHECK (bucket >= 3 AND bucket <= 3)',
        sql: 'ALTER TABLE metric ATTACH PARTITION metric_3 FOR VALUES IN (3)',
      },
      {
        title: 'the default partition is proved to have no such row',
        setup:
          'CREATE TABLE metric_rest PARTITION OF metric DEFAULT; INSERT INTO metric VALUES (1, 50, 1); ALTER TABLE metric_rest ADD CHECK (bucket <> 3)',
        sql: 'ALTER TABLE metric ATTACH PARTITION metric_3 FOR VALUES IN (3)',
      },
      { title: 'as the default partition', sql: 'ALTER TABLE metric ATTACH PARTITION metric_3 DEFAULT' },
      {
        title: 'as the default partition, without proof',
        setup: 'ALTER TABLE metric_3 DROP CONSTRAINT metric_3_bucket',
        sql: 'ALTER TABLE metric ATTACH PARTITION metric_3 DEFAULT',
      },
      {
        title: 'as the first partition of all',
        setup:
          'CREATE TABLE fresh (id integer NOT NULL, bucket integer NOT NULL, parent_id integer) PARTITION BY LIST (bucket)',
        sql: 'ALTER TABLE fresh ATTACH PARTITION metric_3 DEFAULT',
      },
      {
        title: 'a partition with partitions',
        setup: `CREATE TABLE sub (id integer NOT NULL, bucket integer NOT NULL, parent_id integer) PARTITION BY RANGE (id);
          CREATE TABLE sub_1 PARTITION OF sub FOR VALUES FROM (0) TO (1000);
          INSERT INTO sub SELECT n, 7, 1 FROM generate_series(1, 100) n`,
        sql: 'ALTER TABLE metric ATTACH PARTITION sub FOR VALUES IN (7)',
      },
      {
        title: 'a table references the whole',
        setup: `${referencedEvents}; CREATE UNIQUE INDEX u ON event_2026 (id, day); CREATE INDEX i ON event_2026 (day)`,
        sql: `ALTER TABLE event ATTACH PARTITION event_2026 ${bounds2026}`,
      },
      {
        title: 'the partition has the foreign key already',
        setup:
          'ALTER TABLE metric ADD FOREIGN KEY (parent_id) REFERENCES parent; ALTER TABLE metric_3 ADD FOREIGN KEY (parent_id) REFERENCES parent',
        sql: 'ALTER TABLE metric ATTACH PARTITION metric_3 FOR VALUES IN (3)',
      },
      {
        title: 'the parent’s foreign key is checked',
        setup: 'ALTER TABLE metric ADD FOREIGN KEY (parent_id) REFERENCES parent',
        sql: 'ALTER TABLE metric ATTACH PARTITION metric_3 FOR VALUES IN (3)',
      },
    ],
  },
  {
    id: 'detach-partition-concurrently',
    form: 'ALTER TABLE … DETACH PARTITION … CONCURRENTLY',
    docs: detachDocs,
    speaksOf: ['AT_DetachPartition'],
    applies: (action) => partitionCommand(action, 'AT_DetachPartition')?.concurrent === true,
    effects: (action, context) => ({
      locks: [
        ...lock('SHARE UPDATE EXCLUSIVE', target(action)),
        ...lock('ACCESS EXCLUSIVE', partitionOf(action, context)),
        ...lock('SHARE ROW EXCLUSIVE', referencedBy(context.catalog, partitionOf(action, context))),
      ],
      transactional: false,
      phase: 'contract',
      notes: [
        'Reads and writes of the parent go on; open transactions are waited for, then the partition alone is locked for a moment. It cannot run inside a transaction block, and the server refuses it where a default partition exists.',
      ],
    }),
    examples: [
      { sql: 'ALTER TABLE metric DETACH PARTITION metric_1 CONCURRENTLY' },
      {
        title: 'a foreign key becomes the partition’s own',
        setup: 'ALTER TABLE metric ADD FOREIGN KEY (parent_id) REFERENCES parent',
        sql: 'ALTER TABLE metric DETACH PARTITION metric_1 CONCURRENTLY',
      },
      { sql: 'ALTER TABLE event DETACH PARTITION event_2025 CONCURRENTLY', refusedWith: '55000' },
    ],
  },
  {
    id: 'detach-partition-finalize',
    form: 'ALTER TABLE … DETACH PARTITION … FINALIZE',
    docs: detachDocs,
    speaksOf: ['AT_DetachPartitionFinalize'],
    applies: (action) => partitionCommand(action, 'AT_DetachPartitionFinalize') !== undefined,
    effects: (action, context) => ({
      locks: [
        ...lock('SHARE UPDATE EXCLUSIVE', target(action)),
        ...lock('ACCESS EXCLUSIVE', partitionOf(action, context)),
      ],
      phase: 'contract',
      notes: ['Completes a DETACH CONCURRENTLY that was cancelled; the server refuses it where none was.'],
    }),
    examples: [{ sql: 'ALTER TABLE metric DETACH PARTITION metric_1 FINALIZE', refusedWith: '55000' }],
  },
  {
    id: 'detach-partition',
    form: 'ALTER TABLE … DETACH PARTITION',
    docs: detachDocs,
    speaksOf: ['AT_DetachPartition'],
    applies: (action) => partitionCommand(action, 'AT_DetachPartition') !== undefined,
    effects: (action, context) => ({
      locks: [
        ...lock('ACCESS EXCLUSIVE', [
          ...target(action),
          ...partitionOf(action, context),
          ...target(action).flatMap((parent) => defaultPartition(context.catalog, parent) ?? []),
          // Their keys must not reference rows of the partition any more, which is checked.
          ...referencing(context.catalog, target(action)),
        ]),
        ...lock('SHARE ROW EXCLUSIVE', referencedBy(context.catalog, partitionOf(action, context))),
      ],
      phase: 'contract',
      notes: [
        'The lock is held for a moment, but on the whole partitioned table, the partition, the default partition and tables that reference the whole: nobody can read or write any of them.',
      ],
    }),
    examples: [
      { sql: 'ALTER TABLE event DETACH PARTITION event_2025' },
      { sql: 'ALTER TABLE metric DETACH PARTITION metric_1' },
      {
        setup: 'ALTER TABLE metric ADD FOREIGN KEY (parent_id) REFERENCES parent',
        sql: 'ALTER TABLE metric DETACH PARTITION metric_1',
      },
      { title: 'the default partition', sql: 'ALTER TABLE event DETACH PARTITION event_rest' },
      {
        title: 'a table references the whole',
        setup: referencedEvents,
        sql: 'ALTER TABLE event DETACH PARTITION event_2025',
      },
    ],
  },
];

type PartitionCommand = 'AT_AttachPartition' | 'AT_DetachPartition' | 'AT_DetachPartitionFinalize';

function partitionCommand(action: Action, type: PartitionCommand): PartitionCmd | undefined {
  if (nodeAs(action.statement, 'AlterTableStmt')?.objtype === 'OBJECT_INDEX') return undefined;
  return nodeAs(commandOf(action, type)?.def, 'PartitionCmd');
}

function partitionOf(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  const command = nodeAs(
    commandOf(action, 'AT_AttachPartition', 'AT_DetachPartition', 'AT_DetachPartitionFinalize')?.def,
    'PartitionCmd',
  );
  const name = relationNamed(context.catalog, command?.name);
  return name === undefined ? [] : withPartitions(context.catalog, name);
}

function attach(action: Action, context: BehaviourContext): Claims {
  const { catalog } = context;
  const bound = partitionCommand(action, 'AT_AttachPartition')?.bound;
  const added = partitionOf(action, context);
  const parents = target(action);
  const parent = targetTable(action, context);
  const isDefault = bound?.is_default === true;
  const fallback = isDefault
    ? undefined
    : parents.flatMap((name) => defaultPartition(catalog, name) ?? [])[0];
  const checked = fallback === undefined ? [] : withPartitions(catalog, fallback);
  const siblings = parents.flatMap((name) => partitionsOf(catalog, name));
  const fits = (name: QualifiedName): Proof => {
    const table = findTable(catalog, name);
    if (isDefault) return provesOutsideAll(table, parent, siblings);
    return bound === undefined ? 'not proved' : provesFit(table, parent, bound);
  };
  const staysOut = (name: QualifiedName): Proof =>
    bound === undefined ? 'not proved' : provesOutside(findTable(catalog, name), parent, bound);
  const unfit = added.filter((name) => fits(name) !== 'proved');
  const unsorted = checked.filter((name) => staysOut(name) !== 'proved');
  const isUndecided =
    unfit.some((name) => fits(name) === 'undecided') ||
    unsorted.some((name) => staysOut(name) === 'undecided');
  const { made, replaced } = inheritedKeys(catalog, parents[0], added[0]);
  return {
    locks: [
      ...lock('SHARE UPDATE EXCLUSIVE', parents),
      ...lock('ACCESS EXCLUSIVE', [...added, ...checked, ...replaced]),
      ...lock('SHARE ROW EXCLUSIVE', [...made, ...referencingLocked(context, parents)]),
    ],
    scans: withStorage(catalog, [
      ...unfit,
      ...added.filter((name) => needsIndex(catalog, parents[0], name)),
      ...unsorted,
      ...(made.length > 0 ? [...added, ...made] : []),
    ]),
    phase: 'expand',
    notes: [
      'Queries on the parent go on; the new partition, and a default partition, are locked for everybody, while their rows are read unless a CHECK and NOT NULL prove where they belong.',
      ...(replaced.length > 0
        ? [
            'The partition’s own foreign key becomes part of the parent’s: nobody can read or write the referenced table for a moment.',
          ]
        : []),
    ],
    dependsOn: isUndecided
      ? ['Whether the CHECK constraint proves that all rows fit the partition’s bounds.']
      : [],
  };
}

/**
 * From version 18 on tables that reference the partitioned table are locked, as their foreign keys come to reference
 * the new partition too.
 */
export function referencingLocked(
  context: BehaviourContext,
  parents: readonly QualifiedName[],
): readonly QualifiedName[] {
  return context.version < 18 ? [] : referencing(context.catalog, parents);
}

/**
 * The tables that foreign keys of the parent reference: where the new partition gets a key of its own made, and where
 * one that it has already becomes part of the parent's, for which its triggers there are dropped.
 */
function inheritedKeys(
  catalog: Catalog,
  parent: QualifiedName | undefined,
  partition: QualifiedName | undefined,
): { readonly made: readonly QualifiedName[]; readonly replaced: readonly QualifiedName[] } {
  const own = keysOf(catalog, partition);
  const wanted = keysOf(catalog, parent);
  const tables = (names: readonly QualifiedName[]) => names.flatMap((name) => withPartitions(catalog, name));
  return {
    made: tables(wanted.filter((name) => !own.includes(name))),
    replaced: tables(wanted.filter((name) => own.includes(name))),
  };
}

function keysOf(catalog: Catalog, name: QualifiedName | undefined): readonly QualifiedName[] {
  const table = name === undefined ? undefined : findTable(catalog, name);
  return table === undefined ? [] : foreignKeysOf(table).map((key) => key.references);
}

/** Whether an index of the parent has no counterpart on the new partition, so that it must be built. */
function needsIndex(catalog: Catalog, parent: QualifiedName | undefined, partition: QualifiedName): boolean {
  if (parent === undefined) return false;
  const own = indexesOf(catalog, partition).map(shapeOf);
  return indexesOf(catalog, parent).some((index) => !own.includes(shapeOf(index)));
}

function shapeOf(index: Index): string {
  const keys = index.keys.map((key) => key.column ?? '(expression)');
  return [index.method, index.unique, ...keys].join(' ');
}
