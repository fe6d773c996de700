import { nodeAs, stringsOf } from '../../sql';
import { relationNamed } from '../actions';
import type { QualifiedName } from '../../catalog';
import type { Action, BehaviourContext, BehaviourRow } from '../model';
import { findRelation, findTable } from '../../catalog';
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
    effects: (action, context) => {
      const tables = droppedTriggerTables(action, context);
      return {
        locks: lock('ACCESS EXCLUSIVE', tables),
        phase: 'contract',
        notes: [
          tables.length === 0
            ? 'There is no such trigger: nothing happens.'
            : 'The lock is held for a moment, but stronger than that of CREATE TRIGGER: readers wait too.',
        ],
      };
    },
    examples: [
      { sql: 'DROP TRIGGER audited_change ON audited' },
      { title: 'there is none', sql: 'DROP TRIGGER IF EXISTS nothing ON audited' },
      { title: 'a view has none', sql: 'DROP TRIGGER IF EXISTS nothing ON viewed_names' },
      {
        setup:
          'CREATE TRIGGER t INSTEAD OF INSERT ON viewed_names FOR EACH ROW EXECUTE FUNCTION note_change()',
        sql: 'DROP TRIGGER IF EXISTS t ON viewed_names',
      },
      {
        setup: 'CREATE TRIGGER t BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION note_change()',
        sql: 'DROP TRIGGER t ON event',
      },
    ],
  },
  {
    id: 'create-drop-rule',
    form: 'CREATE | ALTER | DROP RULE, ALTER TABLE … ENABLE | DISABLE RULE',
    docs: manual('sql-createrule.html'),
    speaksOf: [
      'RuleStmt',
      'DropStmt',
      'RenameStmt',
      'AT_EnableRule',
      'AT_DisableRule',
      'AT_EnableAlwaysRule',
      'AT_EnableReplicaRule',
    ],
    applies: (action) => {
      const drop = nodeAs(action.content, 'DropStmt');
      const rename = nodeAs(action.content, 'RenameStmt');
      return (drop?.removeType ?? rename?.renameType ?? 'OBJECT_RULE') === 'OBJECT_RULE';
    },
    effects: (action, context) => ({
      locks: [
        ...lock('ACCESS EXCLUSIVE', [...target(action), ...tablesOfRule(action, context)]),
        ...lock('ROW EXCLUSIVE', writtenByRule(action, context)),
      ],
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
      {
        title: 'the tables that it will write are locked as if it wrote them now',
        sql: 'CREATE RULE r AS ON INSERT TO plain DO ALSO INSERT INTO viewed VALUES (1)',
      },
      { title: 'there is none', sql: 'DROP RULE IF EXISTS nothing ON plain' },
      {
        setup: 'CREATE RULE r AS ON INSERT TO plain DO ALSO NOTHING',
        sql: 'ALTER RULE r ON plain RENAME TO s',
      },
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

function isIfExists(action: Action): boolean {
  return nodeAs(action.content, 'DropStmt')?.missing_ok === true;
}

function tablesOfRule(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  const name = stringsOf(nodeAs(action.content, 'DropStmt')?.objects?.[0]).at(-1) ?? '';
  return tableOfPart(action, context).filter((table) => {
    const rules = findTable(context.catalog, table)?.rules;
    return !isIfExists(action) || rules === undefined || rules.some((rule) => rule.name === name);
  });
}

function writtenByRule(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  return (nodeAs(action.content, 'RuleStmt')?.actions ?? []).flatMap((statement) => {
    const written =
      nodeAs(statement, 'InsertStmt')?.relation ??
      nodeAs(statement, 'UpdateStmt')?.relation ??
      nodeAs(statement, 'DeleteStmt')?.relation;
    return relationNamed(context.catalog, written) ?? [];
  });
}

function droppedTriggerTables(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  const name = nodeAs(
    nodeAs(nodeAs(action.content, 'DropStmt')?.objects?.[0], 'List')?.items?.at(-1),
    'String',
  )?.sval;
  return tableOfPart(action, context).flatMap((table) => {
    const triggers = findRelation(context.catalog, table)?.triggers;
    const trigger = triggers?.find((candidate) => candidate.name === name);
    if (isIfExists(action) && triggers !== undefined && trigger === undefined) return [];
    return trigger?.level === 'row' ? withPartitions(context.catalog, table) : [table];
  });
}
