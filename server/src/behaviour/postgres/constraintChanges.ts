import type { ATAlterConstraint } from '@pgsql/types';
import { findConstraint, findTable, type Constraint } from '../../catalog';
import { nodeAs } from '../../sql';
import type { Action, BehaviourContext, BehaviourRow, Claims } from '../model';
import {
  commandOf,
  family,
  isProvedNotNull,
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
      {
        title: 'not enforced',
        setup: 'ALTER TABLE orphan ADD CONSTRAINT c FOREIGN KEY (parent_id) REFERENCES parent NOT ENFORCED',
        sql: 'ALTER TABLE orphan VALIDATE CONSTRAINT c',
        since: 18,
        refusedWith: '55000',
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
        setup: 'ALTER TABLE animal ADD CONSTRAINT c CHECK (id > 0) NOT VALID',
        sql: 'ALTER TABLE animal VALIDATE CONSTRAINT c',
      },
      {
        title: 'children do not have it',
        setup: 'ALTER TABLE animal ADD CONSTRAINT c CHECK (id > 0) NO INHERIT NOT VALID',
        sql: 'ALTER TABLE animal VALIDATE CONSTRAINT c',
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
          constraint !== undefined && constraint.kind !== 'foreign key'
            ? `The server refuses: only a foreign key can change so, and this is a ${constraint.kind} constraint.`
            : isEnforced
              ? 'Every row is looked up in the referenced table while nobody can read or write this one.'
              : 'The lock is held for a moment, but on the referenced table too: nobody can read or write either of the two.',
        ],
        dependsOn: constraint === undefined ? ['Which table the constraint references.'] : [],
      };
    },
    examples: [
      { sql: 'ALTER TABLE child ALTER CONSTRAINT child_parent_fk NOT ENFORCED', since: 18 },
      {
        setup: 'ALTER TABLE metric ADD CONSTRAINT c FOREIGN KEY (parent_id) REFERENCES parent NOT ENFORCED',
        sql: 'ALTER TABLE metric ALTER CONSTRAINT c ENFORCED',
        since: 18,
      },
      {
        title: 'no foreign key',
        setup: 'ALTER TABLE plain ADD CONSTRAINT c CHECK (small > 0) NOT ENFORCED',
        sql: 'ALTER TABLE plain ALTER CONSTRAINT c ENFORCED',
        since: 18,
        refusedWith: '42809',
      },
      {
        setup: 'ALTER TABLE orphan ADD CONSTRAINT c FOREIGN KEY (parent_id) REFERENCES parent NOT ENFORCED',
        sql: 'ALTER TABLE orphan ALTER CONSTRAINT c ENFORCED',
        since: 18,
      },
    ],
  },
  {
    id: 'alter-constraint-inheritance',
    form: 'ALTER TABLE … ALTER CONSTRAINT … INHERIT | NO INHERIT',
    docs: manual('sql-altertable.html#SQL-ALTERTABLE-DESC-ALTER-CONSTRAINT'),
    speaksOf: ['AT_AlterConstraint'],
    applies: (action) => alteredConstraint(action)?.alterInheritability === true,
    effects: alterInheritance,
    examples: [
      {
        setup: 'ALTER TABLE animal ADD CONSTRAINT n NOT NULL id NO INHERIT',
        sql: 'ALTER TABLE animal ALTER CONSTRAINT n INHERIT',
        since: 18,
      },
      {
        title: 'the child has it already',
        setup:
          'ALTER TABLE animal ADD CONSTRAINT n NOT NULL id NO INHERIT; ALTER TABLE dog ADD CONSTRAINT n NOT NULL id',
        sql: 'ALTER TABLE animal ALTER CONSTRAINT n INHERIT',
        since: 18,
      },
      {
        setup: 'ALTER TABLE animal ADD CONSTRAINT n NOT NULL id',
        sql: 'ALTER TABLE animal ALTER CONSTRAINT n NO INHERIT',
        since: 18,
      },
    ],
  },
  {
    id: 'alter-constraint',
    form: 'ALTER TABLE … ALTER CONSTRAINT … [NOT] DEFERRABLE',
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
        title: 'children keep it',
        setup: 'ALTER TABLE animal ADD CONSTRAINT c CHECK (id > 0)',
        sql: 'ALTER TABLE ONLY animal DROP CONSTRAINT c',
      },
      {
        title: 'children do not have it',
        setup: 'ALTER TABLE animal ADD CONSTRAINT c CHECK (id > 0) NO INHERIT',
        sql: 'ALTER TABLE animal DROP CONSTRAINT c',
      },
      {
        setup: 'ALTER TABLE animal ADD CONSTRAINT n NOT NULL id',
        sql: 'ALTER TABLE animal DROP CONSTRAINT n',
        since: 18,
      },
      {
        title: 'a foreign key that references the partitions goes along',
        setup:
          'ALTER TABLE event ADD CONSTRAINT c UNIQUE (id, day); CREATE TABLE visit (event integer, day date, FOREIGN KEY (event, day) REFERENCES event (id, day))',
        sql: 'ALTER TABLE event DROP CONSTRAINT c CASCADE',
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

/** Children get the constraint as if it were added to them, or keep it as their own. */
function alterInheritance(action: Action, context: BehaviourContext): Claims {
  const constraint = constraintNamed(alteredConstraint(action)?.conname, action, context);
  const column = constraint?.kind === 'not null' ? constraint.columns[0] : undefined;
  const tables = target(action).flatMap((name) => family(context.catalog, name));
  const isInherited = alteredConstraint(action)?.noinherit !== true;
  const unproved = tables
    .slice(1)
    .filter((name) => column !== undefined && !isProvedNotNull(findTable(context.catalog, name), column));
  return {
    locks: lock('ACCESS EXCLUSIVE', tables),
    scans: isInherited ? withStorage(context.catalog, unproved) : [],
    phase: isInherited ? 'expand' : 'contract',
    notes: [
      isInherited
        ? 'The children get the constraint: their rows are read to look for nulls while nobody can read or write them.'
        : 'The children keep the constraint as their own: the lock is held for a moment.',
    ],
    dependsOn: constraint === undefined ? ['Which column the constraint is on.'] : [],
  };
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
  if (!constraint.enforced) return refusedValidation(action);
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

function refusedValidation(action: Action): Claims {
  return {
    locks: lock('SHARE UPDATE EXCLUSIVE', target(action)),
    notes: [
      'The server refuses: the constraint is NOT ENFORCED; a foreign key is enforced by ALTER CONSTRAINT … ENFORCED, a CHECK must be made again.',
    ],
  };
}

function validateCheck(action: Action, context: BehaviourContext): Claims {
  const constraint = validated(action, context);
  const isAlone = constraint?.kind === 'check' && constraint.noInherit;
  const tables = isAlone ? target(action) : targetFamily(action, context);
  if (constraint?.enforced === false) return refusedValidation(action);
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
  // ONLY leaves it in the children as their own, for which they are locked all the same.
  const tables = isInherited
    ? target(action).flatMap((table) => family(context.catalog, table))
    : targetWithPartitions(action, context);
  const losing = isInherited ? targetFamily(action, context) : tables;
  const objects = losing.map((relation) => ({ kind: 'constraint', relation, name }) as const);
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
