import type { PartitionBoundSpec } from '@pgsql/types';
import type { ExplainedAction } from '../../behaviour';
import {
  defaultPartitionOf,
  findTable,
  nameOf,
  partitionsOf,
  resolveRelation,
  type QualifiedName,
  type Table,
} from '../../catalog';
import { nameOfRangeVar, nodeAs } from '../../sql';
import type { ReviewedStatement } from '../model';
import { blockingLocks } from './waiting';

/** A partition that a statement adds to a partitioned table: an existing table by ATTACH, or a new one. */
export interface NewPartition {
  readonly how: 'attached' | 'created';
  readonly parent: QualifiedName;
  /** Undefined where the history does not know the partitioned table. */
  readonly parentTable: Table | undefined;
  readonly partition: QualifiedName;
  readonly bound: PartitionBoundSpec;
  /** The default partition that is there, with partitions of its own. */
  readonly fallback: readonly QualifiedName[];
  readonly explained: ExplainedAction;
  readonly reviewed: ReviewedStatement;
}

export function newPartitionOf(reviewed: ReviewedStatement): NewPartition | undefined {
  const { statement, before, behaviour } = reviewed;
  const [explained] = behaviour.actions;
  if (explained === undefined) return undefined;
  const create = nodeAs(statement.tree, 'CreateStmt');
  const alter = nodeAs(statement.tree, 'AlterTableStmt');
  const command = nodeAs(explained.action.content, 'AlterTableCmd');
  const attach =
    alter?.objtype === 'OBJECT_TABLE' && command?.subtype === 'AT_AttachPartition'
      ? nodeAs(command.def, 'PartitionCmd')
      : undefined;
  const bound = create?.partbound ?? attach?.bound;
  const writtenParent = nameOfRangeVar(
    create === undefined ? alter?.relation : nodeAs(create.inhRelations?.[0], 'RangeVar'),
  );
  const writtenPartition = nameOfRangeVar(create === undefined ? attach?.name : create.relation);
  if (bound === undefined || writtenParent === undefined || writtenPartition === undefined) return undefined;
  const parent = resolveRelation(before, writtenParent);
  const partition = resolveRelation(before, writtenPartition);
  const fallback = defaultPartitionOf(before, parent);
  return {
    how: create === undefined ? 'attached' : 'created',
    parent,
    parentTable: findTable(before, parent),
    partition,
    bound,
    fallback:
      fallback === undefined
        ? []
        : [fallback, ...partitionsOf(before, nameOf(fallback), { deep: true })].map(nameOf),
    explained,
    reviewed,
  };
}

/** Those of the tables that the statement reads in full while it keeps everybody from them. */
export function readUnderLock(
  { explained: { effects } }: NewPartition,
  tables: readonly QualifiedName[],
): readonly QualifiedName[] {
  const locked = blockingLocks(effects).map(({ relation }) => relation);
  return effects.scans.filter((relation) => tables.includes(relation) && locked.includes(relation));
}

/** The partition that is attached, with partitions of its own. */
export function attachedTables({ partition, reviewed }: NewPartition): readonly QualifiedName[] {
  return [partition, ...partitionsOf(reviewed.before, partition, { deep: true }).map(nameOf)];
}
