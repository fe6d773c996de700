import type { ATAlterConstraint } from '@pgsql/types';
import { findConstraint, type Constraint } from '../../catalog';
import { nodeAs } from '../../sql';
import type { Action, BehaviourContext, BehaviourRow, Claims } from '../model';
import {
  commandOf,
  lock,
  manual,
  target,
  targetFamily,
  targetTable,
  targetWithPartitions,
  withPartitions,
  withStorage,
} from './neighbours';
import { removalOf } from './removal';

const docs = manual('sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT');
const validateDocs = manual('sql-altertable.html#SQL-ALTERTABLE-DESC-VALIDATE-CONSTRAINT');

/** VALIDATE, ALTER and DROP CONSTRAINT. */
export const constraintChangeRows: readonly BehaviourRow[] = [
  {
    id: 'validate-foreign-key',
    form: 'ALTER TABLE … VALIDATE CONSTRAINT (foreign key)',
    docs: validateDocs,
    speaksOf: ['AT_ValidateConstraint'],
    applies: (action, context) => validated(action, context)?.kind === 'foreign key',
    effects: validateForeignKey,
    examples: [
      {
        setup: 'ALTER TABLE orphan ADD CONSTRAINT c FOREIGN KEY (parent_id) REFERENCES parent NOT VALID',
        sql: 'ALTER TABLE orphan VALIDATE CONSTRAINT c',
      },
      { title: 'valid already', sql: 'ALTER TABLE child VALIDATE CONSTRAINT child_parent_fk' },
      {
        setup: 'ALTER TABLE metric ADD CONSTRAINT c FOREIGN KEY (parent_id) REFERENCES parent NOT VALID',
        sql: 'ALTER TABLE metric VALIDATE CONSTRAINT c',
        since: 18,
      },
    ],
  },
  {
    id: 'validate-constraint',
    form: 'ALTER TABLE … VALIDATE CONSTRAINT (check, not null)',
    docs: validateDocs,
    speaksOf: ['AT_ValidateConstraint'],
    effects: validateCheck,
    examples: [
      { sql: 'ALTER TABLE plain VALIDATE CONSTRAINT plain_nullable_known' },
      { title: 'valid already', sql: 'ALTER TABLE plain VALIDATE CONSTRAINT plain_amount_positive' },
      {
        setup: 'ALTER TABLE event ADD CONSTRAINT c CHECK (id > 0) NOT VALID',
        sql: 'ALTER TABLE event VALIDATE CONSTRAINT c',
      },
      {
        setup: 'ALTER TABLE plain ADD CONSTRAINT c NOT NULL note NOT VALID',
        sql: 'ALTER TABLE plain VALIDATE CONSTRAINT c',
        since: 18,
      },
    ],
  },
  {
    id: 'alter-constraint-enforceability',
    form: 'ALTER TABLE … ALTER CONSTRAINT … ENFORCED | NOT ENFORCED',
    docs: manual('sql-altertable.html#SQL-ALTERTABLE-DESC-ALTER-CONSTRAINT'),
    speaksOf: ['AT_AlterConstraint'],
    applies: (action) => alteredConstraint(action)?.alterEnforceability === true,
    effects: (action, context) => {
      const isEnforced = alteredConstraint(action)?.is_enforced === true;
      const constraint = constraintNamed(alteredConstraint(action)?.conname, action, context);
      const parents =
        constraint?.kind === 'foreign key' ? withPartitions(context.catalog, constraint.references) : [];
      const tables = targetWithPartitions(action, context);
      return {
        locks: [
          ...lock('ACCESS EXCLUSIVE', tables),
          ...lock(isEnforced ? 'SHARE ROW EXCLUSIVE' : 'ACCESS EXCLUSIVE', parents),
        ],
        scans: isEnforced ? withStorage(context.catalog, [...tables, ...parents]) : [],
        phase: isEnforced ? 'expand' : 'contract',
        notes: [
          isEnforced
            ? 'Every row is looked up in the referenced table while nobody can read or write this one.'
            : 'The lock is held for a moment, but on the referenced table too: nobody can read or write either of the two.',
        ],
        dependsOn: constraint === undefined ? ['Which table the constraint references.'] : [],
      };
    },
    examples: [
      { sql: 'ALTER TABLE child ALTER CONSTRAINT child_parent_fk NOT ENFORCED', since: 18 },
      {
        setup: 'ALTER TABLE orphan ADD CONSTRAINT c FOREIGN KEY (parent_id) REFERENCES parent NOT ENFORCED',
        sql: 'ALTER TABLE orphan ALTER CONSTRAINT c ENFORCED',
        since: 18,
      },
    ],
  },
  {
    id: 'alter-constraint',
    form: 'ALTER TABLE … ALTER CONSTRAINT',
    docs,
    speaksOf: ['AT_AlterConstraint'],
    effects: (action, context) => ({
      locks: lock('ACCESS EXCLUSIVE', targetWithPartitions(action, context)),
      notes: ['Only the catalog changes: the lock is held for a moment.'],
    }),
    examples: [
      { sql: 'ALTER TABLE child ALTER CONSTRAINT child_parent_fk DEFERRABLE' },
      {
        setup: 'ALTER TABLE metric ADD CONSTRAINT c FOREIGN KEY (parent_id) REFERENCES parent',
        sql: 'ALTER TABLE metric ALTER CONSTRAINT c DEFERRABLE',
      },
    ],
  },
  {
    id: 'drop-foreign-key',
    form: 'ALTER TABLE … DROP CONSTRAINT (foreign key)',
    docs: manual('sql-altertable.html#SQL-ALTERTABLE-DESC-DROP-CONSTRAINT'),
    speaksOf: ['AT_DropConstraint'],
    applies: (action, context) => dropped(action, context)?.kind === 'foreign key',
    effects: (action, context) => ({
      ...dropConstraint(action, context),
      notes: [
        'The lock is held for a moment, but on the referenced table too: nobody can read or write either of the two.',
      ],
    }),
    examples: [
      { sql: 'ALTER TABLE child DROP CONSTRAINT child_parent_fk' },
      {
        setup: 'ALTER TABLE metric ADD CONSTRAINT c FOREIGN KEY (parent_id) REFERENCES parent',
        sql: 'ALTER TABLE metric DROP CONSTRAINT c',
      },
    ],
  },
  {
    id: 'drop-constraint',
    form: 'ALTER TABLE … DROP CONSTRAINT',
    docs: manual('sql-altertable.html#SQL-ALTERTABLE-DESC-DROP-CONSTRAINT'),
    speaksOf: ['AT_DropConstraint'],
    effects: (action, context) => ({
      ...dropConstraint(action, context),
      notes: ['Only the catalog changes: the lock is held for a moment.'],
    }),
    examples: [
      { sql: 'ALTER TABLE plain DROP CONSTRAINT plain_amount_positive' },
      { sql: 'ALTER TABLE plain DROP CONSTRAINT plain_pkey' },
      {
        title: 'foreign keys hang on it',
        sql: 'ALTER TABLE parent DROP CONSTRAINT parent_pkey',
        refusedWith: '2BP01',
      },
      { sql: 'ALTER TABLE parent DROP CONSTRAINT parent_pkey CASCADE' },
      {
        setup: 'ALTER TABLE event ADD CONSTRAINT c CHECK (id > 0)',
        sql: 'ALTER TABLE event DROP CONSTRAINT c',
      },
      {
        setup: 'ALTER TABLE event ADD CONSTRAINT c UNIQUE (id, day)',
        sql: 'ALTER TABLE event DROP CONSTRAINT c',
      },
    ],
  },
];

function constraintNamed(
  name: string | undefined,
  action: Action,
  context: BehaviourContext,
): Constraint | undefined {
  const table = targetTable(action, context);
  return name === undefined || table === undefined ? undefined : findConstraint(table, name);
}

function alteredConstraint(action: Action): ATAlterConstraint | undefined {
  return nodeAs(commandOf(action, 'AT_AlterConstraint')?.def, 'ATAlterConstraint');
}

function validated(action: Action, context: BehaviourContext): Constraint | undefined {
  return constraintNamed(commandOf(action, 'AT_ValidateConstraint')?.name, action, context);
}

function validateForeignKey(action: Action, context: BehaviourContext): Claims {
  const constraint = validated(action, context);
  if (constraint?.kind !== 'foreign key') return {};
  const parents = withPartitions(context.catalog, constraint.references);
  if (constraint.validated) {
    return {
      locks: lock('SHARE UPDATE EXCLUSIVE', target(action)),
      notes: ['The constraint is valid already: nothing is read.'],
    };
  }
  return {
    locks: [
      ...lock('SHARE UPDATE EXCLUSIVE', targetWithPartitions(action, context)),
      ...lock('ROW SHARE', parents),
    ],
    scans: withStorage(context.catalog, [...targetWithPartitions(action, context), ...parents]),
    phase: 'expand',
    notes: ['Every row is looked up in the referenced table while reads and writes of both go on.'],
  };
}

function validateCheck(action: Action, context: BehaviourContext): Claims {
  const constraint = validated(action, context);
  const tables = targetFamily(action, context);
  if (constraint?.validated === true) {
    return {
      locks: lock('SHARE UPDATE EXCLUSIVE', target(action)),
      notes: ['The constraint is valid already: nothing is read.'],
    };
  }
  return {
    locks: lock('SHARE UPDATE EXCLUSIVE', tables),
    scans: withStorage(context.catalog, tables),
    phase: 'expand',
    notes: ['Every row is checked while reads and writes go on.'],
    dependsOn:
      constraint === undefined
        ? ['What kind of constraint this is, which the migration history does not tell.']
        : [],
  };
}

function dropped(action: Action, context: BehaviourContext): Constraint | undefined {
  return constraintNamed(commandOf(action, 'AT_DropConstraint')?.name, action, context);
}

function dropConstraint(action: Action, context: BehaviourContext): Claims {
  const command = commandOf(action, 'AT_DropConstraint');
  const constraint = dropped(action, context);
  const name = command?.name ?? '';
  const isInherited = constraint?.kind === 'check' ? !constraint.noInherit : constraint?.kind === 'not null';
  const tables = isInherited ? targetFamily(action, context) : targetWithPartitions(action, context);
  const objects = tables.map((relation) => ({ kind: 'constraint', relation, name }) as const);
  const behavior = command?.behavior === 'DROP_CASCADE' ? 'cascade' : 'restrict';
  const removal = removalOf(context.catalog, objects, behavior);
  const isUnknown = constraint === undefined && command?.missing_ok !== true;
  return {
    locks: [...lock('ACCESS EXCLUSIVE', tables), ...removal.locks],
    phase: 'contract',
    dependsOn: isUnknown
      ? ['What kind of constraint this is: dropping a foreign key locks the referenced table too.']
      : [],
  };
}
