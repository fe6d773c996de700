import type { DropStmt, ObjectType } from '@pgsql/types';
import { nameOfParts, nodeAs, stringsOf } from '../../sql';
import {
  findRelation,
  resolveRelation,
  resolveRoutine,
  resolveUserType,
  type CatalogObject,
} from '../../catalog';
import type { Action, BehaviourContext, BehaviourRow, Claims } from '../model';
import { lock, manual } from './neighbours';
import { removalOf } from './removal';

/** DROP of whatever may take tables along. */
export const dropRows: readonly BehaviourRow[] = [
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
    form: 'DROP FUNCTION | PROCEDURE | AGGREGATE',
    docs: manual('sql-dropfunction.html'),
    speaksOf: ['DropStmt'],
    applies: (action) =>
      dropOf(action, 'OBJECT_FUNCTION', 'OBJECT_PROCEDURE', 'OBJECT_ROUTINE', 'OBJECT_AGGREGATE') !==
      undefined,
    effects: dropObjects,
    examples: [
      { sql: 'DROP FUNCTION next_number()' },
      { title: 'a trigger calls it', sql: 'DROP FUNCTION note_change()', refusedWith: '2BP01' },
      { setup: `CREATE PROCEDURE p() LANGUAGE sql AS ''`, sql: 'DROP ROUTINE p()' },
      {
        setup: 'CREATE AGGREGATE total (integer) (SFUNC = int4pl, STYPE = integer)',
        sql: 'DROP AGGREGATE total (integer)',
      },
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
];

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
