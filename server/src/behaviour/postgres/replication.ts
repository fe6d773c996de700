import type { CreateSubscriptionStmt, Node } from '@pgsql/types';
import { findTable, type QualifiedName } from '../../catalog';
import { nodeAs } from '../../sql';
import { relationNamed } from '../actions';
import type { Action, BehaviourContext, BehaviourRow } from '../model';
import { family, isOptionOn, lock, manual } from './neighbours';

/** Publications and subscriptions of logical replication. */
export const replicationRows: readonly BehaviourRow[] = [
  {
    id: 'publication',
    form: 'CREATE | ALTER PUBLICATION',
    docs: manual('sql-createpublication.html'),
    speaksOf: ['CreatePublicationStmt', 'AlterPublicationStmt'],
    effects: (action, context) => ({
      locks: lock('SHARE UPDATE EXCLUSIVE', publishedTables(action, context)),
      phase: 'expand',
      notes: [
        'Reads and writes go on; UPDATE and DELETE on a published table without a replica identity fail from then on.',
      ],
      dependsOn: replacesUnknown(action, context)
        ? ['Which tables the publication has so far is not known: they are locked too.']
        : [],
    }),
    examples: [
      { sql: 'CREATE PUBLICATION p FOR TABLE plain' },
      { sql: 'CREATE PUBLICATION p FOR TABLE plain (id, note) WHERE (id > 5)', since: 15 },
      { sql: 'CREATE PUBLICATION p FOR ALL TABLES' },
      { sql: 'CREATE PUBLICATION p FOR TABLES IN SCHEMA public', since: 15 },
      { sql: 'CREATE PUBLICATION p FOR TABLE event' },
      { sql: 'CREATE PUBLICATION p FOR TABLE animal' },
      { sql: 'CREATE PUBLICATION p FOR TABLE ONLY animal' },
      { setup: 'CREATE PUBLICATION p', sql: 'ALTER PUBLICATION p ADD TABLE plain' },
      { setup: 'CREATE PUBLICATION p FOR TABLE plain', sql: 'ALTER PUBLICATION p DROP TABLE plain' },
      {
        title: 'tables that come and go',
        setup: 'CREATE PUBLICATION p FOR TABLE plain, parent',
        sql: 'ALTER PUBLICATION p SET TABLE child, parent',
      },
      {
        title: 'tables that make way for a schema',
        setup: 'CREATE PUBLICATION p FOR TABLE plain; CREATE SCHEMA s',
        sql: 'ALTER PUBLICATION p SET TABLES IN SCHEMA s',
        since: 15,
      },
      {
        setup: 'CREATE PUBLICATION p FOR TABLE plain',
        sql: `ALTER PUBLICATION p SET (publish = 'insert')`,
      },
    ],
  },
  {
    id: 'drop-publication',
    form: 'DROP PUBLICATION',
    docs: manual('sql-droppublication.html'),
    speaksOf: ['DropStmt'],
    applies: (action) => nodeAs(action.content, 'DropStmt')?.removeType === 'OBJECT_PUBLICATION',
    effects: () => ({
      phase: 'contract',
      notes: ['No table is locked; subscribers fail at the next change that they ask for.'],
    }),
    examples: [
      { setup: 'CREATE PUBLICATION p FOR TABLE plain', sql: 'DROP PUBLICATION p' },
      { setup: 'CREATE PUBLICATION p FOR ALL TABLES', sql: 'DROP PUBLICATION p' },
    ],
  },
  {
    id: 'create-subscription',
    form: 'CREATE SUBSCRIPTION',
    docs: manual('sql-createsubscription.html'),
    speaksOf: ['CreateSubscriptionStmt'],
    effects: (action) => ({
      transactional: !makesSlot(nodeAs(action.content, 'CreateSubscriptionStmt')),
      phase: 'expand',
      notes: [
        'It connects to the publisher at once and makes a slot there, which no transaction could take back: only WITH (connect = false) or (create_slot = false) may run inside one.',
      ],
    }),
    examples: [
      { sql: `CREATE SUBSCRIPTION s CONNECTION 'dbname=none' PUBLICATION p WITH (connect = false)` },
      {
        sql: `CREATE SUBSCRIPTION s CONNECTION 'dbname=none' PUBLICATION p WITH (connect = false, slot_name = NONE, enabled = false)`,
      },
      {
        title: 'nobody is there',
        sql: `CREATE SUBSCRIPTION s CONNECTION 'host=127.0.0.1 port=1' PUBLICATION p`,
        refusedWith: '08006',
      },
    ],
  },
  {
    id: 'alter-subscription-refreshing',
    form: 'ALTER SUBSCRIPTION … REFRESH, … SET | ADD | DROP PUBLICATION, … SET (failover | two_phase = …)',
    docs: manual('sql-altersubscription.html'),
    speaksOf: ['AlterSubscriptionStmt'],
    applies: (action) => asksPublisher(action),
    effects: () => ({
      transactional: false,
      notes: [
        'It asks the publisher and cannot run inside a transaction block; WITH (refresh = false) puts the asking off.',
      ],
    }),
    examples: [
      {
        title: 'a disabled one is not refreshed',
        setup: `CREATE SUBSCRIPTION s CONNECTION 'dbname=none' PUBLICATION p WITH (connect = false, slot_name = NONE)`,
        sql: 'ALTER SUBSCRIPTION s REFRESH PUBLICATION',
        refusedWith: '55000',
      },
    ],
  },
  {
    id: 'alter-subscription',
    form: 'ALTER SUBSCRIPTION',
    docs: manual('sql-altersubscription.html'),
    speaksOf: ['AlterSubscriptionStmt'],
    effects: () => ({ notes: ['No table is locked; the worker that applies changes starts anew.'] }),
    examples: [
      {
        setup: `CREATE SUBSCRIPTION s CONNECTION 'dbname=none' PUBLICATION p WITH (connect = false, slot_name = NONE)`,
        sql: 'ALTER SUBSCRIPTION s SET PUBLICATION q WITH (refresh = false)',
      },
      {
        setup: `CREATE SUBSCRIPTION s CONNECTION 'dbname=none' PUBLICATION p WITH (connect = false, slot_name = NONE)`,
        sql: `ALTER SUBSCRIPTION s CONNECTION 'dbname=other'`,
      },
      {
        setup: `CREATE SUBSCRIPTION s CONNECTION 'dbname=none' PUBLICATION p WITH (connect = false, slot_name = NONE)`,
        sql: 'ALTER SUBSCRIPTION s DISABLE',
      },
    ],
  },
  {
    id: 'drop-subscription',
    form: 'DROP SUBSCRIPTION',
    docs: manual('sql-dropsubscription.html'),
    speaksOf: ['DropSubscriptionStmt'],
    effects: () => ({
      transactional: false,
      phase: 'contract',
      notes: [
        'It drops the slot at the publisher too and so cannot run inside a transaction block; after SET (slot_name = NONE) it can.',
      ],
      dependsOn: ['Whether the subscription has a slot is not followed.'],
    }),
    examples: [{ sql: 'DROP SUBSCRIPTION no_such_subscription', refusedWith: '42704' }],
  },
];

/** The tables that the statement names and, where it sets a new list, those of the old one. */
function publishedTables(action: Action, context: BehaviourContext): readonly QualifiedName[] {
  const create = nodeAs(action.content, 'CreatePublicationStmt');
  const alter = nodeAs(action.content, 'AlterPublicationStmt');
  const named = tablesIn(create?.pubobjects ?? alter?.pubobjects, context);
  if (alter === undefined || !setsTables(action)) return named;
  const before = nodeAs(publicationBefore(action, context)?.statement, 'CreatePublicationStmt');
  return [...named, ...tablesIn(before?.pubobjects, context)];
}

/** SET with a list of tables or schemas, which takes the place of the old one; SET of options has none. */
function setsTables(action: Action): boolean {
  const alter = nodeAs(action.content, 'AlterPublicationStmt');
  return alter?.action === 'AP_SetObjects' && (alter.pubobjects ?? []).length > 0;
}

function replacesUnknown(action: Action, context: BehaviourContext): boolean {
  return setsTables(action) && publicationBefore(action, context)?.altered !== 0;
}

function publicationBefore(action: Action, { catalog }: BehaviourContext) {
  const name = nodeAs(action.content, 'AlterPublicationStmt')?.pubname ?? '';
  return catalog.definitions.get(`PUBLICATION ${name}`);
}

function tablesIn(objects: readonly Node[] = [], { catalog }: BehaviourContext): readonly QualifiedName[] {
  return objects.flatMap((node) => {
    const relation = nodeAs(node, 'PublicationObjSpec')?.pubtable?.relation;
    const name = relationNamed(catalog, relation);
    if (name === undefined) return [];
    // Children of plain inheritance are published with their parent, partitions through it.
    const isPartitioned = findTable(catalog, name)?.kind === 'partitioned';
    return relation?.inh === true && !isPartitioned ? family(catalog, name) : [name];
  });
}

function makesSlot(statement: CreateSubscriptionStmt | undefined): boolean {
  return !isOff(statement?.options, 'connect') && !isOff(statement?.options, 'create_slot');
}

function asksPublisher(action: Action): boolean {
  const statement = nodeAs(action.content, 'AlterSubscriptionStmt');
  switch (statement?.kind) {
    case 'ALTER_SUBSCRIPTION_REFRESH':
      return true;
    case 'ALTER_SUBSCRIPTION_SET_PUBLICATION':
    case 'ALTER_SUBSCRIPTION_ADD_PUBLICATION':
    case 'ALTER_SUBSCRIPTION_DROP_PUBLICATION':
      return !isOff(statement.options, 'refresh');
    case 'ALTER_SUBSCRIPTION_OPTIONS':
      return (statement.options ?? []).some((node) =>
        ['failover', 'two_phase'].includes(nodeAs(node, 'DefElem')?.defname ?? ''),
      );
    case 'ALTER_SUBSCRIPTION_CONNECTION':
    case 'ALTER_SUBSCRIPTION_ENABLED':
    case 'ALTER_SUBSCRIPTION_SKIP':
    case undefined:
      return false;
  }
}

function isOff(options: readonly Node[] = [], name: string): boolean {
  const option = options
    .map((node) => nodeAs(node, 'DefElem'))
    .find((candidate) => candidate?.defname === name);
  return option !== undefined && !isOptionOn(option, name);
}
