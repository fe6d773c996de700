import type { QualifiedName } from '../../catalog';
import { nodeAs } from '../../sql';
import type { Action, BehaviourContext, BehaviourRow } from '../model';
import { addedConstraint, isChecked, notProvedNotNull } from './addedConstraint';
import { family, lock, manual, target, targetFamily, withStorage } from './neighbours';

const docs = manual('sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT');

/** ADD CONSTRAINT of what each row must hold by itself: CHECK and NOT NULL. */
export const checkConstraintRows: readonly BehaviourRow[] = [
  {
    id: 'add-check-unvalidated',
    form: 'ALTER TABLE … ADD CHECK (…) NOT VALID | NOT ENFORCED',
    docs,
    speaksOf: ['AT_AddConstraint'],
    applies: (action) => {
      const constraint = addedConstraint(action, 'CONSTR_CHECK');
      return constraint !== undefined && !isChecked(constraint);
    },
    effects: (action, context) => ({
      locks: lock('ACCESS EXCLUSIVE', checkedFamily(action, context)),
      phase: 'expand',
      notes: ['Existing rows are not looked at: the lock is held for a moment.'],
    }),
    examples: [
      { sql: 'ALTER TABLE plain ADD CONSTRAINT c CHECK (small > 0) NOT VALID' },
      { sql: 'ALTER TABLE event ADD CONSTRAINT c CHECK (id > 0) NOT VALID' },
      { sql: 'ALTER TABLE animal ADD CONSTRAINT c CHECK (id > 0) NO INHERIT NOT VALID' },
      { sql: 'ALTER TABLE plain ADD CONSTRAINT c CHECK (small > 0) NOT ENFORCED', since: 18 },
    ],
  },
  {
    id: 'add-check',
    form: 'ALTER TABLE … ADD CHECK (…)',
    docs,
    speaksOf: ['AT_AddConstraint'],
    applies: (action) => addedConstraint(action, 'CONSTR_CHECK') !== undefined,
    effects: (action, context) => ({
      locks: lock('ACCESS EXCLUSIVE', checkedFamily(action, context)),
      scans: withStorage(
        context.catalog,
        isNoInherit(action) ? target(action) : targetFamily(action, context),
      ),
      phase: 'expand',
      notes: [
        isOnlyParent(action, context)
          ? 'The server refuses: partitions and children must get the constraint too, so leave out ONLY.'
          : 'Every row is checked while nobody can read or write the table.',
      ],
    }),
    examples: [
      { sql: 'ALTER TABLE plain ADD CONSTRAINT c CHECK (small > 0)' },
      { sql: 'ALTER TABLE event ADD CONSTRAINT c CHECK (id > 0)' },
      { sql: 'ALTER TABLE animal ADD CONSTRAINT c CHECK (id > 0)' },
      { sql: 'ALTER TABLE animal ADD CONSTRAINT c CHECK (id > 0) NO INHERIT' },
      { sql: 'ALTER TABLE ONLY event ADD CONSTRAINT c CHECK (id > 0)', refusedWith: '42P16' },
    ],
  },
  {
    id: 'add-not-null-constraint-unvalidated',
    form: 'ALTER TABLE … ADD CONSTRAINT … NOT NULL … NOT VALID',
    docs,
    speaksOf: ['AT_AddConstraint'],
    applies: (action) => addedConstraint(action, 'CONSTR_NOTNULL')?.skip_validation === true,
    effects: (action, context) => ({
      locks: lock('ACCESS EXCLUSIVE', targetFamily(action, context)),
      phase: 'expand',
      notes: ['New rows must have a value, existing ones are not looked at: the lock is held for a moment.'],
    }),
    examples: [
      { sql: 'ALTER TABLE plain ADD CONSTRAINT c NOT NULL note NOT VALID', since: 18 },
      { sql: 'ALTER TABLE event ADD CONSTRAINT c NOT NULL note NOT VALID', since: 18 },
      { sql: 'ALTER TABLE plain ADD CONSTRAINT c NOT NULL note NOT VALID', until: 17, refusedWith: '42601' },
    ],
  },
  {
    id: 'add-not-null-constraint',
    form: 'ALTER TABLE … ADD CONSTRAINT … NOT NULL …',
    docs,
    speaksOf: ['AT_AddConstraint'],
    applies: (action) => addedConstraint(action, 'CONSTR_NOTNULL') !== undefined,
    effects: (action, context) => ({
      locks: lock('ACCESS EXCLUSIVE', targetFamily(action, context)),
      scans: withStorage(
        context.catalog,
        notProvedNotNull(action, context).filter((name) => !isNoInherit(action) || name === action.relation),
      ),
      phase: 'contract',
      notes: [
        'Every row is read to look for nulls while nobody can read or write the table, unless a validated CHECK rules them out. The server refuses where the column has a NOT NULL constraint of another name.',
      ],
    }),
    examples: [
      { sql: 'ALTER TABLE plain ADD CONSTRAINT c NOT NULL note', since: 18 },
      { sql: 'ALTER TABLE event ADD CONSTRAINT c NOT NULL note', since: 18 },
      {
        title: 'a validated CHECK proves it',
        sql: 'ALTER TABLE plain ADD CONSTRAINT c NOT NULL filled',
        since: 18,
      },
      { sql: 'ALTER TABLE animal ADD CONSTRAINT c NOT NULL id', since: 18 },
      {
        title: 'children do not get it',
        sql: 'ALTER TABLE animal ADD CONSTRAINT c NOT NULL id NO INHERIT',
        since: 18,
      },
      {
        title: 'there under another name',
        sql: 'ALTER TABLE plain ADD CONSTRAINT c NOT NULL small',
        since: 18,
        refusedWith: '55000',
      },
    ],
  },
];

/** ONLY on a table with children is for constraints that those need not have. */
function isOnlyParent(action: Action, context: BehaviourContext): boolean {
  const isOnly = nodeAs(action.statement, 'AlterTableStmt')?.relation?.inh !== true;
  const hasChildren = target(action).some((name) => family(context.catalog, name).length > 1);
  return isOnly && hasChildren && !isNoInherit(action);
}

function isNoInherit(action: Action): boolean {
  return addedConstraint(action, 'CONSTR_CHECK', 'CONSTR_NOTNULL')?.is_no_inherit === true;
}

/** From version 18 on children are locked even where they do not get the constraint. */
function checkedFamily(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  return isNoInherit(action) && context.version < 18 ? target(action) : targetFamily(action, context);
}
