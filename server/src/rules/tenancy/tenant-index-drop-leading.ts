import {
  findColumn,
  findConstraint,
  findIndex,
  findTable,
  resolveRelation,
  spokenName,
  type Index,
  type QualifiedName,
} from '../../catalog';
import { nodeAs, type Span, type Statement } from '../../sql';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { droppedObjects } from '../readings/droppedObjects';
import { someLaterStatement } from '../readings/laterScripts';
import { isOfThisMigration } from '../readings/madeHere';
import { hasIndexOfTenant, leadsWith } from '../readings/tenantIndexes';
import { isRowTenancy, isTenantTable, tenantColumnOf } from '../readings/tenantOwnership';

/** DROP INDEX of the last one that leads to a tenant's rows: each query of a tenant then reads those of all. */
export const tenantIndexDropLeading: Rule = {
  id: 'tenant-index-drop-leading',
  category: 'tenant-row',
  severity: 'warning',
  summary: 'DROP of the only index that begins with the tenant column, after which queries read all tenants',
  speaksOf: ['AT_DropConstraint', 'DropStmt'],
  *check(migration) {
    if (!isRowTenancy(migration.policy) || migration.direction === 'down') return;
    for (const reviewed of migration.statements) {
      for (const { index, span } of droppedIndexes(reviewed)) {
        const finding = findingFor(index, span, migration);
        if (finding !== undefined) yield finding;
      }
    }
  },
};

interface DroppedIndex {
  readonly index: Index;
  readonly span: Span;
}

/** By DROP INDEX, or with the constraint that it belongs to. */
function droppedIndexes(reviewed: ReviewedStatement): readonly DroppedIndex[] {
  const { statement, before, behaviour } = reviewed;
  const found = (name: QualifiedName, span: Span) => {
    const index = findIndex(before, name);
    return index === undefined ? [] : [{ index, span }];
  };
  if (nodeAs(statement.tree, 'DropStmt')?.removeType === 'OBJECT_INDEX') {
    return droppedObjects(reviewed).flatMap(({ name }) => found(name, statement.span));
  }
  return behaviour.actions.flatMap(({ action: { content, relation, span } }) => {
    const command = nodeAs(content, 'AlterTableCmd');
    if (command?.subtype !== 'AT_DropConstraint' || relation === undefined) return [];
    const table = findTable(before, relation);
    const constraint = table === undefined ? undefined : findConstraint(table, command.name ?? '');
    return constraint !== undefined && 'index' in constraint ? found(constraint.index, span) : [];
  });
}

function findingFor(index: Index, span: Span, migration: ReviewedMigration): Finding | undefined {
  const { after, policy } = migration;
  const left = findTable(after, index.table);
  const column = tenantColumnOf(left, policy.tenancy);
  if (left === undefined || column === undefined || !isTenantTable(left, policy.tenancy)) return undefined;
  if (!leadsWith(index, column) || isOfThisMigration(index.origin, migration)) return undefined;
  // While one tenant column takes the place of another, an index that leads with either leads to the tenant's rows.
  const columns = policy.tenancy.tenantColumns.filter((name) => findColumn(left, name) !== undefined);
  if (left.uncertain !== undefined || columns.some((name) => hasIndexOfTenant(after, left, name)))
    return undefined;
  if (someLaterStatement(migration, 'index', (statement) => leadsAgain(statement, index, column, migration)))
    return undefined;
  const name = spokenName(index.table);
  return {
    what: `${index.name} is the only index of ${name} that begins with ${column}.`,
    who: `From then on each query of one tenant, and each one that a policy confines to it, reads the rows of ${name} of all tenants; the largest tenants slow down the smallest.`,
    remedy: `Keep it, or create another index that begins with ${column} CONCURRENTLY before.`,
    span,
    relations: [index.table],
  };
}

function leadsAgain(
  { tree }: Statement,
  { table }: Index,
  column: string,
  { after }: ReviewedMigration,
): boolean {
  const create = nodeAs(tree, 'IndexStmt');
  const { relname, schemaname } = create?.relation ?? {};
  if (relname === undefined || nodeAs(create?.indexParams?.[0], 'IndexElem')?.name !== column) return false;
  return resolveRelation(after, { schema: schemaname, name: relname }) === table;
}
