import type { CreateStmt } from '@pgsql/types';
import type { QualifiedName } from '../../catalog';
import { nodeAs } from '../../sql';
import { findRelation, findTable } from '../../catalog';

import { relationNamed } from '../actions';
import type { Action, BehaviourContext, BehaviourRow, Claims } from '../model';
import {
  defaultPartition,
  family,
  lock,
  manual,
  referencedTable,
  referencedBy,
  referencing,
  target,
  withPartitions,
  withStorage,
} from './neighbours';
import { provesOutside } from './partitionProof';
import { referencingLocked } from './partitions';

/** CREATE TABLE and TRUNCATE. */
export const tableRows: readonly BehaviourRow[] = [
  {
    id: 'create-table-already-there',
    form: 'CREATE TABLE IF NOT EXISTS (there already)',
    docs: manual('sql-createtable.html'),
    speaksOf: ['CreateStmt', 'CreateForeignTableStmt', 'Constraint'],
    applies: isCreateOfExisting,
    effects: () => ({
      phase: 'expand',
      notes: ['A relation of that name is there already: nothing is done.'],
    }),
    examples: [{ sql: 'CREATE TABLE IF NOT EXISTS plain (parent_id integer REFERENCES parent)' }],
  },
  {
    id: 'create-table-references',
    form: 'CREATE TABLE … REFERENCES',
    docs: manual('sql-createtable.html#SQL-CREATETABLE-PARMS-REFERENCES'),
    speaksOf: ['Constraint'],
    applies: (action) =>
      nodeAs(action.within, 'CreateStmt') !== undefined &&
      nodeAs(action.content, 'Constraint')?.contype === 'CONSTR_FOREIGN',
    effects: (action, context) => {
      const parent = referencedTable(nodeAs(action.content, 'Constraint'), context.catalog);
      const isKnown =
        parent !== undefined &&
        (parent === action.relation || findTable(context.catalog, parent) !== undefined);
      return {
        locks: lock(
          'SHARE ROW EXCLUSIVE',
          parent === undefined ? [] : withPartitions(context.catalog, parent),
        ),
        creates: target(action),
        phase: 'expand',
        notes: ['Writers of the referenced table wait (SHARE ROW EXCLUSIVE), readers do not.'],
        dependsOn: isKnown ? [] : ['The referenced table, which the migration history does not create.'],
      };
    },
    examples: [
      {
        sql: 'CREATE TABLE x (id integer PRIMARY KEY, p integer REFERENCES parent, c integer, FOREIGN KEY (c) REFERENCES child)',
      },
      { title: 'to itself', sql: 'CREATE TABLE x (id integer PRIMARY KEY, p integer REFERENCES x)' },
    ],
  },
  {
    id: 'create-partition-of',
    form: 'CREATE TABLE … PARTITION OF',
    docs: manual('sql-createtable.html#SQL-CREATETABLE-PARTITION'),
    speaksOf: ['CreateStmt', 'CreateForeignTableStmt'],
    applies: (action) => createdTable(action)?.partbound !== undefined,
    effects: createPartition,
    examples: [
      { sql: `CREATE TABLE x PARTITION OF event FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')` },
      { sql: 'CREATE TABLE x PARTITION OF metric FOR VALUES IN (9)' },
      { sql: 'CREATE TABLE x PARTITION OF metric DEFAULT' },
      {
        title: 'the parent’s foreign key comes along',
        setup: 'ALTER TABLE metric ADD FOREIGN KEY (parent_id) REFERENCES parent',
        sql: 'CREATE TABLE x PARTITION OF metric FOR VALUES IN (9)',
      },
      {
        title: 'a CHECK proves that the default partition has no such row',
        setup: `ALTER TABLE event_rest ADD CHECK (day < '2027-01-01' OR day >= '2028-01-01')`,
        sql: `CREATE TABLE x PARTITION OF event FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')`,
      },
      {
        title: 'a table references the whole',
        setup:
          'ALTER TABLE event ADD UNIQUE (id, day); CREATE TABLE visit (event integer, day date, FOREIGN KEY (event, day) REFERENCES event (id, day))',
        sql: `CREATE TABLE x PARTITION OF event FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')`,
      },
      {
        title: 'a foreign table',
        setup: 'CREATE FOREIGN DATA WRAPPER w; CREATE SERVER elsewhere FOREIGN DATA WRAPPER w',
        sql: 'CREATE FOREIGN TABLE x PARTITION OF metric FOR VALUES IN (9) SERVER elsewhere',
      },
    ],
  },
  {
    id: 'create-table',
    form: 'CREATE TABLE',
    docs: manual('sql-createtable.html'),
    speaksOf: ['CreateStmt', 'CreateForeignTableStmt'],
    effects: (action, context) => ({
      locks: lock('SHARE UPDATE EXCLUSIVE', parentsOf(action, context)),
      creates: target(action),
      phase: 'expand',
      notes: ['A new table: nobody waits for it.'],
    }),
    examples: [
      { sql: 'CREATE TABLE x (id integer PRIMARY KEY)' },
      { sql: 'CREATE TEMPORARY TABLE x (id integer)' },
      { sql: 'CREATE TABLE x (LIKE plain INCLUDING ALL)' },
      { sql: 'CREATE TABLE x () INHERITS (animal)' },
      { setup: 'CREATE TYPE pair AS (a integer, b text)', sql: 'CREATE TABLE x OF pair' },
      {
        setup: 'CREATE FOREIGN DATA WRAPPER w; CREATE SERVER elsewhere FOREIGN DATA WRAPPER w',
        sql: 'CREATE FOREIGN TABLE x () INHERITS (animal) SERVER elsewhere',
      },
    ],
  },
  {
    id: 'truncate',
    form: 'TRUNCATE',
    docs: manual('sql-truncate.html'),
    speaksOf: ['TruncateStmt'],
    effects: truncate,
    examples: [
      { sql: 'TRUNCATE plain' },
      { sql: 'TRUNCATE grandchild' },
      { title: 'a foreign key references it', sql: 'TRUNCATE parent', refusedWith: '0A000' },
      { title: 'referencing tables are emptied too', sql: 'TRUNCATE parent CASCADE' },
      { sql: 'TRUNCATE event' },
      { sql: 'TRUNCATE animal' },
      { sql: 'TRUNCATE plain RESTART IDENTITY' },
    ],
  },
];

function createdTable(action: Action): CreateStmt | undefined {
  return nodeAs(action.content, 'CreateStmt') ?? nodeAs(action.content, 'CreateForeignTableStmt')?.base;
}

function isCreateOfExisting(action: Action, context: BehaviourContext): boolean {
  const create =
    nodeAs(action.statement, 'CreateStmt') ?? nodeAs(action.statement, 'CreateForeignTableStmt')?.base;
  if (create?.if_not_exists !== true || action.relation === undefined) return false;
  return findRelation(context.catalog, action.relation) !== undefined;
}

function parentsOf(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  return (createdTable(action)?.inhRelations ?? []).flatMap(
    (relation) => relationNamed(context.catalog, nodeAs(relation, 'RangeVar')) ?? [],
  );
}

function createPartition(action: Action, context: BehaviourContext): Claims {
  const { catalog } = context;
  const parents = parentsOf(action, context);
  const bound = createdTable(action)?.partbound;
  const fallback =
    bound?.is_default === true ? [] : parents.flatMap((parent) => defaultPartition(catalog, parent) ?? []);
  const checked = fallback.flatMap((name) => withPartitions(catalog, name));
  const proofOf = (name: QualifiedName) =>
    bound === undefined
      ? 'not proved'
      : provesOutside(findTable(catalog, name), findTable(catalog, parents[0] ?? ''), bound);
  const unsorted = checked.filter((name) => proofOf(name) !== 'proved');
  return {
    locks: [
      ...lock('ACCESS EXCLUSIVE', [...parents, ...checked]),
      ...lock('SHARE ROW EXCLUSIVE', [
        ...referencedBy(catalog, parents),
        ...referencingLocked(context, parents),
      ]),
    ],
    scans: withStorage(catalog, unsorted),
    creates: target(action),
    phase: 'expand',
    notes: [
      unsorted.length === 0
        ? 'The lock is held for a moment, but on the whole partitioned table: nobody can read or write it.'
        : 'The default partition is read for rows that belong to the new one while nobody can read or write the whole partitioned table; a CHECK that rules them out spares that.',
    ],
    dependsOn: unsorted.some((name) => proofOf(name) === 'undecided')
      ? ['Whether the CHECK constraint of the default partition proves that no row belongs to the new one.']
      : [],
  };
}

function truncate(action: Action, context: BehaviourContext): Claims {
  const { catalog } = context;
  const statement = nodeAs(action.content, 'TruncateStmt');
  const named = (statement?.relations ?? []).flatMap((node) => {
    const relation = nodeAs(node, 'RangeVar');
    const name = relationNamed(catalog, relation);
    if (name === undefined) return [];
    return relation?.inh === true ? family(catalog, name) : [name];
  });
  const all = new Set(named);
  if (statement?.behavior === 'DROP_CASCADE') {
    // A Set gives out what is added during the loop, so that this follows references to references.
    for (const name of all) {
      for (const other of referencing(catalog, [name]))
        withPartitions(catalog, other).forEach((each) => all.add(each));
    }
  }
  const unknown = named.filter((name) => findRelation(catalog, name) === undefined);
  return {
    locks: lock('ACCESS EXCLUSIVE', [...all]),
    rewrites: withStorage(catalog, [...all]),
    reversible: false,
    dataLoss: true,
    phase: 'contract',
    notes: ['The tables are given new, empty files; row-level security does not stop it.'],
    dependsOn: unknown.map(
      (name) => `The migration history does not create ${name}: what references it is not known.`,
    ),
  };
}
