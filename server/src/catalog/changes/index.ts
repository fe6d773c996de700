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
import { changeComment } from './comments';
import {
  alterPublication,
  alterStatistics,
  createEventTrigger,
  createPublication,
  createStatistics,
} from './definitions';
import { alterDomain, createDomain } from './domains';
import { changeDefaultGrants, changeGrants } from './grants';
import { changeOwner, dropOwned, reassignOwned } from './ownership';
import { moveObject, renameObject } from './rename';
import { alterRole, createRole, dropRole, grantRole } from './roles';
import { alterExtensionContents, createExtension, createSchema } from './schemas';
import { alterSequence, createSequence } from './sequences';
import { createRule, createTrigger } from './triggers';
import { alterEnum, createComposite, createEnum, createRange, defineObject } from './types';
import { createTableAs, createView } from './views';

/** How each kind of statement changes the catalog. */
const byKind: { readonly [Kind in NodeKind]?: Change<NodeOf<Kind>> } = {
  AlterDefaultPrivilegesStmt: changeDefaultGrants,
  AlterDomainStmt: alterDomain,
  AlterEnumStmt: alterEnum,
  AlterExtensionContentsStmt: alterExtensionContents,
  AlterFunctionStmt: alterRoutine,
  AlterObjectSchemaStmt: moveObject,
  AlterOwnerStmt: changeOwner,
  AlterPolicyStmt: alterPolicy,
  AlterPublicationStmt: alterPublication,
  AlterRoleStmt: alterRole,
  AlterSeqStmt: alterSequence,
  AlterStatsStmt: alterStatistics,
  AlterTableStmt: alterTable,
  CommentStmt: changeComment,
  CompositeTypeStmt: createComposite,
  CreateDomainStmt: createDomain,
  CreateEnumStmt: createEnum,
  CreateEventTrigStmt: createEventTrigger,
  CreateExtensionStmt: createExtension,
  CreateForeignTableStmt: createForeignTable,
  CreateFunctionStmt: createRoutine,
  CreatePolicyStmt: createPolicy,
  CreatePublicationStmt: createPublication,
  CreateRangeStmt: createRange,
  CreateRoleStmt: createRole,
  CreateSchemaStmt: createSchema((catalog, element, origin) => changes(catalog, element, origin) ?? catalog),
  CreateSeqStmt: createSequence,
  CreateStatsStmt: createStatistics,
  CreateStmt: createTable,
  CreateTableAsStmt: createTableAs,
  CreateTrigStmt: createTrigger,
  DefineStmt: defineObject,
  DropOwnedStmt: dropOwned,
  DropRoleStmt: dropRole,
  DropStmt: dropObjects,
  GrantRoleStmt: grantRole,
  GrantStmt: changeGrants,
  IndexStmt: createIndex,
  ReassignOwnedStmt: reassignOwned,
  RenameStmt: renameObject,
  RuleStmt: createRule,
  SelectStmt: runQuery,
  TransactionStmt: changeTransaction,
  VariableSetStmt: changeSetting,
  ViewStmt: createView,
};

/** Kinds of statements that leave what the catalog holds as it is: data, sessions, servers. */
export const changesNothing: ReadonlySet<NodeKind> = new Set<NodeKind>([
  'AlterDatabaseSetStmt',
  'AlterExtensionStmt',
  'AlterObjectDependsStmt',
  'AlterRoleSetStmt',
  'CreateCastStmt',
  'CreateFdwStmt',
  'CreateForeignServerStmt',
  'CreateSubscriptionStmt',
  'CreateUserMappingStmt',
  'CreatedbStmt',
  'DropdbStmt',
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
