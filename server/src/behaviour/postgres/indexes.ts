import type { DropStmt, Node, ReindexStmt } from '@pgsql/types';
import type { Index, QualifiedName } from '../../catalog';
import { nameOfParts, nodeAs } from '../../sql';
import type { Action, BehaviourContext, BehaviourRow, Claims } from '../model';
import { findIndex, findTable, indexesOf, nameOf, resolveRelation, tablesOf, viewsOf } from '../../catalog';
import {
  isOptionOn,
  lock,
  manual,
  target,
  targetWithPartitions,
  withPartitions,
  withStorage,
} from './neighbours';
import { removalOf } from './removal';

const createDocs = manual('sql-createindex.html');
const dropDocs = manual('sql-dropindex.html');
const reindexDocs = manual('sql-reindex.html');
const notTransactional = 'It cannot run inside a transaction block.';

/** CREATE INDEX, DROP INDEX and REINDEX, with and without CONCURRENTLY. */
export const indexRows: readonly BehaviourRow[] = [
  {
    id: 'create-index-already-there',
    form: 'CREATE INDEX IF NOT EXISTS (there already)',
    docs: createDocs,
    speaksOf: ['IndexStmt'],
    applies: isThere,
    effects: (action, context) => ({
      locks: lock(isConcurrent(action) ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE', indexedTables(action, context)),
      transactional: !isConcurrent(action),
      phase: 'expand',
      notes: [
        'An index of that name is there already: nothing is built, even if that index is invalid or another one.',
      ],
    }),
    examples: [
      { sql: 'CREATE INDEX IF NOT EXISTS plain_note ON plain (note)' },
      { sql: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS plain_note ON plain (note)' },
    ],
  },
  {
    id: 'create-index-concurrently',
    form: 'CREATE INDEX CONCURRENTLY',
    docs: manual('sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY'),
    speaksOf: ['IndexStmt'],
    applies: isConcurrent,
    effects: (action, context) => ({
      locks: lock('SHARE UPDATE EXCLUSIVE', target(action)),
      scans: withStorage(context.catalog, target(action)),
      transactional: false,
      phase: 'expand',
      notes: [
        target(action).some((name) => !isStored(name, context))
          ? 'The server refuses CONCURRENTLY on a partitioned table: build the index on each partition, then make the parent’s with ON ONLY and attach them.'
          : `Reads and writes go on; the table is read twice and open transactions are waited for. ${notTransactional} A failed build leaves an invalid index behind.`,
      ],
    }),
    examples: [
      { sql: 'CREATE INDEX CONCURRENTLY i ON plain (note)' },
      { sql: 'CREATE UNIQUE INDEX CONCURRENTLY i ON plain (id)' },
      { sql: 'CREATE INDEX CONCURRENTLY i ON viewed_count (total)' },
      {
        title: 'not on a partitioned table',
        sql: 'CREATE INDEX CONCURRENTLY i ON event (id)',
        refusedWith: '0A000',
      },
    ],
  },
  {
    id: 'create-index',
    form: 'CREATE INDEX',
    docs: createDocs,
    speaksOf: ['IndexStmt'],
    effects: (action, context) => ({
      locks: lock('SHARE', indexedTables(action, context)),
      scans: withStorage(context.catalog, indexedTables(action, context)),
      phase: 'expand',
      notes: ['The index is built while nobody can write the table; readers go on.'],
    }),
    examples: [
      { sql: 'CREATE INDEX i ON plain (note)' },
      { sql: 'CREATE UNIQUE INDEX i ON plain (id)' },
      { sql: 'CREATE INDEX i ON event (id)' },
      { sql: 'CREATE INDEX i ON ONLY event (id)' },
      { sql: 'CREATE INDEX i ON viewed_count (total)' },
    ],
  },
  {
    id: 'drop-index-concurrently',
    form: 'DROP INDEX CONCURRENTLY',
    docs: dropDocs,
    speaksOf: ['DropStmt'],
    applies: (action) => droppedIndexes(action)?.concurrent === true,
    effects: (action, context) => ({
      locks: lock('SHARE UPDATE EXCLUSIVE', tablesOfIndexes(action, context)),
      transactional: false,
      phase: 'contract',
      notes: [
        knownIndexes(action, context).some((index) => !isStored(index.table, context))
          ? 'The server refuses: an index of a partitioned table cannot be dropped CONCURRENTLY.'
          : (droppedIndexes(action)?.objects ?? []).length > 1
            ? 'The server refuses: CONCURRENTLY takes one index at a time.'
            : `Reads and writes go on; transactions that use the index are waited for. ${notTransactional}`,
      ],
      dependsOn: unknownIndexes(action, context),
    }),
    examples: [
      { sql: 'DROP INDEX CONCURRENTLY plain_note' },
      { sql: 'DROP INDEX CONCURRENTLY IF EXISTS plain_note' },
      { title: 'two at once', sql: 'DROP INDEX CONCURRENTLY plain_note, plain_code', refusedWith: '0A000' },
      { title: 'of a partitioned table', sql: 'DROP INDEX CONCURRENTLY event_day', refusedWith: '0A000' },
    ],
  },
  {
    id: 'drop-index',
    form: 'DROP INDEX',
    docs: dropDocs,
    speaksOf: ['DropStmt'],
    applies: (action) => droppedIndexes(action) !== undefined,
    effects: (action, context) => {
      const removal = removalOf(
        context.catalog,
        knownIndexes(action, context).map((index) => ({ kind: 'index', name: nameOf(index) })),
        droppedIndexes(action)?.behavior === 'DROP_CASCADE' ? 'cascade' : 'restrict',
      );
      const owned = knownIndexes(action, context).find(
        (index) => index.constraint !== undefined || index.attachedTo !== undefined,
      );
      return {
        locks: [...lock('ACCESS EXCLUSIVE', tablesOfIndexes(action, context)), ...removal.locks],
        phase: 'contract',
        notes: [
          owned === undefined
            ? 'The lock is held for a moment, but on the table too: nobody can read or write it.'
            : `The server refuses: ${owned.constraint === undefined ? `the index ${owned.attachedTo ?? ''}` : `the constraint ${owned.constraint}`} needs ${owned.name}; drop that instead.`,
        ],
        dependsOn: unknownIndexes(action, context),
      };
    },
    examples: [
      { sql: 'DROP INDEX plain_note' },
      { sql: 'DROP INDEX event_day' },
      { sql: 'DROP INDEX plain_note, plain_code' },
      { title: 'a constraint needs it', sql: 'DROP INDEX plain_pkey', refusedWith: '2BP01' },
      { title: 'a partition’s part of an index', sql: 'DROP INDEX event_2025_day_idx', refusedWith: '2BP01' },
      {
        title: 'a foreign key that rests on it goes along',
        setup:
          'ALTER TABLE parent ADD COLUMN k integer; CREATE UNIQUE INDEX u ON parent (k); ALTER TABLE orphan ADD COLUMN k integer REFERENCES parent (k)',
        sql: 'DROP INDEX u CASCADE',
      },
    ],
  },
  {
    id: 'reindex-concurrently',
    form: 'REINDEX CONCURRENTLY',
    docs: manual('sql-reindex.html#SQL-REINDEX-CONCURRENTLY'),
    speaksOf: ['ReindexStmt'],
    applies: hasConcurrentlyOption,
    effects: (action, context) => ({
      ...rebuild(action, context, 'SHARE UPDATE EXCLUSIVE'),
      transactional: false,
      notes: [
        `Reads and writes go on while the indexes are built beside the old ones. ${notTransactional}`,
        ...(reindexedPartitions(action, context).length > 0
          ? ['The partitions are listed first under a SHARE lock: writers of each wait for a moment.']
          : []),
      ],
    }),
    examples: [
      { sql: 'REINDEX INDEX CONCURRENTLY plain_note' },
      { sql: 'REINDEX TABLE CONCURRENTLY plain' },
      { sql: 'REINDEX (CONCURRENTLY) TABLE plain' },
      { sql: 'REINDEX TABLE CONCURRENTLY viewed_count' },
      { sql: 'REINDEX TABLE CONCURRENTLY event' },
      { sql: 'REINDEX INDEX CONCURRENTLY event_day' },
      { sql: 'REINDEX SCHEMA CONCURRENTLY public' },
    ],
  },
  {
    id: 'reindex',
    form: 'REINDEX',
    docs: reindexDocs,
    speaksOf: ['ReindexStmt'],
    effects: (action, context) => ({
      ...rebuild(action, context, 'SHARE'),
      transactional: isTransactionalReindex(action, context),
      notes: [
        reindexed(action)?.kind === 'REINDEX_OBJECT_SYSTEM'
          ? 'Only the indexes of the system catalogs are built anew.'
          : 'Nobody can write the table while its indexes are built anew; readers wait too, as planning a query locks every index of its tables.',
      ],
    }),
    examples: [
      { sql: 'REINDEX INDEX plain_note' },
      { sql: 'REINDEX TABLE plain' },
      { sql: 'REINDEX TABLE event' },
      { sql: 'REINDEX INDEX event_day' },
      { sql: 'REINDEX (CONCURRENTLY false) TABLE plain' },
      { sql: 'REINDEX TABLE viewed_count' },
      { title: 'not its children', sql: 'REINDEX TABLE animal' },
      { sql: 'REINDEX SCHEMA public' },
    ],
  },
  {
    id: 'attach-index-partition',
    form: 'ALTER INDEX … ATTACH PARTITION, … SET STATISTICS',
    docs: manual('sql-alterindex.html'),
    speaksOf: ['AT_AttachPartition', 'AT_SetStatistics'],
    applies: (action) => nodeAs(action.statement, 'AlterTableStmt')?.objtype === 'OBJECT_INDEX',
    effects: () => ({
      phase: 'expand',
      notes: ['Only the indexes are locked for a moment: reads and writes go on.'],
    }),
    examples: [
      {
        setup: 'CREATE INDEX i ON ONLY event (id); CREATE INDEX j ON event_2025 (id)',
        sql: 'ALTER INDEX i ATTACH PARTITION j',
      },
      { sql: 'ALTER INDEX plain_note_lower ALTER COLUMN 1 SET STATISTICS 500' },
    ],
  },
];

function isConcurrent(action: Action): boolean {
  return nodeAs(action.content, 'IndexStmt')?.concurrent === true;
}

function isThere(action: Action, context: BehaviourContext): boolean {
  const index = nodeAs(action.content, 'IndexStmt');
  const schema = action.relation?.split('.')[0];
  if (index?.if_not_exists !== true || index.idxname === undefined || schema === undefined) return false;
  return findIndex(context.catalog, `${schema}.${index.idxname}`) !== undefined;
}

/** ON ONLY leaves the partitions out. */
function indexedTables(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  const isOnly = nodeAs(action.content, 'IndexStmt')?.relation?.inh !== true;
  return isOnly ? target(action) : targetWithPartitions(action, context);
}

function droppedIndexes(action: Action): DropStmt | undefined {
  const drop = nodeAs(action.content, 'DropStmt');
  return drop?.removeType === 'OBJECT_INDEX' ? drop : undefined;
}

function namesOf(objects: readonly Node[] | undefined, context: BehaviourContext): readonly QualifiedName[] {
  return (objects ?? []).flatMap((object) => {
    const written = nameOfParts(object);
    return written === undefined ? [] : [resolveRelation(context.catalog, written)];
  });
}

function knownIndexes(action: Action, context: BehaviourContext): readonly Index[] {
  return namesOf(droppedIndexes(action)?.objects, context).flatMap(
    (name) => findIndex(context.catalog, name) ?? [],
  );
}

function tablesOfIndexes(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  return knownIndexes(action, context).flatMap(({ table }) => withPartitions(context.catalog, table));
}

function unknownIndexes(action: Action, context: BehaviourContext): readonly string[] {
  return namesOf(droppedIndexes(action)?.objects, context)
    .filter((name) => findIndex(context.catalog, name) === undefined)
    .map((name) => `The table of ${name}, an index that the migration history does not create.`);
}

function reindexed(action: Action): ReindexStmt | undefined {
  return nodeAs(action.content, 'ReindexStmt');
}

function hasConcurrentlyOption(action: Action): boolean {
  return (reindexed(action)?.params ?? []).some((param) =>
    isOptionOn(nodeAs(param, 'DefElem'), 'concurrently'),
  );
}

/** The tables whose indexes REINDEX builds, and for REINDEX INDEX which of them. */
function rebuild(
  action: Action,
  context: BehaviourContext,
  mode: 'SHARE' | 'SHARE UPDATE EXCLUSIVE',
): Claims {
  const { catalog } = context;
  const index =
    isReindexIndex(action) && action.relation !== undefined ? findIndex(catalog, action.relation) : undefined;
  const tables =
    index === undefined ? reindexedTables(action, context) : withPartitions(catalog, index.table);
  const indexes = tables
    .flatMap((table) => indexesOf(catalog, table))
    .filter((each) => isStored(each.table, context));
  const rebuilt =
    index === undefined ? indexes : indexes.filter((each) => isPartOf(each, nameOf(index), context));
  return {
    locks: [...lock(mode, tables), ...lock('SHARE', reindexedPartitions(action, context))],
    scans: withStorage(catalog, [...new Set(rebuilt.map((each) => each.table))]),
    rebuildsIndexes: rebuilt.map(nameOf),
  };
}

/** Partitions of a table that are done one by one. */
function reindexedPartitions(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  return reindexed(action)?.kind === 'REINDEX_OBJECT_TABLE'
    ? targetWithPartitions(action, context).slice(1)
    : [];
}

function isReindexIndex(action: Action): boolean {
  return reindexed(action)?.kind === 'REINDEX_OBJECT_INDEX';
}

function reindexedTables(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  const { catalog } = context;
  switch (reindexed(action)?.kind) {
    case 'REINDEX_OBJECT_INDEX':
      return [];
    case 'REINDEX_OBJECT_SYSTEM':
      return [];
    case 'REINDEX_OBJECT_TABLE':
      return targetWithPartitions(action, context);
    default: {
      const schema = reindexed(action)?.name;
      const isWholeDatabase = reindexed(action)?.kind !== 'REINDEX_OBJECT_SCHEMA';
      return [...tablesOf(catalog), ...viewsOf(catalog).filter((view) => view.kind === 'materialized view')]
        .filter(
          (relation) => relation.kind !== 'partitioned' && (isWholeDatabase || relation.schema === schema),
        )
        .map(nameOf);
    }
  }
}

function isStored(table: QualifiedName, context: BehaviourContext): boolean {
  return findTable(context.catalog, table)?.kind !== 'partitioned';
}

function isPartOf(
  index: { readonly schema: string; readonly name: string; readonly attachedTo: string | undefined },
  whole: QualifiedName,
  context: BehaviourContext,
): boolean {
  if (nameOf(index) === whole) return true;
  const next = index.attachedTo === undefined ? undefined : findIndex(context.catalog, index.attachedTo);
  return next !== undefined && isPartOf(next, whole, context);
}

/** A partitioned table or index is done partition by partition, each in a transaction of its own, like whole schemas. */
function isTransactionalReindex(action: Action, context: BehaviourContext): boolean {
  const index =
    isReindexIndex(action) && action.relation !== undefined
      ? findIndex(context.catalog, action.relation)
      : undefined;
  const table = index?.table ?? action.relation;
  const kind = reindexed(action)?.kind;
  if (kind !== 'REINDEX_OBJECT_INDEX' && kind !== 'REINDEX_OBJECT_TABLE') return false;
  return table === undefined || isStored(table, context);
}
