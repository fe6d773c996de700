import { spokenList, spokenName, type QualifiedName } from '../../catalog';
import { nodeAs, type Statement } from '../../sql';
import { rowSecurityOff } from '../fixes/rowSecurityOff';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { rowChanges } from '../readings/actionKinds';
import { findingsByStatement } from '../readings/findingsByStatement';
import { blindedTables } from '../readings/rowSecurity';
import { someNode } from '../readings/treeSearch';

/** DML of a migration on tables whose forced policies hide every row from the role that runs it. */
export const rlsForceBlindsBackfill: Rule = {
  id: 'rls-force-blinds-backfill',
  category: 'rls',
  severity: 'warning',
  summary: 'A data change that finds no rows because row-level security is forced on the table',
  speaksOf: [...rowChanges, 'SelectStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { statement } = reviewed;
  if (!changesRows(statement)) return undefined;
  const blinded = blindedTables(reviewed, migration);
  if (blinded.length === 0) return undefined;
  return {
    what: `${whatHappens(statement, blinded)}: row-level security is forced there, also for the table's owner.`,
    who: 'Where the role that runs the migration does not bypass row-level security, the migration leaves the rows of all tenants as they were.',
    remedy:
      'Run it as a role with BYPASSRLS and say so in the policy (`runner.bypassesRls: true`), or set the tenant and change the rows of one tenant after the other.',
    span: statement.span,
    relations: blinded,
    fixes: rowSecurityOff(reviewed, migration),
  };
}

function changesRows({ tree }: Statement): boolean {
  return (
    tree !== undefined &&
    [
      nodeAs(tree, 'InsertStmt'),
      nodeAs(tree, 'UpdateStmt'),
      nodeAs(tree, 'DeleteStmt'),
      nodeAs(tree, 'MergeStmt'),
      nodeAs(tree, 'SelectStmt')?.withClause,
    ].some((change) => change !== undefined) &&
    someNode(tree, (_node, kind) => changes.has(kind))
  );
}

const changes: ReadonlySet<string> = new Set(rowChanges);

function whatHappens({ tree }: Statement, blinded: readonly QualifiedName[]): string {
  const tables = spokenList(blinded.map(spokenName));
  const isInsert = nodeAs(tree, 'InsertStmt') !== undefined;
  return isInsert
    ? `This INSERT is refused, or sees no row of what it selects, in ${tables}`
    : `This statement sees no row of ${tables}, changes nothing and succeeds`;
}
