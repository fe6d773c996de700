import type { Node } from '@pgsql/types';
import { kindOf, type NodeKind, type NodeOf } from '../../sql';
import type { Catalog, Origin } from '../model';
import { alterTable } from './alterTable';
import type { Change } from './change';
import { createForeignTable, createTable } from './createTable';
import { dropObjects } from './drop';
import { createIndex } from './indexes';
import { alterPolicy, createPolicy } from './policies';
import { alterRoutine, createRoutine } from './routines';
import { changeSetting, changeTransaction, runQuery } from './session';
import { createTableAs, createView } from './views';

/** How each kind of statement changes the catalog. */
const byKind: { readonly [Kind in NodeKind]?: Change<NodeOf<Kind>> } = {
  AlterFunctionStmt: alterRoutine,
  AlterPolicyStmt: alterPolicy,
  AlterTableStmt: alterTable,
  CreateForeignTableStmt: createForeignTable,
  CreateFunctionStmt: createRoutine,
  CreatePolicyStmt: createPolicy,
  CreateStmt: createTable,
  CreateTableAsStmt: createTableAs,
  DropStmt: dropObjects,
  IndexStmt: createIndex,
  SelectStmt: runQuery,
  TransactionStmt: changeTransaction,
  VariableSetStmt: changeSetting,
  ViewStmt: createView,
};

/** Kinds of statements that leave the schema as it is. */
export const changesNothing: ReadonlySet<NodeKind> = new Set<NodeKind>([
  'AlterDatabaseSetStmt',
  'AlterDatabaseStmt',
  'AlterSystemStmt',
  'CallStmt',
  'CheckPointStmt',
  'ClosePortalStmt',
  'ClusterStmt',
  'ConstraintsSetStmt',
  'CopyStmt',
  'DeallocateStmt',
  'DeclareCursorStmt',
  'DeleteStmt',
  'DiscardStmt',
  'ExplainStmt',
  'FetchStmt',
  'InsertStmt',
  'ListenStmt',
  'LockStmt',
  'MergeStmt',
  'NotifyStmt',
  'RefreshMatViewStmt',
  'ReindexStmt',
  'TruncateStmt',
  'UnlistenStmt',
  'UpdateStmt',
  'VacuumStmt',
  'VariableShowStmt',
]);

/** The catalog after a statement's tree; undefined where no change is known for its kind. */
export function changes(catalog: Catalog, tree: Node, origin: Origin): Catalog | undefined {
  const kind = kindOf(tree);
  const content: unknown = Reflect.get(tree, kind);
  // The content under a node's kind is of that kind, which the types cannot say for a kind held in a variable.
  const change = byKind[kind] as Change<unknown> | undefined;
  return change?.(catalog, content, origin);
}
