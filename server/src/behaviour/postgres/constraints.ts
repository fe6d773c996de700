import type { ATAlterConstraint, Constraint as WrittenConstraint, ConstrType } from '@pgsql/types';
import type { Catalog, Constraint, QualifiedName, Table } from '../../catalog';
import { nodeAs, stringsOf } from '../../sql';
import type { Action, BehaviourContext, BehaviourRow, Claims, LockClaim } from '../model';
import { findConstraint, findIndex, findTable, resolveRelation } from '../../catalog';
import {
  commandOf,
  isProvedNotNull,
  lock,
  manual,
  referencedTable,
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

/** ADD, VALIDATE, ALTER and DROP CONSTRAINT. */
export const constraintRows: readonly BehaviourRow[] = [
  {
    id: 'add-check-unvalidated',
    form: 'ALTER TABLE … ADD CHECK (…) NOT VALID | NOT ENFORCED',
    docs,
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
      { sql: 'ALTER TABLE plain ADD CONSTRAINT c CHECK (small > 0) NOT ENFORCED', since: 18 },
    ],
  },
  {
    id: 'add-check',
    form: 'ALTER TABLE … ADD CHECK (…)',
    docs,
    applies: (action) => addedConstraint(action, 'CONSTR_CHECK') !== undefined,
    effects: (action, context) => ({
      locks: lock('ACCESS EXCLUSIVE', checkedFamily(action, context)),
      scans: withStorage(
        context.catalog,
        isNoInherit(action) ? target(action) : targetFamily(action, context),
      ),
      phase: 'expand',
      notes: ['Every row is checked while nobody can read or write the table.'],
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
    applies: (action) => addedConstraint(action, 'CONSTR_NOTNULL') !== undefined,
    effects: (action, context) => ({
      locks: lock('ACCESS EXCLUSIVE', targetFamily(action, context)),
      scans: withStorage(context.catalog, notProvedNotNull(action, context)),
      phase: 'contract',
      notes: [
        'Every row is read to look for nulls while nobody can read or write the table, unless a validated CHECK rules them out.',
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
    ],
  },
  {
    id: 'add-foreign-key-partitioned-not-valid',
    form: 'ALTER TABLE … ADD FOREIGN KEY … NOT VALID (partitioned, before 18)',
    docs,
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
    ],
  },
  {
    id: 'add-foreign-key',
    form: 'ALTER TABLE … ADD FOREIGN KEY',
    docs,
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
    ],
  },
  {
    id: 'add-key-using-index',
    form: 'ALTER TABLE … ADD UNIQUE | PRIMARY KEY USING INDEX',
    docs: manual('sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX'),
    applies: (action) => addedConstraint(action, 'CONSTR_UNIQUE', 'CONSTR_PRIMARY')?.indexname !== undefined,
    effects: (action, context) => ({
      locks: [...lock('ACCESS EXCLUSIVE', target(action)), ...notNullLocks(action, context)],
      scans: withStorage(context.catalog, notProvedNotNull(action, context)),
      phase: 'expand',
      notes: [
        notProvedNotNull(action, context).length === 0
          ? 'The index is there already: the lock is held for a moment.'
          : 'The key’s columns become NOT NULL: every row is read for that while nobody can read or write the table.',
      ],
    }),
    examples: [
      { sql: 'ALTER TABLE plain ADD CONSTRAINT c UNIQUE USING INDEX plain_small_unique' },
      {
        setup: 'ALTER TABLE plain DROP CONSTRAINT plain_pkey',
        sql: 'ALTER TABLE plain ADD CONSTRAINT c PRIMARY KEY USING INDEX plain_small_unique',
      },
      {
        title: 'a nullable column is read through',
        setup: 'ALTER TABLE plain DROP CONSTRAINT plain_pkey; CREATE UNIQUE INDEX u ON plain (nullable)',
        sql: 'ALTER TABLE plain ADD CONSTRAINT c PRIMARY KEY USING INDEX u',
      },
      {
        title: 'a validated CHECK proves that it holds no null',
        setup: 'ALTER TABLE plain DROP CONSTRAINT plain_pkey; CREATE UNIQUE INDEX u ON plain (filled)',
        sql: 'ALTER TABLE plain ADD CONSTRAINT c PRIMARY KEY USING INDEX u',
      },
      {
        setup: 'CREATE UNIQUE INDEX u ON animal (id)',
        sql: 'ALTER TABLE animal ADD CONSTRAINT c PRIMARY KEY USING INDEX u',
      },
    ],
  },
  {
    id: 'add-unique',
    form: 'ALTER TABLE … ADD UNIQUE (…)',
    docs,
    applies: (action) => addedConstraint(action, 'CONSTR_UNIQUE') !== undefined,
    effects: (action, context) => ({
      locks: keyLocks(action, context),
      scans: withStorage(context.catalog, targetWithPartitions(action, context)),
      phase: 'expand',
      notes: ['The index behind the constraint is built while nobody can read or write the table.'],
    }),
    examples: [
      { sql: 'ALTER TABLE plain ADD CONSTRAINT c UNIQUE (note)' },
      { sql: 'ALTER TABLE event ADD UNIQUE (id, day)' },
    ],
  },
  {
    id: 'add-primary-key',
    form: 'ALTER TABLE … ADD PRIMARY KEY (…)',
    docs,
    applies: (action) => addedConstraint(action, 'CONSTR_PRIMARY') !== undefined,
    effects: (action, context) => ({
      locks: [...keyLocks(action, context), ...notNullLocks(action, context)],
      scans: withStorage(context.catalog, [
        ...targetWithPartitions(action, context),
        ...notProvedNotNull(action, context),
      ]),
      phase: 'expand',
      notes: [
        'The index behind the key is built, and every row read for NOT NULL, while nobody can read or write the table.',
      ],
    }),
    examples: [
      { sql: 'ALTER TABLE event_2026 ADD PRIMARY KEY (id)' },
      {
        setup: 'ALTER TABLE plain DROP CONSTRAINT plain_pkey',
        sql: 'ALTER TABLE plain ADD CONSTRAINT c PRIMARY KEY (filled)',
      },
      { title: 'children become NOT NULL too', sql: 'ALTER TABLE animal ADD PRIMARY KEY (id)' },
      { sql: 'ALTER TABLE metric ADD PRIMARY KEY (id, bucket)' },
      {
        title: 'children are locked even where nothing is to be done',
        setup: 'ALTER TABLE animal ALTER COLUMN id SET NOT NULL',
        sql: 'ALTER TABLE animal ADD PRIMARY KEY (id)',
      },
    ],
  },
  {
    id: 'add-exclusion',
    form: 'ALTER TABLE … ADD EXCLUDE',
    docs,
    applies: (action) => addedConstraint(action, 'CONSTR_EXCLUSION') !== undefined,
    effects: (action, context) => ({
      locks: keyLocks(action, context),
      scans: withStorage(context.catalog, targetWithPartitions(action, context)),
      phase: 'expand',
      notes: [
        'The index behind the constraint is built while nobody can read or write the table; there is no concurrent way.',
      ],
    }),
    examples: [{ sql: 'ALTER TABLE plain ADD CONSTRAINT c EXCLUDE USING gist (note WITH =)' }],
  },
  {
    id: 'validate-foreign-key',
    form: 'ALTER TABLE … VALIDATE CONSTRAINT (foreign key)',
    docs: validateDocs,
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
    applies: (action) => commandOf(action, 'AT_ValidateConstraint') !== undefined,
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
    applies: (action) => commandOf(action, 'AT_AlterConstraint') !== undefined,
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
    applies: (action) => commandOf(action, 'AT_DropConstraint') !== undefined,
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

function addedConstraint(action: Action, ...types: readonly ConstrType[]): WrittenConstraint | undefined {
  const constraint = nodeAs(commandOf(action, 'AT_AddConstraint')?.def, 'Constraint');
  return constraint?.contype !== undefined && types.includes(constraint.contype) ? constraint : undefined;
}

/** NOT ENFORCED constraints are never checked, NOT VALID ones not now. */
function isChecked(constraint: WrittenConstraint): boolean {
  return constraint.is_enforced === true && constraint.skip_validation !== true;
}

function isNoInherit(action: Action): boolean {
  return addedConstraint(action, 'CONSTR_CHECK')?.is_no_inherit === true;
}

/** From version 18 on children are locked even where they do not get the constraint. */
function checkedFamily(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  return isNoInherit(action) && context.version < 18 ? target(action) : targetFamily(action, context);
}

function parentsOf(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  const parent = referencedTable(addedConstraint(action, 'CONSTR_FOREIGN'), context.catalog);
  return parent === undefined ? [] : withPartitions(context.catalog, parent);
}

function foreignKeyLocks(action: Action, context: BehaviourContext): readonly LockClaim[] {
  return lock('SHARE ROW EXCLUSIVE', [
    ...targetWithPartitions(action, context),
    ...parentsOf(action, context),
  ]);
}

/** The server locked partitions more gently to build their part of the index before version 18. */
function keyLocks(action: Action, context: BehaviourContext): readonly LockClaim[] {
  const partitions = targetWithPartitions(action, context).slice(1);
  return [
    ...lock('ACCESS EXCLUSIVE', target(action)),
    ...lock(context.version < 18 ? 'SHARE' : 'ACCESS EXCLUSIVE', partitions),
  ];
}

/** A primary key makes its columns NOT NULL in the table and all that inherit from it, partitions only where needed. */
function notNullLocks(action: Action, context: BehaviourContext): readonly LockClaim[] {
  const isPartitioned = targetTable(action, context)?.kind === 'partitioned';
  const isNeeded = notProvedColumns(action, context, isNotNull).length > 0;
  if (addedConstraint(action, 'CONSTR_PRIMARY') === undefined || (isPartitioned && !isNeeded)) return [];
  return lock('ACCESS EXCLUSIVE', targetFamily(action, context));
}

function notProvedNotNull(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  return notProvedColumns(action, context, isProvedNotNull);
}

function notProvedColumns(
  action: Action,
  context: BehaviourContext,
  isProved: (table: Table | undefined, column: string) => boolean,
): readonly QualifiedName[] {
  const columns = requiredColumns(action, context.catalog);
  return targetFamily(action, context).filter((name) =>
    columns.some((column) => !isProved(findTable(context.catalog, name), column)),
  );
}

function isNotNull(table: Table | undefined, column: string): boolean {
  return table?.columns.some((candidate) => candidate.name === column && candidate.notNull) === true;
}

/** The columns that an added NOT NULL constraint or primary key makes NOT NULL. */
function requiredColumns(action: Action, catalog: Catalog): readonly string[] {
  const constraint = addedConstraint(action, 'CONSTR_PRIMARY', 'CONSTR_NOTNULL');
  if (constraint === undefined) return [];
  if (constraint.indexname === undefined) return stringsOf(constraint.keys);
  const schema = target(action)[0]?.split('.')[0];
  const index = findIndex(catalog, resolveRelation(catalog, { schema, name: constraint.indexname }));
  return (index?.keys ?? []).flatMap((key) => key.column ?? []);
}

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
