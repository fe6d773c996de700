import { findConstraint, findRelation, type QualifiedName } from '../../catalog';
import { nodeAs } from '../../sql';
import type { Action, BehaviourContext, BehaviourRow } from '../model';
import { family, lock, lockable, manual, target, targetTable } from './neighbours';

const tableDocs = manual('sql-altertable.html');

/** New names and schemas: nothing but the catalog changes, and yet running code breaks. */
export const renameRows: readonly BehaviourRow[] = [
  {
    id: 'rename-column',
    form: 'ALTER TABLE … RENAME COLUMN',
    docs: tableDocs,
    speaksOf: ['RenameStmt'],
    applies: (action) => nodeAs(action.content, 'RenameStmt')?.renameType === 'OBJECT_COLUMN',
    effects: (action, context) => ({
      locks: lock(
        'ACCESS EXCLUSIVE',
        target(action).flatMap((name) => family(context.catalog, name)),
      ),
      phase: 'contract',
      notes: ['The lock is held for a moment; every query that still uses the old name fails from then on.'],
    }),
    examples: [
      { sql: 'ALTER TABLE plain RENAME COLUMN note TO other' },
      { sql: 'ALTER TABLE event RENAME COLUMN note TO other' },
      { sql: 'ALTER TABLE animal RENAME COLUMN name TO other' },
      {
        title: 'children of children',
        setup: 'CREATE TABLE puppy () INHERITS (dog)',
        sql: 'ALTER TABLE animal RENAME COLUMN name TO other',
      },
      { sql: 'ALTER MATERIALIZED VIEW viewed_count RENAME COLUMN name TO other' },
      { sql: 'ALTER VIEW viewed_names RENAME COLUMN name TO other' },
    ],
  },
  {
    id: 'rename-constraint',
    form: 'ALTER TABLE … RENAME CONSTRAINT',
    docs: tableDocs,
    speaksOf: ['RenameStmt'],
    applies: (action) => nodeAs(action.content, 'RenameStmt')?.renameType === 'OBJECT_TABCONSTRAINT',
    effects: (action, context) => ({
      locks: lock('ACCESS EXCLUSIVE', tablesWithConstraint(action, context)),
      notes: ['Only the catalog changes: the lock is held for a moment.'],
    }),
    examples: [
      { sql: 'ALTER TABLE plain RENAME CONSTRAINT plain_amount_positive TO x' },
      { sql: 'ALTER TABLE child RENAME CONSTRAINT child_parent_fk TO x' },
      {
        setup: 'ALTER TABLE event ADD CONSTRAINT c CHECK (id > 0)',
        sql: 'ALTER TABLE event RENAME CONSTRAINT c TO d',
      },
    ],
  },
  {
    id: 'rename-index',
    form: 'ALTER INDEX … RENAME TO',
    docs: manual('sql-alterindex.html'),
    speaksOf: ['RenameStmt'],
    applies: (action, context) => isRenameOfRelation(action) && isIndex(action, context),
    effects: () => ({
      notes: ['The index is renamed under SHARE UPDATE EXCLUSIVE, the table is not locked: nobody waits.'],
    }),
    examples: [
      { sql: 'ALTER INDEX plain_note RENAME TO other' },
      { sql: 'ALTER TABLE plain_note RENAME TO other' },
    ],
  },
  {
    id: 'rename-relation',
    form: 'ALTER TABLE | VIEW | MATERIALIZED VIEW … RENAME TO',
    docs: tableDocs,
    speaksOf: ['RenameStmt'],
    applies: isRenameOfRelation,
    effects: (action, context) => ({
      locks: lock('ACCESS EXCLUSIVE', lockable(action, context)),
      phase: 'contract',
      notes: ['The lock is held for a moment; every query that still uses the old name fails from then on.'],
    }),
    examples: [
      { sql: 'ALTER TABLE plain RENAME TO other' },
      { sql: 'ALTER TABLE event RENAME TO other' },
      { sql: 'ALTER VIEW viewed_names RENAME TO other' },
      { sql: 'ALTER MATERIALIZED VIEW viewed_count RENAME TO other' },
    ],
  },
  {
    id: 'set-schema',
    form: 'ALTER TABLE … SET SCHEMA',
    docs: tableDocs,
    speaksOf: ['AlterObjectSchemaStmt'],
    applies: (action) => nodeAs(action.content, 'AlterObjectSchemaStmt')?.relation !== undefined,
    effects: (action, context) => ({
      locks: lock('ACCESS EXCLUSIVE', lockable(action, context)),
      phase: 'contract',
      notes: [
        'The lock is held for a moment; queries find the table under its old name only if the search path has the new schema.',
      ],
    }),
    examples: [
      { setup: 'CREATE SCHEMA other', sql: 'ALTER TABLE plain SET SCHEMA other' },
      { title: 'partitions stay', setup: 'CREATE SCHEMA other', sql: 'ALTER TABLE event SET SCHEMA other' },
      { setup: 'CREATE SCHEMA other', sql: 'ALTER MATERIALIZED VIEW viewed_count SET SCHEMA other' },
    ],
  },
];

function isRenameOfRelation(action: Action): boolean {
  switch (nodeAs(action.content, 'RenameStmt')?.renameType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
    case 'OBJECT_FOREIGN_TABLE':
    case 'OBJECT_INDEX':
    case 'OBJECT_SEQUENCE':
      return true;
    default:
      return false;
  }
}

function isIndex(action: Action, context: BehaviourContext): boolean {
  if (action.relation === undefined || findRelation(context.catalog, action.relation) !== undefined)
    return false;
  const isNamedSo = nodeAs(action.content, 'RenameStmt')?.renameType === 'OBJECT_INDEX';
  return isNamedSo || context.catalog.indexes.has(action.relation);
}

/** A CHECK that children inherit is renamed in all of them. */
function tablesWithConstraint(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  const name = nodeAs(action.content, 'RenameStmt')?.subname ?? '';
  const table = targetTable(action, context);
  const constraint = table === undefined ? undefined : findConstraint(table, name);
  const isInherited = constraint?.kind === 'check' ? !constraint.noInherit : constraint?.kind === 'not null';
  return isInherited ? target(action).flatMap((each) => family(context.catalog, each)) : target(action);
}
