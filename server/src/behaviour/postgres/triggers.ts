import { nodeAs } from '../../sql';
import type { QualifiedName } from '../../catalog';
import type { Action, BehaviourContext, BehaviourRow } from '../model';
import { findTable } from '../../catalog';
import {
  commandOf,
  lock,
  manual,
  target,
  targetTable,
  targetWithPartitions,
  withPartitions,
} from './neighbours';
import { tableOfPart } from './rowSecurity';

/** Triggers and rules. A row-level trigger of a partitioned table has a copy on every partition. */
export const triggerRows: readonly BehaviourRow[] = [
  {
    id: 'create-trigger',
    form: 'CREATE TRIGGER',
    docs: manual('sql-createtrigger.html'),
    speaksOf: ['CreateTrigStmt'],
    effects: (action, context) => ({
      locks: lock(
        'SHARE ROW EXCLUSIVE',
        nodeAs(action.content, 'CreateTrigStmt')?.row === true
          ? targetWithPartitions(action, context)
          : target(action),
      ),
      phase: 'expand',
      notes: ['Writers wait for a moment, readers do not; from then on every write runs the trigger.'],
    }),
    examples: [
      { sql: 'CREATE TRIGGER t BEFORE INSERT ON plain FOR EACH ROW EXECUTE FUNCTION note_change()' },
      { sql: 'CREATE TRIGGER t BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION note_change()' },
      { sql: 'CREATE TRIGGER t BEFORE INSERT ON event FOR EACH STATEMENT EXECUTE FUNCTION note_change()' },
      {
        sql: 'CREATE OR REPLACE TRIGGER audited_change BEFORE UPDATE ON audited FOR EACH ROW EXECUTE FUNCTION note_change()',
      },
      {
        sql: 'CREATE TRIGGER t INSTEAD OF INSERT ON viewed_names FOR EACH ROW EXECUTE FUNCTION note_change()',
      },
    ],
  },
  {
    id: 'enable-disable-trigger',
    form: 'ALTER TABLE … ENABLE | DISABLE TRIGGER',
    docs: manual('sql-altertable.html#SQL-ALTERTABLE-DESC-DISABLE-ENABLE-TRIGGER'),
    speaksOf: [
      'AT_EnableTrig',
      'AT_EnableAlwaysTrig',
      'AT_EnableReplicaTrig',
      'AT_DisableTrig',
      'AT_EnableTrigAll',
      'AT_DisableTrigAll',
      'AT_EnableTrigUser',
      'AT_DisableTrigUser',
    ],
    effects: (action, context) => ({
      locks: lock('SHARE ROW EXCLUSIVE', tablesOfTrigger(action, context)),
      phase: 'contract',
      notes: ['Writers wait for a moment, readers do not.'],
    }),
    examples: [
      { sql: 'ALTER TABLE audited DISABLE TRIGGER audited_change' },
      { sql: 'ALTER TABLE audited ENABLE TRIGGER audited_change' },
      { sql: 'ALTER TABLE audited DISABLE TRIGGER ALL' },
      { sql: 'ALTER TABLE audited ENABLE ALWAYS TRIGGER audited_change' },
      {
        setup: 'CREATE TRIGGER t BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION note_change()',
        sql: 'ALTER TABLE event DISABLE TRIGGER t',
      },
      {
        setup: 'CREATE TRIGGER t BEFORE INSERT ON event FOR EACH STATEMENT EXECUTE FUNCTION note_change()',
        sql: 'ALTER TABLE event DISABLE TRIGGER t',
      },
    ],
  },
  {
    id: 'rename-trigger',
    form: 'ALTER TRIGGER … RENAME TO',
    docs: manual('sql-altertrigger.html'),
    speaksOf: ['RenameStmt'],
    applies: (action) => nodeAs(action.content, 'RenameStmt')?.renameType === 'OBJECT_TRIGGER',
    effects: (action, context) => ({
      // Until version 14 the copies on partitions kept their old names.
      locks: lock(
        'ACCESS EXCLUSIVE',
        context.version < 15 ? target(action) : tablesOfTrigger(action, context),
      ),
      notes: ['Only the catalog changes: the lock is held for a moment.'],
    }),
    examples: [
      { sql: 'ALTER TRIGGER audited_change ON audited RENAME TO t' },
      {
        setup: 'CREATE TRIGGER t BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION note_change()',
        sql: 'ALTER TRIGGER t ON event RENAME TO u',
      },
    ],
  },
  {
    id: 'drop-trigger',
    form: 'DROP TRIGGER',
    docs: manual('sql-droptrigger.html'),
    speaksOf: ['DropStmt'],
    applies: (action) => nodeAs(action.content, 'DropStmt')?.removeType === 'OBJECT_TRIGGER',
    effects: (action, context) => ({
      locks: lock('ACCESS EXCLUSIVE', droppedTriggerTables(action, context)),
      phase: 'contract',
      notes: ['The lock is held for a moment, but stronger than that of CREATE TRIGGER: readers wait too.'],
    }),
    examples: [
      { sql: 'DROP TRIGGER audited_change ON audited' },
      {
        setup: 'CREATE TRIGGER t BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION note_change()',
        sql: 'DROP TRIGGER t ON event',
      },
    ],
  },
  {
    id: 'create-drop-rule',
    form: 'CREATE | DROP RULE, ALTER TABLE … ENABLE | DISABLE RULE',
    docs: manual('sql-createrule.html'),
    speaksOf: [
      'RuleStmt',
      'DropStmt',
      'AT_EnableRule',
      'AT_DisableRule',
      'AT_EnableAlwaysRule',
      'AT_EnableReplicaRule',
    ],
    applies: (action) => {
      const drop = nodeAs(action.content, 'DropStmt');
      return drop === undefined || drop.removeType === 'OBJECT_RULE';
    },
    effects: (action, context) => ({
      locks: lock('ACCESS EXCLUSIVE', [...target(action), ...tableOfPart(action, context)]),
      phase: 'contract',
      notes: ['The lock is held for a moment; from then on the server rewrites queries in another way.'],
    }),
    examples: [
      { sql: 'CREATE RULE r AS ON INSERT TO plain DO ALSO NOTHING' },
      {
        setup: 'CREATE RULE r AS ON INSERT TO plain DO ALSO NOTHING',
        sql: 'ALTER TABLE plain DISABLE RULE r',
      },
      { setup: 'CREATE RULE r AS ON INSERT TO plain DO ALSO NOTHING', sql: 'DROP RULE r ON plain' },
    ],
  },
];

function tablesOfTrigger(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  const name =
    commandOf(action, 'AT_EnableTrig', 'AT_DisableTrig', 'AT_EnableAlwaysTrig', 'AT_EnableReplicaTrig')
      ?.name ?? nodeAs(action.content, 'RenameStmt')?.subname;
  const triggers = targetTable(action, context)?.triggers ?? [];
  const isCopied = triggers.some(
    (trigger) => trigger.level === 'row' && (name === undefined || trigger.name === name),
  );
  return isCopied ? targetWithPartitions(action, context) : target(action);
}

function droppedTriggerTables(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  const name = nodeAs(
    nodeAs(nodeAs(action.content, 'DropStmt')?.objects?.[0], 'List')?.items?.at(-1),
    'String',
  )?.sval;
  return tableOfPart(action, context).flatMap((table) => {
    const trigger = findTable(context.catalog, table)?.triggers.find((candidate) => candidate.name === name);
    return trigger?.level === 'row' ? withPartitions(context.catalog, table) : [table];
  });
}
