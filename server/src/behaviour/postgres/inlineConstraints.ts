import type { ColumnDef, ConstrType } from '@pgsql/types';
import { findColumn, findTable } from '../../catalog';
import { nodeAs } from '../../sql';
import type { Action, BehaviourContext, BehaviourRow, Claims } from '../model';
import { fillOf } from './columnFill';
import {
  lock,
  manual,
  referencedTable,
  target,
  targetFamily,
  targetTable,
  withPartitions,
  withStorage,
} from './neighbours';

const docs = manual('sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-COLUMN');

/** Constraints written inside an ADD COLUMN: what they cost beyond the column itself. */
export const inlineConstraintRows: readonly BehaviourRow[] = [
  {
    id: 'add-column-inline-already-there',
    form: 'ALTER TABLE … ADD COLUMN IF NOT EXISTS … CHECK | UNIQUE | REFERENCES (there already)',
    docs,
    speaksOf: ['Constraint'],
    applies: (action, context) => isColumnThere(action, context),
    effects: () => ({
      phase: 'expand',
      notes: ['The column is there already: its constraint is not added, even if the column has none.'],
    }),
    examples: [
      { sql: `ALTER TABLE plain ADD COLUMN IF NOT EXISTS note text CHECK (note <> '')` },
      { sql: 'ALTER TABLE plain ADD COLUMN IF NOT EXISTS note text UNIQUE' },
      { sql: 'ALTER TABLE plain ADD COLUMN IF NOT EXISTS small integer REFERENCES parent' },
    ],
  },
  {
    id: 'add-column-inline-check',
    form: 'ALTER TABLE … ADD COLUMN … CHECK (…)',
    docs,
    speaksOf: ['Constraint'],
    applies: (action) => isInline(action, 'CONSTR_CHECK'),
    effects: (action, context) => ({
      locks: lock('ACCESS EXCLUSIVE', targetFamily(action, context)),
      scans: isEnforced(action) ? withStorage(context.catalog, targetFamily(action, context)) : [],
      phase: 'expand',
      notes: [
        isEnforced(action)
          ? 'The check is made for every row while nobody can read or write the table.'
          : 'The check is never made: the lock is held for a moment.',
      ],
    }),
    examples: [
      { sql: 'ALTER TABLE plain ADD COLUMN x integer CHECK (x > 0)' },
      { sql: 'ALTER TABLE plain ADD COLUMN x integer DEFAULT 5 CHECK (x > 0)' },
      { sql: 'ALTER TABLE event ADD COLUMN x integer CHECK (x > 0)' },
      { sql: 'ALTER TABLE animal ADD COLUMN x integer CHECK (x > 0)' },
      {
        title: 'never checked',
        sql: 'ALTER TABLE plain ADD COLUMN x integer CHECK (x > 0) NOT ENFORCED',
        since: 18,
      },
      {
        title: 'never checked',
        sql: 'ALTER TABLE plain ADD COLUMN x integer CHECK (x > 0) NOT ENFORCED',
        since: 18,
      },
    ],
  },
  {
    id: 'add-column-inline-unique',
    form: 'ALTER TABLE … ADD COLUMN … UNIQUE | PRIMARY KEY',
    docs,
    speaksOf: ['Constraint'],
    applies: (action) => isInline(action, 'CONSTR_UNIQUE', 'CONSTR_PRIMARY'),
    effects: (action, context) => ({
      locks: lock('ACCESS EXCLUSIVE', targetFamily(action, context)),
      scans: withStorage(context.catalog, targetFamily(action, context)).filter(
        (name) => name === action.relation,
      ),
      phase: 'expand',
      notes: ['The index behind the constraint is built while nobody can read or write the table.'],
    }),
    examples: [
      { sql: 'ALTER TABLE plain ADD COLUMN x integer UNIQUE' },
      { sql: 'ALTER TABLE event_2026 ADD COLUMN x serial PRIMARY KEY' },
    ],
  },
  {
    id: 'add-column-inline-references',
    form: 'ALTER TABLE … ADD COLUMN … REFERENCES',
    docs,
    speaksOf: ['Constraint'],
    applies: (action) => isInline(action, 'CONSTR_FOREIGN'),
    effects: inlineForeignKey,
    examples: [
      {
        title: 'all values are null: nothing to check',
        sql: 'ALTER TABLE plain ADD COLUMN x integer REFERENCES parent',
      },
      {
        title: 'the default is looked up',
        sql: 'ALTER TABLE plain ADD COLUMN x integer DEFAULT 5 REFERENCES parent',
      },
      { sql: 'ALTER TABLE event ADD COLUMN x integer REFERENCES parent' },
      {
        title: 'children do not get it',
        sql: 'ALTER TABLE animal ADD COLUMN x integer DEFAULT 5 REFERENCES parent',
      },
      {
        title: 'never looked up',
        sql: 'ALTER TABLE plain ADD COLUMN x integer DEFAULT 5 REFERENCES parent NOT ENFORCED',
        since: 18,
      },
    ],
  },
];

/** Whether the action is a constraint of such a type written inside an ADD COLUMN. */
function isInline(action: Action, ...types: readonly ConstrType[]): boolean {
  const type = nodeAs(action.content, 'Constraint')?.contype;
  return type !== undefined && types.includes(type) && columnAround(action) !== undefined;
}

function isColumnThere(action: Action, context: BehaviourContext): boolean {
  const command = nodeAs(action.within, 'AlterTableCmd');
  const name = columnAround(action)?.colname;
  if (command?.missing_ok !== true || name === undefined) return false;
  return findColumn(targetTable(action, context), name) !== undefined;
}

function columnAround(action: Action): ColumnDef | undefined {
  return nodeAs(nodeAs(action.within, 'AlterTableCmd')?.def, 'ColumnDef');
}

/** Inside a column's definition the parser leaves NOT ENFORCED as a node of its own behind the constraint's. */
function isEnforced(action: Action): boolean {
  const constraints = columnAround(action)?.constraints ?? [];
  const behind = constraints.slice(constraints.indexOf(action.content) + 1);
  const types = behind.map((node) => nodeAs(node, 'Constraint')?.contype);
  const next = types.findIndex((type) => type?.startsWith('CONSTR_ATTR_') !== true);
  return !types.slice(0, next < 0 ? types.length : next).includes('CONSTR_ATTR_NOT_ENFORCED');
}

function inlineForeignKey(action: Action, context: BehaviourContext): Claims {
  const parent = referencedTable(nodeAs(action.content, 'Constraint'), context.catalog);
  const column = columnAround(action);
  const fill = column === undefined ? 'none' : fillOf(column, context).fill;
  const isChecked = fill !== 'none' && fill !== 'required' && isEnforced(action);
  const tables = target(action).flatMap((name) => withPartitions(context.catalog, name));
  const parents = parent === undefined ? [] : withPartitions(context.catalog, parent);
  const isKnown = parent !== undefined && findTable(context.catalog, parent) !== undefined;
  return {
    locks: [
      ...lock('ACCESS EXCLUSIVE', targetFamily(action, context)),
      ...lock('SHARE ROW EXCLUSIVE', parents),
    ],
    scans: isChecked ? withStorage(context.catalog, [...tables, ...parents]) : [],
    phase: 'expand',
    notes: [
      'The referenced table is locked against writes (SHARE ROW EXCLUSIVE) while nobody can read or write this one.',
    ],
    dependsOn: isKnown ? [] : ['The referenced table, which the migration history does not create.'],
  };
}
