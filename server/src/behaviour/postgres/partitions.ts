import type { PartitionCmd } from '@pgsql/types';
import type { Catalog, Index, QualifiedName, Table } from '../../catalog';
import { nodeAs } from '../../sql';
import { relationNamed } from '../actions';
import type { Action, BehaviourContext, BehaviourRow, Claims } from '../model';
import {
  commandOf,
  defaultPartition,
  lock,
  manual,
  referencedBy,
  target,
  withPartitions,
  withStorage,
} from './neighbours';
import { findTable, foreignKeysOf, indexesOf } from '../../catalog';

const docs = manual('sql-altertable.html#SQL-ALTERTABLE-ATTACH-PARTITION');
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
      ],
      transactional: false,
      phase: 'contract',
      notes: [
        'Reads and writes of the parent go on; open transactions are waited for, then the partition alone is locked for a moment. It cannot run inside a transaction block, nor where a default partition exists.',
      ],
    }),
    examples: [
      { sql: 'ALTER TABLE metric DETACH PARTITION metric_1 CONCURRENTLY' },
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
      notes: ['Completes a DETACH CONCURRENTLY that was cancelled.'],
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
        ]),
        ...lock('SHARE ROW EXCLUSIVE', referencedBy(context.catalog, partitionOf(action, context))),
      ],
      phase: 'contract',
      notes: [
        'The lock is held for a moment, but on the whole partitioned table, the partition and the default partition: nobody can read or write any of them.',
      ],
    }),
    examples: [
      { sql: 'ALTER TABLE event DETACH PARTITION event_2025' },
      { sql: 'ALTER TABLE metric DETACH PARTITION metric_1' },
      {
        setup: 'ALTER TABLE metric ADD FOREIGN KEY (parent_id) REFERENCES parent',
        sql: 'ALTER TABLE metric DETACH PARTITION metric_1',
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
  const command = partitionCommand(action, 'AT_AttachPartition');
  const added = partitionOf(action, context);
  const parents = target(action);
  const isDefault = command?.bound?.is_default === true;
  const fallback = isDefault
    ? undefined
    : parents.flatMap((parent) => defaultPartition(catalog, parent) ?? [])[0];
  const checked = fallback === undefined ? [] : withPartitions(catalog, fallback);
  const hasCheck = [...added, ...checked].some((name) => hasValidatedCheck(catalog, name));
  const keys = parents.flatMap((parent) => newForeignKeys(catalog, parent, added[0]));
  const isFirst = isDefault && parents.every((parent) => withPartitions(catalog, parent).length === 1);
  return {
    locks: [
      ...lock('SHARE UPDATE EXCLUSIVE', parents),
      ...lock('ACCESS EXCLUSIVE', [...added, ...checked]),
      ...lock('SHARE ROW EXCLUSIVE', keys),
    ],
    scans: withStorage(catalog, [
      ...added.filter(
        (name) => !isFirst && (!hasValidatedCheck(catalog, name) || needsIndex(catalog, parents[0], name)),
      ),
      ...checked.filter((name) => !hasValidatedCheck(catalog, name)),
      ...(keys.length > 0 ? [...added, ...keys] : []),
    ]),
    phase: 'expand',
    notes: [
      'Queries on the parent go on; the new partition, and a default partition, are locked for everybody while their rows are read, unless a CHECK proves where they belong.',
    ],
    dependsOn: hasCheck
      ? ['Whether the CHECK constraint proves that all rows fit the partition’s bounds.']
      : [],
  };
}

function hasValidatedCheck(catalog: Catalog, name: QualifiedName): boolean {
  const constraints = findTable(catalog, name)?.constraints ?? [];
  return constraints.some(
    (constraint) => constraint.kind === 'check' && constraint.validated && constraint.enforced,
  );
}

/** Tables that foreign keys of the parent reference and the new partition’s own do not. */
function newForeignKeys(
  catalog: Catalog,
  parent: QualifiedName,
  partition: QualifiedName | undefined,
): readonly QualifiedName[] {
  const own = partition === undefined ? [] : keysOf(findTable(catalog, partition));
  const wanted = keysOf(findTable(catalog, parent));
  return wanted.filter((name) => !own.includes(name)).flatMap((name) => withPartitions(catalog, name));
}

function keysOf(table: Table | undefined): readonly QualifiedName[] {
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
