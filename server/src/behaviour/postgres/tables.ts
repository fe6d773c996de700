import type { CreateStmt, DropStmt, ObjectType } from '@pgsql/types';
import type { QualifiedName } from '../../catalog';
import { nameOfParts, nodeAs, stringsOf } from '../../sql';
import {
  findRelation,
  findTable,
  resolveRelation,
  resolveRoutine,
  resolveUserType,
  type CatalogObject,
} from '../../catalog';

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
import { removalOf } from './removal';

/** CREATE TABLE, DROP of whatever may take tables along, TRUNCATE. */
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
    speaksOf: ['CreateStmt'],
    applies: (action) => newTable(action)?.partbound !== undefined,
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
    ],
  },
  {
    id: 'drop-table',
    form: 'DROP TABLE',
    docs: manual('sql-droptable.html'),
    speaksOf: ['DropStmt'],
    applies: (action) => dropOf(action, 'OBJECT_TABLE', 'OBJECT_FOREIGN_TABLE') !== undefined,
    effects: (action, context) => ({
      ...dropRelations(action, context),
      reversible: false,
      dataLoss: true,
    }),
    examples: [
      { sql: 'DROP TABLE plain' },
      { title: 'the referenced table is locked too', sql: 'DROP TABLE grandchild' },
      { title: 'something depends on it', sql: 'DROP TABLE child', refusedWith: '2BP01' },
      { sql: 'DROP TABLE child CASCADE' },
      { sql: 'DROP TABLE parent CASCADE' },
      { sql: 'DROP TABLE viewed CASCADE' },
      { sql: 'DROP TABLE event' },
      { title: 'a partition', sql: 'DROP TABLE event_2025' },
      { sql: 'DROP TABLE metric_1' },
      {
        title: 'a partition with its parent’s foreign key',
        setup: 'ALTER TABLE metric ADD FOREIGN KEY (parent_id) REFERENCES parent',
        sql: 'DROP TABLE metric_1',
      },
      {
        setup: 'ALTER TABLE metric ADD FOREIGN KEY (parent_id) REFERENCES parent',
        sql: 'DROP TABLE metric',
      },
      {
        title: 'views on views',
        setup: 'CREATE VIEW outer_names AS SELECT id FROM viewed_names',
        sql: 'DROP TABLE viewed CASCADE',
      },
      { sql: 'DROP TABLE animal CASCADE' },
      { sql: 'DROP TABLE dog' },
      { sql: 'DROP TABLE plain, grandchild' },
      { sql: 'DROP TABLE IF EXISTS plain' },
    ],
  },
  {
    id: 'drop-view',
    form: 'DROP VIEW | MATERIALIZED VIEW',
    docs: manual('sql-dropview.html'),
    speaksOf: ['DropStmt'],
    applies: (action) => dropOf(action, 'OBJECT_VIEW', 'OBJECT_MATVIEW') !== undefined,
    effects: dropRelations,
    examples: [{ sql: 'DROP VIEW viewed_names' }, { sql: 'DROP MATERIALIZED VIEW viewed_count' }],
  },
  {
    id: 'drop-schema',
    form: 'DROP SCHEMA',
    docs: manual('sql-dropschema.html'),
    speaksOf: ['DropStmt'],
    applies: (action) => dropOf(action, 'OBJECT_SCHEMA') !== undefined,
    effects: (action, context) => {
      const isCascade = dropOf(action, 'OBJECT_SCHEMA')?.behavior === 'DROP_CASCADE';
      return { ...dropObjects(action, context), reversible: !isCascade, dataLoss: isCascade };
    },
    examples: [
      { setup: 'CREATE SCHEMA s', sql: 'DROP SCHEMA s' },
      {
        title: 'tables outside that are referenced from inside',
        setup: 'CREATE SCHEMA s; CREATE TABLE s.t (id integer REFERENCES parent)',
        sql: 'DROP SCHEMA s CASCADE',
      },
      { sql: 'DROP SCHEMA public CASCADE' },
    ],
  },
  {
    id: 'drop-type',
    form: 'DROP TYPE | DOMAIN',
    docs: manual('sql-droptype.html'),
    speaksOf: ['DropStmt'],
    applies: (action) => dropOf(action, 'OBJECT_TYPE', 'OBJECT_DOMAIN') !== undefined,
    effects: (action, context) => {
      const isCascade = dropOf(action, 'OBJECT_TYPE', 'OBJECT_DOMAIN')?.behavior === 'DROP_CASCADE';
      return { ...dropObjects(action, context), reversible: !isCascade, dataLoss: isCascade };
    },
    examples: [
      { setup: `CREATE TYPE unused AS ENUM ('a')`, sql: 'DROP TYPE unused' },
      { sql: 'DROP TYPE mood', refusedWith: '2BP01' },
      { title: 'the columns go along', sql: 'DROP TYPE mood CASCADE' },
      { sql: 'DROP DOMAIN positive CASCADE' },
    ],
  },
  {
    id: 'drop-routine',
    form: 'DROP FUNCTION | PROCEDURE',
    docs: manual('sql-dropfunction.html'),
    speaksOf: ['DropStmt'],
    applies: (action) =>
      dropOf(action, 'OBJECT_FUNCTION', 'OBJECT_PROCEDURE', 'OBJECT_ROUTINE', 'OBJECT_AGGREGATE') !==
      undefined,
    effects: dropObjects,
    examples: [
      { sql: 'DROP FUNCTION next_number()' },
      { title: 'the triggers go along', sql: 'DROP FUNCTION note_change() CASCADE' },
      {
        title: 'the index goes along',
        setup: 'CREATE INDEX i ON plain ((small + fixed_number()))',
        sql: 'DROP FUNCTION fixed_number() CASCADE',
      },
    ],
  },
  {
    id: 'drop-sequence',
    form: 'DROP SEQUENCE',
    docs: manual('sql-dropsequence.html'),
    speaksOf: ['DropStmt'],
    applies: (action) => dropOf(action, 'OBJECT_SEQUENCE') !== undefined,
    effects: dropObjects,
    examples: [
      { setup: 'CREATE SEQUENCE s', sql: 'DROP SEQUENCE s' },
      {
        title: 'the default goes along',
        setup: `CREATE SEQUENCE s; ALTER TABLE plain ALTER COLUMN id SET DEFAULT nextval('s')`,
        sql: 'DROP SEQUENCE s CASCADE',
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

function newTable(action: Action): CreateStmt | undefined {
  return action.within === undefined ? nodeAs(action.content, 'CreateStmt') : undefined;
}

function isCreateOfExisting(action: Action, context: BehaviourContext): boolean {
  const create =
    nodeAs(action.statement, 'CreateStmt') ?? nodeAs(action.statement, 'CreateForeignTableStmt')?.base;
  if (create?.if_not_exists !== true || action.relation === undefined) return false;
  return findRelation(context.catalog, action.relation) !== undefined;
}

function parentsOf(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  return (newTable(action)?.inhRelations ?? []).flatMap(
    (relation) => relationNamed(context.catalog, nodeAs(relation, 'RangeVar')) ?? [],
  );
}

function createPartition(action: Action, context: BehaviourContext): Claims {
  const { catalog } = context;
  const parents = parentsOf(action, context);
  const isDefault = newTable(action)?.partbound?.is_default === true;
  const fallback = isDefault ? [] : parents.flatMap((parent) => defaultPartition(catalog, parent) ?? []);
  const checked = fallback.flatMap((name) => withPartitions(catalog, name));
  return {
    locks: [
      ...lock('ACCESS EXCLUSIVE', [...parents, ...checked]),
      ...lock('SHARE ROW EXCLUSIVE', referencedBy(catalog, parents)),
    ],
    scans: withStorage(catalog, checked),
    creates: target(action),
    phase: 'expand',
    notes: [
      fallback.length === 0
        ? 'The lock is held for a moment, but on the whole partitioned table: nobody can read or write it.'
        : 'The default partition is read for rows that belong to the new one while nobody can read or write the whole partitioned table.',
    ],
  };
}

function dropOf(action: Action, ...types: readonly ObjectType[]): DropStmt | undefined {
  const drop = nodeAs(action.content, 'DropStmt');
  return drop?.removeType !== undefined && types.includes(drop.removeType) ? drop : undefined;
}

/** DROP of relations: those that the history does not know are claimed only where IF EXISTS does not make room for doubt. */
function dropRelations(action: Action, context: BehaviourContext): Claims {
  const drop = nodeAs(action.content, 'DropStmt');
  const names = (drop?.objects ?? []).flatMap((object) => {
    const written = nameOfParts(object);
    return written === undefined ? [] : [resolveRelation(context.catalog, written)];
  });
  const unknown = names.filter((name) => findRelation(context.catalog, name) === undefined);
  const claims = dropObjects(action, context);
  return {
    ...claims,
    locks: [...(claims.locks ?? []), ...(drop?.missing_ok === true ? [] : lock('ACCESS EXCLUSIVE', unknown))],
    dependsOn: [
      ...(claims.dependsOn ?? []),
      ...unknown.map(
        (name) => `The migration history does not create ${name}: what hangs on it is not known.`,
      ),
    ],
  };
}

function dropObjects(action: Action, context: BehaviourContext): Claims {
  const drop = nodeAs(action.content, 'DropStmt');
  const objects = (drop?.objects ?? []).flatMap((_, index) => objectAt(drop, index, context));
  const removal = removalOf(
    context.catalog,
    objects,
    drop?.behavior === 'DROP_CASCADE' ? 'cascade' : 'restrict',
  );
  return {
    locks: removal.locks,
    phase: 'contract',
    notes: [
      removal.blockedBy.length > 0
        ? `The server refuses without CASCADE: ${removal.blockedBy.map((object) => object.name).join(', ')} depends on it.`
        : 'The lock is held for a moment on all that goes, and on tables that a foreign key of it references.',
    ],
  };
}

function objectAt(
  drop: DropStmt | undefined,
  index: number,
  context: BehaviourContext,
): readonly CatalogObject[] {
  const { catalog } = context;
  const object = drop?.objects?.[index];
  const typeName = nodeAs(object, 'TypeName');
  const routine = nodeAs(object, 'ObjectWithArgs');
  const written = nameOfParts(typeName?.names ?? routine?.objname ?? object);
  if (written === undefined) return [];
  switch (drop?.removeType) {
    case 'OBJECT_SCHEMA':
      return stringsOf(object).map((name) => ({ kind: 'schema', name }));
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return [{ kind: 'type', name: resolveUserType(catalog, written) }];
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
    case 'OBJECT_AGGREGATE':
      return [{ kind: 'routine', name: resolveRoutine(catalog, written) }];
    case 'OBJECT_SEQUENCE':
      return [{ kind: 'sequence', name: resolveRelation(catalog, written) }];
    default: {
      const name = resolveRelation(catalog, written);
      return findRelation(catalog, name) === undefined ? [] : [{ kind: 'relation', name }];
    }
  }
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
