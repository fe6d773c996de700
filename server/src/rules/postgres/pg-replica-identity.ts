import type { ExplainedAction } from '../../behaviour';
import { findTable, primaryKeyOf, spokenName } from '../../catalog';
import { nodeAs } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByAction } from '../readings/findingsByAction';
import { isOfThisMigration } from '../readings/madeHere';
import { couldBeNew } from '../readings/newTables';

/** REPLICA IDENTITY decides what a logical replica is told of the old row, and whether it can be told at all. */
export const pgReplicaIdentity: Rule = {
  id: 'pg-replica-identity',
  category: 'compatibility',
  severity: 'info',
  summary: 'REPLICA IDENTITY change, on which UPDATE and DELETE of published tables depend',
  speaksOf: ['AT_ReplicaIdentity'],
  *check(migration) {
    if (migration.direction === 'up') yield* findingsByAction(migration, findingFor);
  },
};

function findingFor(
  { action }: ExplainedAction,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding | undefined {
  const command = nodeAs(action.content, 'AlterTableCmd');
  const identity = nodeAs(command?.def, 'ReplicaIdentityStmt');
  const { relation } = action;
  if (command?.subtype !== 'AT_ReplicaIdentity' || identity === undefined || relation === undefined)
    return undefined;
  const table = findTable(reviewed.before, relation);
  if (couldBeNew(relation, reviewed, migration) || isOfThisMigration(table?.origin, migration))
    return undefined;
  const left = findTable(migration.after, relation);
  const hasNone =
    identity.identity_type === 'n' ||
    (identity.identity_type === 'd' && left !== undefined && primaryKeyOf(left) === undefined);
  const consequence = hasNone ? withoutIdentity : consequences[identity.identity_type ?? ''];
  if (consequence === undefined) return undefined;
  return {
    ...consequence,
    what: `REPLICA IDENTITY ${words[identity.identity_type ?? ''] ?? ''} leaves ${spokenName(relation)} ${consequence.what}.`,
    span: action.span,
    relations: [relation],
  };
}

type Consequence = Pick<Finding, 'what' | 'who' | 'remedy' | 'severity'>;

const words: Readonly<Record<string, string>> = {
  n: 'NOTHING',
  d: 'DEFAULT',
  f: 'FULL',
  i: 'USING INDEX',
};

const withoutIdentity: Consequence = {
  what: 'without a replica identity',
  who: 'Where the table is published, every UPDATE and DELETE on it fails (55000) from then on, for all tenants.',
  remedy: 'Take it out of its publications before, or give it a primary key or REPLICA IDENTITY FULL.',
  severity: 'warning',
};

/** By the letter of the syntax tree; DEFAULT with a primary key is what every table starts with. */
const consequences: Readonly<Record<string, Consequence>> = {
  f: {
    what: 'with all its columns as replica identity',
    who: 'Each UPDATE and DELETE writes the whole old row to the log, and subscribers without a fitting index look every row up by a scan, for all tenants.',
    remedy: 'Use a primary key or a unique index instead where the table has one.',
  },
  i: {
    what: 'with an index as replica identity',
    who: 'Dropping that index later leaves the table without one, and then UPDATE and DELETE of a published table fail (55000), for all tenants.',
    remedy: 'Use the primary key instead where the table has one.',
  },
};
