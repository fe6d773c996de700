import type { RangeVar } from '@pgsql/types';
import {
  findTable,
  defaultPartitionOf,
  nameOf,
  resolveRelation,
  spokenName,
  type QualifiedName,
  type Table,
} from '../../catalog';
import { nameOfParts, nameOfRangeVar, nodeAs, sqlOf, type NodeOf } from '../../sql';
import { inConcurrentForm } from '../fixes/concurrentForm';
import { editsOfDown } from '../fixes/downScript';
import { spanWithLine } from '../fixes/insertions';
import type { Edit, Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { alterActionsOf } from '../readings/alterActions';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isWaitLimitedByAnyone } from '../readings/lockTimeouts';
import { isMentionedAfter } from '../readings/mentions';
import { couldBeNew } from '../readings/newTables';
import { relationNameSpan } from '../readings/tokens';
import { oldestMajor } from '../../project';
import { blockingLocks, spokenLocks, whoWaits } from '../readings/waiting';

/** DETACH PARTITION, and DROP TABLE of a partition, lock the whole partitioned table. */
export const pgDetachNotConcurrent: Rule = {
  id: 'pg-detach-not-concurrent',
  category: 'lock',
  severity: 'info',
  summary:
    'DETACH PARTITION without CONCURRENTLY, or DROP TABLE of a partition, which blocks all partitions for a moment',
  speaksOf: ['AT_DetachPartition', 'DropStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement, behaviour } = reviewed;
  const detached = detachedPartition(reviewed) ?? droppedPartition(reviewed);
  if (detached?.how === 'detach concurrently') return refusal(detached, reviewed);
  if (detached === undefined || couldBeNew(detached.parent, reviewed, migration)) return undefined;
  const locks = blockingLocks(behaviour.effects).filter(
    ({ relation }) => !couldBeNew(relation, reviewed, migration),
  );
  if (!locks.some(({ relation }) => relation === detached.parent)) return undefined;
  const obstacle = obstacleTo(detached.parent, reviewed, migration);
  // Where there is no gentler form, a bounded wait is all that one can do.
  if (obstacle !== undefined && isWaitLimitedByAnyone(reviewed, migration)) return undefined;
  return {
    what: `${detached.how === 'detach' ? 'DETACH PARTITION' : 'DROP TABLE of a partition'} takes ${spokenLocks(locks)}, for a moment.`,
    who: `While it waits behind running queries, and until the transaction ends, ${whoWaits(locks)}, for all tenants.`,
    remedy:
      obstacle === undefined
        ? `DETACH PARTITION ${spokenName(detached.partition)} CONCURRENTLY${detached.how === 'detach' ? ', outside of a transaction' : ' first, and drop it then'}; after a cancel, DETACH … FINALIZE completes it.`
        : `Set a lock_timeout before it: ${obstacle}.`,
    span: statement.span,
    relations: locks.map(({ relation }) => relation),
    fixes: obstacle !== undefined || detached.how === 'drop' ? [] : fixesFor(detached, reviewed, migration),
  };
}

/** What waits for nobody is refused where rows could have to move to the default partition meanwhile. */
function refusal(
  { parent, partition }: LeavingPartition,
  { statement, before }: ReviewedStatement,
): Finding | undefined {
  const rest = defaultPartitionOf(before, parent);
  if (rest === undefined) return undefined;
  return {
    what: `DETACH PARTITION ${spokenName(partition)} CONCURRENTLY is refused (SQLSTATE 55000) while ${spokenName(parent)} has a default partition, ${spokenName(nameOf(rest))}.`,
    who: 'The migration stops here, on the first tenant database and on every other.',
    remedy: 'Leave CONCURRENTLY out, and set a lock_timeout before it.',
    span: statement.span,
    relations: [parent, partition],
    severity: 'error',
  };
}

interface LeavingPartition {
  readonly how: 'detach' | 'detach concurrently' | 'drop';
  readonly parent: QualifiedName;
  readonly partition: QualifiedName;
  readonly table: Table | undefined;
}

function detachedPartition({ statement, before }: ReviewedStatement): LeavingPartition | undefined {
  const [action] = alterActionsOf(statement);
  const written = nameOfRangeVar(commandOf(statement.tree)?.name);
  if (action === undefined || written === undefined) return undefined;
  const how = commandOf(statement.tree)?.concurrent === true ? 'detach concurrently' : 'detach';
  const partition = resolveRelation(before, written);
  const parent = resolveRelation(before, action.relation);
  return { how, parent, partition, table: findTable(before, partition) };
}

function commandOf(tree: ReviewedStatement['statement']['tree']): NodeOf<'PartitionCmd'> | undefined {
  const command = nodeAs(nodeAs(tree, 'AlterTableStmt')?.cmds?.[0], 'AlterTableCmd');
  return command?.subtype === 'AT_DetachPartition' ? nodeAs(command.def, 'PartitionCmd') : undefined;
}

/** A partition that is dropped while the table that it is part of stays. */
function droppedPartition({ statement, before }: ReviewedStatement): LeavingPartition | undefined {
  const drop = nodeAs(statement.tree, 'DropStmt');
  if (drop?.removeType !== 'OBJECT_TABLE') return undefined;
  const names = (drop.objects ?? []).flatMap((object) => {
    const written = nameOfParts(object);
    return written === undefined ? [] : [resolveRelation(before, written)];
  });
  for (const partition of names) {
    const table = findTable(before, partition);
    const parent = table?.partitionOf?.parent;
    if (parent !== undefined && !names.includes(parent)) return { how: 'drop', parent, partition, table };
  }
  return undefined;
}

/** Why the partition cannot be detached concurrently, if it cannot. */
function obstacleTo(
  parent: QualifiedName,
  { before }: ReviewedStatement,
  { policy }: ReviewedMigration,
): string | undefined {
  if (oldestMajor(policy) < 14) return 'CONCURRENTLY is there from PostgreSQL 14 on';
  const hasDefault = defaultPartitionOf(before, parent) !== undefined;
  return hasDefault
    ? `CONCURRENTLY is refused while ${spokenName(parent)} has a default partition`
    : undefined;
}

function fixesFor(
  { parent, partition, table }: LeavingPartition,
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): readonly Fix[] {
  const name = commandOf(reviewed.statement.tree)?.name;
  if (name === undefined) return [];
  const unqualified = partition.slice(partition.indexOf('.') + 1);
  const bound = table?.partitionOf?.bound;
  return inConcurrentForm(migration, reviewed, {
    title: 'Detach the partition CONCURRENTLY',
    keywordEnd: relationNameSpan(reviewed.statement, name.location, undefined).end,
    later: isMentionedAfter(migration, reviewed, [unqualified])
      ? undefined
      : {
          title: `detach ${unqualified}`,
          down:
            bound === undefined
              ? 'the history does not tell the bounds of the partition'
              : [attachment(parent, partition, bound)],
        },
    down: withoutAttach(migration, partition),
  });
}

function attachment(
  parent: QualifiedName,
  partition: QualifiedName,
  bound: NonNullable<Table['partitionOf']>['bound'],
): string {
  const written = bound === 'default' ? { is_default: true } : nodeAs(bound, 'PartitionBoundSpec');
  const def = {
    PartitionCmd: { name: rangeVarOf(partition), ...(written === undefined ? {} : { bound: written }) },
  };
  return sqlOf({
    AlterTableStmt: {
      relation: rangeVarOf(parent),
      objtype: 'OBJECT_TABLE',
      cmds: [{ AlterTableCmd: { subtype: 'AT_AttachPartition', def, behavior: 'DROP_RESTRICT' } }],
    },
  });
}

/** Without the schema `public`, as most migrations write it. */
function rangeVarOf(name: QualifiedName): RangeVar {
  const [relname = name, schemaname] = spokenName(name).split('.').reverse();
  return { relname, inh: true, relpersistence: 'p', ...(schemaname === undefined ? {} : { schemaname }) };
}

/** The rollback attaches the partition in the migration that now detaches it. */
function withoutAttach(migration: ReviewedMigration, partition: QualifiedName): readonly Edit[] {
  return editsOfDown(migration, (statement, sql) => {
    const [action] = alterActionsOf(statement);
    if (action?.command.subtype !== 'AT_AttachPartition') return [];
    const written = nameOfRangeVar(nodeAs(action.command.def, 'PartitionCmd')?.name);
    if (written === undefined || resolveRelation(migration.after, written) !== partition) return [];
    return [{ span: spanWithLine(sql, statement), newText: '' }];
  });
}
