import type { QualifiedName } from '../../catalog';
import type { Action, BehaviourContext, BehaviourRow, LockClaim } from '../model';
import { addedConstraint, isChecked } from './addedConstraint';
import {
  lock,
  manual,
  referencedTable,
  targetFamily,
  targetTable,
  targetWithPartitions,
  withPartitions,
  withStorage,
} from './neighbours';

const docs = manual('sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT');

/** ADD FOREIGN KEY, which locks and reads the referenced table too. */
export const foreignKeyRows: readonly BehaviourRow[] = [
  {
    id: 'add-foreign-key-partitioned-not-valid',
    form: 'ALTER TABLE … ADD FOREIGN KEY … NOT VALID (partitioned, before 18)',
    docs,
    speaksOf: ['AT_AddConstraint'],
    applies: (action, context) =>
      context.version < 18 &&
      addedConstraint(action, 'CONSTR_FOREIGN')?.skip_validation === true &&
      targetTable(action, context)?.kind === 'partitioned',
    effects: (action, context) => ({
      locks: foreignKeyLocks(action, context),
      phase: 'expand',
      notes: ['Before version 18 the server refuses NOT VALID foreign keys on partitioned tables.'],
    }),
    examples: [
      {
        sql: 'ALTER TABLE metric ADD CONSTRAINT c FOREIGN KEY (parent_id) REFERENCES parent NOT VALID',
        until: 17,
        refusedWith: '42809',
      },
    ],
  },
  {
    id: 'add-foreign-key-unvalidated',
    form: 'ALTER TABLE … ADD FOREIGN KEY … NOT VALID | NOT ENFORCED',
    docs,
    speaksOf: ['AT_AddConstraint'],
    applies: (action) => {
      const constraint = addedConstraint(action, 'CONSTR_FOREIGN');
      return constraint !== undefined && !isChecked(constraint);
    },
    effects: (action, context) => ({
      locks: foreignKeyLocks(action, context),
      phase: 'expand',
      notes: ['Existing rows are not looked at: writers of both tables wait for a moment, readers do not.'],
    }),
    examples: [
      { sql: 'ALTER TABLE orphan ADD CONSTRAINT c FOREIGN KEY (parent_id) REFERENCES parent NOT VALID' },
      {
        sql: 'ALTER TABLE orphan ADD CONSTRAINT c FOREIGN KEY (parent_id) REFERENCES parent NOT ENFORCED',
        since: 18,
      },
      {
        sql: 'ALTER TABLE metric ADD CONSTRAINT c FOREIGN KEY (parent_id) REFERENCES parent NOT VALID',
        since: 18,
      },
      { sql: 'ALTER TABLE animal ADD CONSTRAINT c FOREIGN KEY (id) REFERENCES parent NOT VALID' },
    ],
  },
  {
    id: 'add-foreign-key',
    form: 'ALTER TABLE … ADD FOREIGN KEY',
    docs,
    speaksOf: ['AT_AddConstraint'],
    applies: (action) => addedConstraint(action, 'CONSTR_FOREIGN') !== undefined,
    effects: (action, context) => ({
      locks: foreignKeyLocks(action, context),
      scans: withStorage(context.catalog, [
        ...targetWithPartitions(action, context),
        ...parentsOf(action, context),
      ]),
      phase: 'expand',
      notes: ['Every row is looked up in the referenced table while nobody can write either of the two.'],
    }),
    examples: [
      { sql: 'ALTER TABLE orphan ADD CONSTRAINT c FOREIGN KEY (parent_id) REFERENCES parent' },
      { sql: 'ALTER TABLE metric ADD CONSTRAINT c FOREIGN KEY (parent_id) REFERENCES parent' },
      {
        title: 'to itself',
        sql: 'ALTER TABLE orphan ADD CONSTRAINT c FOREIGN KEY (parent_id) REFERENCES orphan',
      },
      {
        sql: 'ALTER TABLE orphan ADD CONSTRAINT c FOREIGN KEY (parent_id) REFERENCES parent DEFERRABLE INITIALLY DEFERRED',
      },
      {
        title: 'to a partitioned table',
        setup:
          'ALTER TABLE event ADD UNIQUE (id, day); CREATE TABLE visit (event integer, day date); INSERT INTO visit SELECT id, day FROM event; ANALYZE visit',
        sql: 'ALTER TABLE visit ADD FOREIGN KEY (event, day) REFERENCES event (id, day)',
      },
    ],
  },
];

function parentsOf(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  const parent = referencedTable(addedConstraint(action, 'CONSTR_FOREIGN'), context.catalog);
  return parent === undefined ? [] : withPartitions(context.catalog, parent);
}

function foreignKeyLocks(action: Action, context: BehaviourContext): readonly LockClaim[] {
  // From version 18 on children of plain inheritance are locked too, although they do not get the constraint.
  const tables = context.version < 18 ? targetWithPartitions(action, context) : targetFamily(action, context);
  return lock('SHARE ROW EXCLUSIVE', [...tables, ...parentsOf(action, context)]);
}
