import type { ExplainedAction } from '../../behaviour';
import { findTable, resolveRelation, type QualifiedName } from '../../catalog';
import { nameOfRangeVar, nodeAs } from '../../sql';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { oldestMajor } from '../../project';
import { blockingLocks } from './waiting';

/** A foreign key that an action makes to a table that others use. */
export interface ForeignKeyToLiveTable {
  readonly explained: ExplainedAction;
  readonly reviewed: ReviewedStatement;
  /** The table that has the key; undefined where the statement does not name one. */
  readonly table: QualifiedName | undefined;
  readonly references: QualifiedName;
}

/** The foreign key that the action makes, where that locks the referenced table: not for a table's key to itself. */
export function foreignKeyToLiveTable(
  explained: ExplainedAction,
  reviewed: ReviewedStatement,
): ForeignKeyToLiveTable | undefined {
  const { action, effects } = explained;
  const constraint =
    nodeAs(action.content, 'Constraint') ??
    nodeAs(nodeAs(action.content, 'AlterTableCmd')?.def, 'Constraint');
  const written = nameOfRangeVar(constraint?.pktable);
  if (constraint?.contype !== 'CONSTR_FOREIGN' || written === undefined) return undefined;
  const references = resolveRelation(reviewed.before, written);
  const isLocked = blockingLocks(effects).some(({ relation }) => relation === references);
  if (!isLocked || references === action.relation) return undefined;
  return { explained, reviewed, table: action.relation, references };
}

/** Foreign keys to tables in use, those of one transaction together; a statement outside of any is one by itself. */
export function foreignKeysByTransaction({
  statements,
}: ReviewedMigration): readonly (readonly ForeignKeyToLiveTable[])[] {
  const transactions: ForeignKeyToLiveTable[][] = [[]];
  for (const reviewed of statements) {
    const isBoundary = nodeAs(reviewed.statement.tree, 'TransactionStmt') !== undefined;
    if (isBoundary || !reviewed.inTransaction) transactions.push([]);
    const keys = reviewed.behaviour.actions.flatMap(
      (explained) => foreignKeyToLiveTable(explained, reviewed) ?? [],
    );
    transactions.at(-1)?.push(...keys);
  }
  return transactions.filter((keys) => keys.length > 0);
}

/** The tables that foreign keys reference, each once. */
export function referencedTables(keys: readonly ForeignKeyToLiveTable[]): readonly QualifiedName[] {
  return [...new Set(keys.map(({ references }) => references))];
}

/** Whether the server refuses NOT VALID for a foreign key of the table: before 18 it does so on partitioned tables. */
export function isNotValidRefused(
  table: QualifiedName,
  { before }: ReviewedStatement,
  { policy }: ReviewedMigration,
): boolean {
  return findTable(before, table)?.kind === 'partitioned' && oldestMajor(policy) < 18;
}
