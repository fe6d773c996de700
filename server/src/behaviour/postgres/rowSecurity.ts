import type { AlterTableType } from '@pgsql/types';
import { nodeAs, nameOfParts, stringsOf } from '../../sql';
import type { Action, BehaviourContext, BehaviourRow } from '../model';
import { findTable, resolveRelation } from '../../catalog';
import { lock, manual, target } from './neighbours';

/** Row-level security: the flags of the table and its policies. Partitions and children are left alone by all of them. */
export const rowSecurityRows: readonly BehaviourRow[] = [
  flag({
    id: 'enable-row-security',
    form: 'ALTER TABLE … ENABLE ROW LEVEL SECURITY',
    types: ['AT_EnableRowSecurity'],
    note: 'The lock is held for a moment; from then on roles other than the owner see only what a policy lets through, and partitions read directly stay open.',
    examples: ['ALTER TABLE plain ENABLE ROW LEVEL SECURITY', 'ALTER TABLE event ENABLE ROW LEVEL SECURITY'],
  }),
  flag({
    id: 'disable-row-security',
    form: 'ALTER TABLE … DISABLE ROW LEVEL SECURITY',
    types: ['AT_DisableRowSecurity'],
    note: 'The lock is held for a moment; from then on every role that may read the table sees the rows of all tenants.',
    examples: ['ALTER TABLE secured DISABLE ROW LEVEL SECURITY'],
  }),
  flag({
    id: 'force-row-security',
    form: 'ALTER TABLE … FORCE | NO FORCE ROW LEVEL SECURITY',
    types: ['AT_ForceRowSecurity', 'AT_NoForceRowSecurity'],
    note: 'The lock is held for a moment; it decides whether the policies hold for the owner of the table too.',
    examples: [
      'ALTER TABLE secured FORCE ROW LEVEL SECURITY',
      'ALTER TABLE secured NO FORCE ROW LEVEL SECURITY',
    ],
  }),
  {
    id: 'create-policy',
    form: 'CREATE POLICY',
    docs: manual('sql-createpolicy.html'),
    speaksOf: ['CreatePolicyStmt'],
    effects: (action) => ({
      locks: lock('ACCESS EXCLUSIVE', target(action)),
      phase: 'expand',
      notes: [
        'The lock is held for a moment, but it waits for every open transaction that has read the table, and all others queue behind it.',
      ],
    }),
    examples: [
      { sql: 'CREATE POLICY p ON plain USING (true)' },
      { sql: 'CREATE POLICY p ON event USING (id IN (SELECT id FROM plain))' },
    ],
  },
  {
    id: 'alter-policy',
    form: 'ALTER POLICY',
    docs: manual('sql-alterpolicy.html'),
    speaksOf: ['AlterPolicyStmt', 'RenameStmt'],
    applies: (action) => {
      const rename = nodeAs(action.content, 'RenameStmt');
      return rename === undefined || rename.renameType === 'OBJECT_POLICY';
    },
    effects: (action) => ({
      locks: lock('ACCESS EXCLUSIVE', target(action)),
      phase: 'contract',
      notes: ['The lock is held for a moment.'],
    }),
    examples: [
      { sql: 'ALTER POLICY secured_tenant ON secured USING (true)' },
      { sql: 'ALTER POLICY secured_tenant ON secured RENAME TO p' },
    ],
  },
  {
    id: 'drop-policy',
    form: 'DROP POLICY',
    docs: manual('sql-droppolicy.html'),
    speaksOf: ['DropStmt'],
    applies: (action) => nodeAs(action.content, 'DropStmt')?.removeType === 'OBJECT_POLICY',
    effects: (action, context) => ({
      locks: lock('ACCESS EXCLUSIVE', tablesOfPolicy(action, context)),
      phase: 'contract',
      notes: ['The lock is held for a moment; without another permissive policy no row is visible any more.'],
    }),
    examples: [
      { sql: 'DROP POLICY secured_tenant ON secured' },
      { title: 'there is none', sql: 'DROP POLICY IF EXISTS nothing ON secured' },
    ],
  },
];

/** Where IF EXISTS finds no policy, nothing is locked. */
function tablesOfPolicy(action: Action, context: BehaviourContext): readonly string[] {
  const drop = nodeAs(action.content, 'DropStmt');
  const name = stringsOf(drop?.objects?.[0]).at(-1);
  return tableOfPart(action, context).filter((table) => {
    const policies = findTable(context.catalog, table)?.policies;
    return (
      drop?.missing_ok !== true || policies === undefined || policies.some((policy) => policy.name === name)
    );
  });
}

/** The table of a policy, trigger or rule that a DROP names as `schema.table.part`. */
export function tableOfPart(action: Action, context: BehaviourContext): readonly string[] {
  return (nodeAs(action.content, 'DropStmt')?.objects ?? []).flatMap((object) => {
    const written = nameOfParts(nodeAs(object, 'List')?.items?.slice(0, -1));
    return written === undefined || stringsOf(object).length < 2
      ? []
      : [resolveRelation(context.catalog, written)];
  });
}

interface FlagRow extends Pick<BehaviourRow, 'id' | 'form'> {
  readonly types: readonly AlterTableType[];
  readonly note: string;
  readonly examples: readonly string[];
}

function flag({ id, form, types, note, examples }: FlagRow): BehaviourRow {
  return {
    id,
    form,
    docs: manual('sql-altertable.html#SQL-ALTERTABLE-DESC-DISABLE-ROW-LEVEL-SECURITY'),
    speaksOf: types,
    effects: (action) => ({
      locks: lock('ACCESS EXCLUSIVE', target(action)),
      phase: 'contract',
      notes: [note],
    }),
    examples: examples.map((sql) => ({ sql })),
  };
}
