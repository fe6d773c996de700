import type { ClusterStmt, Node } from '@pgsql/types';
import { bodyOf, kindOf, nodeAs, queriesIn, type NodeKind, type SqlFile, type Statement } from '../../sql';

/** Whether PostgreSQL refuses the statement inside a transaction block (the manual's pages of these commands). */
export function refusedInTransactionBlock(tree: Node): boolean {
  if (nodeAs(tree, 'IndexStmt')?.concurrent === true) return true;
  if (nodeAs(tree, 'DropStmt')?.concurrent === true || detachesConcurrently(tree)) return true;
  if (nodeAs(tree, 'VacuumStmt')?.is_vacuumcmd === true) return true;
  if (nodeAs(tree, 'DiscardStmt')?.target === 'DISCARD_ALL') return true;
  if (clustersManyTables(tree)) return true;
  const reindex = nodeAs(tree, 'ReindexStmt');
  if (reindex !== undefined) return reindexesManyTables(tree) || isConcurrent(reindex.params);
  return clusterWide.includes(kindOf(tree));
}

/**
 * Whether Flyway takes the statement for one that cannot run in a transaction. Its list is shorter than the server's: it
 * lacks `REINDEX TABLE CONCURRENTLY` and `DETACH PARTITION … CONCURRENTLY`, which fail unless the file's own
 * configuration keeps it out of a transaction (source: Flyway's PostgreSQLParser, version 11).
 */
export function flywayTakesOutOfTransaction(tree: Node): boolean {
  if (nodeAs(tree, 'ReindexStmt') !== undefined) return reindexesManyTables(tree);
  if (clustersManyTables(tree) || detachesConcurrently(tree)) return false;
  return refusedInTransactionBlock(tree);
}

/** Whether a file begins or ends transactions of its own. */
export function controlsTransactions(file: SqlFile): boolean {
  return file.statements.some(({ tree }) => {
    const kind = nodeAs(tree, 'TransactionStmt')?.kind;
    return kind === 'TRANS_STMT_BEGIN' || kind === 'TRANS_STMT_START' || kind === 'TRANS_STMT_COMMIT';
  });
}

/** Whether the statement is a DO block that ends transactions, which the server lets it do outside of one only. */
export function endsOwnTransactions(statement: Statement): boolean {
  if (nodeAs(statement.tree, 'DoStmt') === undefined || !/\b(?:commit|rollback)\b/i.test(statement.text)) {
    return false;
  }
  return queriesIn(bodyOf(statement)?.steps ?? []).some(
    ({ tree }) => nodeAs(tree, 'TransactionStmt') !== undefined,
  );
}

const clusterWide: readonly NodeKind[] = [
  'CreatedbStmt',
  'DropdbStmt',
  'CreateTableSpaceStmt',
  'DropTableSpaceStmt',
  'CreateSubscriptionStmt',
  'DropSubscriptionStmt',
  'AlterSystemStmt',
];

function detachesConcurrently(tree: Node): boolean {
  return (nodeAs(tree, 'AlterTableStmt')?.cmds ?? []).some((command) => {
    const action = nodeAs(command, 'AlterTableCmd');
    return (
      action?.subtype === 'AT_DetachPartition' && nodeAs(action.def, 'PartitionCmd')?.concurrent === true
    );
  });
}

/** CLUSTER without a table works through all tables that were clustered before. */
function clustersManyTables(tree: Node): boolean {
  const cluster: ClusterStmt | undefined = nodeAs(tree, 'ClusterStmt');
  return cluster !== undefined && cluster.relation === undefined;
}

function reindexesManyTables(tree: Node): boolean {
  const kind = nodeAs(tree, 'ReindexStmt')?.kind;
  return (
    kind === 'REINDEX_OBJECT_SCHEMA' || kind === 'REINDEX_OBJECT_SYSTEM' || kind === 'REINDEX_OBJECT_DATABASE'
  );
}

function isConcurrent(options: readonly Node[] | undefined): boolean {
  return (options ?? []).some((option) => nodeAs(option, 'DefElem')?.defname === 'concurrently');
}
