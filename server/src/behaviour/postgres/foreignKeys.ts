import type { Constraint as WrittenConstraint } from '@pgsql/types';
import { findTable, foreignKeysOf, type ForeignKey, type QualifiedName } from '../../catalog';
import { stringsOf } from '../../sql';
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
    effects: (action, context) => {
      const unchecked = uncheckedTables(action, context);
      const stored = withStorage(context.catalog, targetWithPartitions(action, context));
      return {
        locks: [
          ...foreignKeyLocks(action, context),
          // The triggers of a key that is taken over go from the referenced table.
          ...lock('ACCESS EXCLUSIVE', unchecked.length < stored.length ? parentsOf(action, context) : []),
        ],
        scans: unchecked.length === 0 ? [] : [...unchecked, ...storedParents(action, context)],
        phase: 'expand',
        notes: [
          unchecked.length === 0
            ? 'All partitions have the key already: their rows are not read, and the locks are held for a moment.'
            : 'Every row is looked up in the referenced table while nobody can write either of the two.',
        ],
      };
    },
    examples: [
      { sql: 'ALTER TABLE orphan ADD CONSTRAINT c FOREIGN KEY (parent_id) REFERENCES parent' },
      {
        title: 'partitions that have the key already are taken over',
        setup:
          'ALTER TABLE metric_1 ADD CONSTRAINT c FOREIGN KEY (parent_id) REFERENCES parent; ALTER TABLE metric_2 ADD CONSTRAINT c FOREIGN KEY (parent_id) REFERENCES parent',
        sql: 'ALTER TABLE metric ADD CONSTRAINT c FOREIGN KEY (parent_id) REFERENCES parent',
      },
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

/** Those of the tables whose rows no validated key of the same form vouches for: a partition's own is taken over. */
function uncheckedTables(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  const { catalog } = context;
  const added = addedConstraint(action, 'CONSTR_FOREIGN');
  return withStorage(catalog, targetWithPartitions(action, context)).filter((name) => {
    const table = findTable(catalog, name);
    if (table?.partitionOf === undefined || added === undefined) return true;
    return !foreignKeysOf(table).some((key) => key.validated && isSameKey(key, added, context));
  });
}

function isSameKey(key: ForeignKey, added: WrittenConstraint, { catalog }: BehaviourContext): boolean {
  const referenced = stringsOf(added.pk_attrs);
  return (
    key.references === referencedTable(added, catalog) &&
    key.columns.join() === stringsOf(added.fk_attrs).join() &&
    (referenced.length === 0 || key.referencedColumns.join() === referenced.join()) &&
    key.onUpdate === (writtenActions[added.fk_upd_action ?? ''] ?? 'no action') &&
    key.onDelete === (writtenActions[added.fk_del_action ?? ''] ?? 'no action') &&
    (key.match === 'full') === (added.fk_matchtype === 'f') &&
    key.deferrable === (added.deferrable === true)
  );
}

/** Referential actions as the syntax tree abbreviates them. */
const writtenActions: Readonly<Record<string, ForeignKey['onDelete']>> = {
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
};

function storedParents(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  return withStorage(context.catalog, parentsOf(action, context));
}

function parentsOf(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  const parent = referencedTable(addedConstraint(action, 'CONSTR_FOREIGN'), context.catalog);
  return parent === undefined ? [] : withPartitions(context.catalog, parent);
}

function foreignKeyLocks(action: Action, context: BehaviourContext): readonly LockClaim[] {
  // From version 18 on children of plain inheritance are locked too, although they do not get the constraint.
  const tables = context.version < 18 ? targetWithPartitions(action, context) : targetFamily(action, context);
  return lock('SHARE ROW EXCLUSIVE', [...tables, ...parentsOf(action, context)]);
}
