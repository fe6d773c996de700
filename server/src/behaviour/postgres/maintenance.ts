import type { QualifiedName, View } from '../../catalog';
import { findRelation, nameOf, tablesOf, viewsOf } from '../../catalog';
import { nodeAs } from '../../sql';
import { relationNamed } from '../actions';
import { lockModes, type Action, type BehaviourContext, type BehaviourRow } from '../model';
import {
  family,
  isOptionOn,
  lock,
  manual,
  target,
  withPartitions,
  withReadTables,
  withStorage,
} from './neighbours';

/** VACUUM, ANALYZE, CLUSTER, LOCK, statistics and publications. */
export const maintenanceRows: readonly BehaviourRow[] = [
  {
    id: 'vacuum-full',
    form: 'VACUUM FULL',
    docs: manual('sql-vacuum.html'),
    speaksOf: ['VacuumStmt'],
    applies: (action) => isVacuum(action) && hasOption(action, 'full'),
    effects: (action, context) => {
      const all = vacuumed(action, context);
      const tables = withStorage(context.catalog, all);
      return {
        locks: lock('ACCESS EXCLUSIVE', all),
        rewrites: tables,
        scans: tables,
        transactional: false,
        phase: 'contract',
        notes: [
          'Every row is written anew, and every index with it, while nobody can read or write the table. It cannot run inside a transaction block.',
        ],
      };
    },
    examples: [
      { sql: 'VACUUM FULL plain' },
      { sql: 'VACUUM FULL viewed_count' },
      { sql: 'VACUUM (FULL, ANALYZE) plain' },
      { sql: 'VACUUM FULL event' },
      { sql: 'VACUUM FULL animal' },
    ],
  },
  {
    id: 'vacuum',
    form: 'VACUUM',
    docs: manual('sql-vacuum.html'),
    speaksOf: ['VacuumStmt'],
    applies: isVacuum,
    effects: (action, context) => ({
      locks: lock('SHARE UPDATE EXCLUSIVE', vacuumed(action, context)),
      transactional: false,
      notes: ['Reads and writes go on. It cannot run inside a transaction block.'],
    }),
    examples: [
      { sql: 'VACUUM plain' },
      { sql: 'VACUUM event' },
      { sql: 'VACUUM animal' },
      { sql: 'VACUUM viewed_count' },
      { sql: 'VACUUM (ANALYZE) plain' },
      { sql: 'VACUUM (FULL false) plain' },
      { sql: 'VACUUM plain, viewed' },
      { sql: 'VACUUM ONLY animal', since: 18 },
      { sql: 'VACUUM' },
    ],
  },
  {
    id: 'analyze',
    form: 'ANALYZE',
    docs: manual('sql-analyze.html'),
    speaksOf: ['VacuumStmt'],
    effects: (action, context) => ({
      locks: lock('SHARE UPDATE EXCLUSIVE', vacuumed(action, context)),
      notes: ['Reads and writes go on; a sample of the rows is read.'],
    }),
    examples: [
      { sql: 'ANALYZE plain' },
      { sql: 'ANALYZE plain (note)' },
      { sql: 'ANALYZE event' },
      { sql: 'ANALYZE animal' },
      { sql: 'ANALYZE viewed_count' },
      { sql: 'ANALYZE ONLY event', since: 18 },
      { sql: 'ANALYZE' },
    ],
  },
  {
    id: 'cluster',
    form: 'CLUSTER',
    docs: manual('sql-cluster.html'),
    speaksOf: ['ClusterStmt'],
    effects: (action, context) => {
      const tables = target(action).flatMap((name) => withPartitions(context.catalog, name));
      const stored = withStorage(context.catalog, tables);
      const isOne = tables.length === 1;
      return {
        locks: lock('ACCESS EXCLUSIVE', tables),
        rewrites: stored,
        scans: stored,
        transactional: isOne,
        phase: 'contract',
        notes: [
          'Every row is written anew in the order of the index while nobody can read or write the table.',
          ...(isOne
            ? []
            : ['Each table is done in a transaction of its own, so that no transaction block may be open.']),
        ],
        dependsOn:
          target(action).length === 0
            ? ['Which tables have been clustered before: all of them are again.']
            : [],
      };
    },
    examples: [
      { sql: 'CLUSTER plain USING plain_note' },
      { sql: 'CLUSTER viewed_count USING viewed_count_name' },
      { setup: 'ALTER TABLE plain CLUSTER ON plain_note', sql: 'CLUSTER plain' },
      { sql: 'CLUSTER event USING event_day', since: 15 },
      { title: 'all tables that were clustered before', sql: 'CLUSTER' },
    ],
  },
  {
    id: 'lock-table',
    form: 'LOCK TABLE',
    docs: manual('sql-lock.html'),
    speaksOf: ['LockStmt'],
    effects: (action, context) => ({
      locks: lock(
        lockModes[(nodeAs(action.content, 'LockStmt')?.mode ?? 8) - 1] ?? 'ACCESS EXCLUSIVE',
        lockedTables(action, context),
      ),
      notes: ['The lock is held until the transaction ends.'],
    }),
    examples: [
      { sql: 'LOCK TABLE plain' },
      { sql: 'LOCK TABLE plain IN SHARE MODE' },
      { sql: 'LOCK TABLE event IN ROW EXCLUSIVE MODE' },
      { sql: 'LOCK TABLE viewed_names' },
      { sql: 'LOCK TABLE ONLY event IN SHARE MODE' },
      { sql: 'LOCK TABLE animal' },
      {
        title: 'a view on a view',
        setup: 'CREATE VIEW outer_names AS SELECT id FROM viewed_names',
        sql: 'LOCK TABLE outer_names IN SHARE MODE',
      },
    ],
  },
  {
    id: 'create-statistics',
    form: 'CREATE STATISTICS',
    docs: manual('sql-createstatistics.html'),
    speaksOf: ['CreateStatsStmt'],
    effects: (action, context) => ({
      locks: lock(
        'SHARE UPDATE EXCLUSIVE',
        (nodeAs(action.content, 'CreateStatsStmt')?.relations ?? []).flatMap(
          (node) => relationNamed(context.catalog, nodeAs(node, 'RangeVar')) ?? [],
        ),
      ),
      phase: 'expand',
      notes: ['Reads and writes go on; the statistics are filled by the next ANALYZE.'],
    }),
    examples: [
      { sql: 'CREATE STATISTICS s ON small, note FROM plain' },
      { sql: 'CREATE STATISTICS s ON (lower(note)) FROM plain' },
      { sql: 'CREATE STATISTICS s ON id, day FROM event' },
    ],
  },
  {
    id: 'alter-statistics',
    form: 'ALTER STATISTICS … SET STATISTICS',
    docs: manual('sql-alterstatistics.html'),
    speaksOf: ['AlterStatsStmt'],
    effects: () => ({ notes: ['No table is locked; the next ANALYZE collects as much as asked for.'] }),
    examples: [
      {
        setup: 'CREATE STATISTICS s ON small, note FROM plain',
        sql: 'ALTER STATISTICS s SET STATISTICS 100',
      },
    ],
  },
  {
    id: 'drop-statistics',
    form: 'DROP STATISTICS',
    docs: manual('sql-dropstatistics.html'),
    speaksOf: ['DropStmt'],
    applies: (action) => nodeAs(action.content, 'DropStmt')?.removeType === 'OBJECT_STATISTIC_EXT',
    effects: () => ({
      phase: 'contract',
      notes: ['Their table is locked in SHARE UPDATE EXCLUSIVE mode for a moment: reads and writes go on.'],
      dependsOn: ['Which table the statistics are of, which the migration history does not keep.'],
    }),
    examples: [{ sql: 'DROP STATISTICS IF EXISTS nothing' }],
  },
  {
    id: 'move-tablespace',
    form: 'ALTER TABLE | INDEX | MATERIALIZED VIEW ALL IN TABLESPACE … SET TABLESPACE',
    docs: manual('sql-altertable.html'),
    speaksOf: ['AlterTableMoveAllStmt'],
    effects: () => ({
      phase: 'contract',
      notes: [
        'Everything in the tablespace is copied, one after the other, while nobody can read or write any of it.',
      ],
      dependsOn: [
        'Which relations are in the tablespace: each is locked in ACCESS EXCLUSIVE mode and written anew.',
      ],
    }),
    examples: [
      {
        title: 'to where all is already',
        sql: 'ALTER TABLE ALL IN TABLESPACE pg_default SET TABLESPACE pg_default',
      },
    ],
  },
  {
    id: 'depends-on-extension',
    form: 'ALTER … [NO] DEPENDS ON EXTENSION',
    docs: manual('sql-alterindex.html'),
    speaksOf: ['AlterObjectDependsStmt'],
    effects: (action, context) => {
      const statement = nodeAs(action.content, 'AlterObjectDependsStmt');
      const view = statement?.objectType === 'OBJECT_MATVIEW' ? statement.relation : undefined;
      return {
        locks: lock(
          'ACCESS EXCLUSIVE',
          [relationNamed(context.catalog, view)].filter((name) => name !== undefined),
        ),
        notes: ['Only the catalog changes: a materialized view is locked for a moment, nothing else is.'],
      };
    },
    examples: [
      { sql: 'ALTER INDEX plain_note DEPENDS ON EXTENSION citext' },
      { sql: 'ALTER FUNCTION fixed_number() DEPENDS ON EXTENSION citext' },
      { sql: 'ALTER TRIGGER audited_change ON audited DEPENDS ON EXTENSION citext' },
      { sql: 'ALTER MATERIALIZED VIEW viewed_count DEPENDS ON EXTENSION citext' },
    ],
  },
];

function isVacuum(action: Action): boolean {
  return nodeAs(action.content, 'VacuumStmt')?.is_vacuumcmd === true;
}

function hasOption(action: Action, name: string): boolean {
  const options = nodeAs(action.content, 'VacuumStmt')?.options ?? [];
  return options.some((option) => isOptionOn(nodeAs(option, 'DefElem'), name));
}

function vacuumed(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  const relations = nodeAs(action.content, 'VacuumStmt')?.rels ?? [];
  // Without a name it goes through the whole database.
  if (relations.length === 0) return [...tablesOf(context.catalog), ...storedViews(context)].map(nameOf);
  return relations.flatMap((node) => {
    const range = nodeAs(node, 'VacuumRelation')?.relation;
    const name = relationNamed(context.catalog, range);
    if (name === undefined) return [];
    if (context.version >= 18 && range?.inh !== true) return [name];
    // Version 18 goes on to the children of plain inheritance, as it always did to partitions.
    return context.version < 18 ? withPartitions(context.catalog, name) : family(context.catalog, name);
  });
}

function storedViews(context: BehaviourContext): readonly View[] {
  return viewsOf(context.catalog).filter((view) => view.kind === 'materialized view');
}

function lockedTables(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  const { catalog } = context;
  return (nodeAs(action.content, 'LockStmt')?.relations ?? []).flatMap((node) => {
    const range = nodeAs(node, 'RangeVar');
    const name = relationNamed(catalog, range);
    if (name === undefined) return [];
    const relation = findRelation(catalog, name);
    if (relation?.kind === 'view') return withReadTables(catalog, name);
    return range?.inh === true ? family(catalog, name) : [name];
  });
}
