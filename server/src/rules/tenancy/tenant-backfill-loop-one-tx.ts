import { findTable, nameOf, resolveRelation, spokenList, spokenName } from '../../catalog';
import { nameOfRangeVar, nodeAs, relationsNamedIn, stringsOf, type Statement } from '../../sql';
import { commitEachTurn } from '../fixes/commitEachTurn';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { endsTransactionEachTurn, loopsOf, type BodyLoop } from '../readings/bodyLoops';
import { couldBeNew } from '../readings/newTables';
import { isRowTenancy, isTenantRoot, ownershipOf } from '../readings/tenantOwnership';
import { someNode } from '../readings/treeSearch';

/** A loop that goes from tenant to tenant, and keeps the rows of each locked until it is done with the last. */
export const tenantBackfillLoopOneTx: Rule = {
  id: 'tenant-backfill-loop-one-tx',
  category: 'lock',
  severity: 'warning',
  summary: 'A loop over the tenants that changes the rows of all of them in one transaction',
  speaksOf: ['DoStmt'],
  *check(migration) {
    if (!isRowTenancy(migration.policy)) return;
    for (const reviewed of migration.statements) {
      if (nodeAs(reviewed.statement.tree, 'DoStmt') === undefined) continue;
      for (const loop of loopsOf(reviewed.statement)) {
        const changed = tablesChangedIn(loop, reviewed, migration);
        if (changed.length === 0 || endsTransactionEachTurn(loop)) continue;
        if (isOverTenants(loop, reviewed, migration)) yield findingFor(loop, changed, reviewed, migration);
      }
    }
  },
};

function findingFor(
  loop: BodyLoop,
  changed: readonly string[],
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Finding {
  const tables = spokenList(changed.map(spokenName));
  const query = loop.over.kind === 'query' ? loop.over.query.span : reviewed.statement.span;
  return {
    what: `This loop goes from tenant to tenant and changes rows of ${tables} for all of them in one transaction.`,
    who: `The first tenant’s rows stay locked for writers until the last tenant is done; an error for one tenant undoes the work for all, and no dead row can be cleaned up meanwhile.`,
    remedy: 'COMMIT at the end of each turn, in a migration that runs outside of a transaction.',
    span: { start: reviewed.statement.span.start, end: query.end },
    relations: changed,
    fixes: commitEachTurn(loop, reviewed, migration),
  };
}

/** It asks for the root table's rows, or for the tenants that occur in a table. */
function isOverTenants(
  { over }: BodyLoop,
  { before }: ReviewedStatement,
  { policy }: ReviewedMigration,
): boolean {
  const tree = over.kind === 'query' ? over.query.tree : undefined;
  if (tree === undefined) return false;
  const namesRoot = relationsNamedIn(tree).some((written) => {
    const table = findTable(before, resolveRelation(before, written));
    return table !== undefined && isTenantRoot(table, policy.tenancy);
  });
  const select = nodeAs(tree, 'SelectStmt');
  const isOfDistinct = select?.distinctClause !== undefined || select?.groupClause !== undefined;
  return (
    namesRoot ||
    (isOfDistinct &&
      someNode(tree, (node) =>
        policy.tenancy.tenantColumns.includes(stringsOf(nodeAs(node, 'ColumnRef')?.fields).at(-1) ?? ''),
      ))
  );
}

/** Tables with tenants' rows, in use, that statements of the loop write to. */
function tablesChangedIn(
  { over }: BodyLoop,
  { statement: block }: ReviewedStatement,
  migration: ReviewedMigration,
): readonly string[] {
  const changed = migration.statements.flatMap((part) => {
    const isInLoop = part.within?.circumstances.some((each) => each.kind === 'loop' && each.over === over);
    const written = part.within?.block === block && isInLoop === true ? changedBy(part.statement) : undefined;
    const table = written && findTable(part.before, resolveRelation(part.before, written));
    if (table === undefined || couldBeNew(nameOf(table), part, migration)) return [];
    const isOfTenants = ownershipOf(part.before, table, migration.policy.tenancy) !== undefined;
    return isOfTenants ? [nameOf(table)] : [];
  });
  return [...new Set(changed)];
}

/** New rows are nobody's to wait for. */
function changedBy({ tree }: Statement) {
  return nameOfRangeVar(
    (nodeAs(tree, 'UpdateStmt') ?? nodeAs(tree, 'DeleteStmt') ?? nodeAs(tree, 'MergeStmt'))?.relation,
  );
}
