import type { ActionKind } from '../../behaviour';

/** What brings a table into being; SELECT does so with INTO. */
export const makesTable: readonly ActionKind[] = [
  'CreateStmt',
  'CreateForeignTableStmt',
  'CreateTableAsStmt',
  'SelectStmt',
];

/** What declares constraints of a table, those in its columns' definitions included. */
export const declaresConstraint: readonly ActionKind[] = ['CreateStmt', 'AT_AddColumn', 'AT_AddConstraint'];

/** What writes the expressions of a policy. */
export const writesPolicy: readonly ActionKind[] = ['CreatePolicyStmt', 'AlterPolicyStmt'];

/** What changes rows by a query. */
export const rowChanges: readonly ActionKind[] = ['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt'];
