import { nodeAs } from '../../sql';
import { findRelation, findTable, isTable, type Catalog, type QualifiedName } from '../../catalog';
import type { ReviewedMigration, ReviewedStatement } from '../model';
import { existing } from './existingRelations';
import { blocksReads } from './waiting';

/**
 * Tables that were there before, and that earlier statements of the transaction have locked against readers; those that the
 * script puts under row-level security are left out, since that is to become visible at one blow.
 */
export function heldAgainstReaders(
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): readonly QualifiedName[] {
  const held = [...reviewed.held].filter(([, mode]) => blocksReads(mode)).map(([relation]) => relation);
  return lastingTables(held, reviewed, migration);
}

/** Of these relations the tables in use that are not about to get their row-level security. */
export function lastingTables(
  relations: readonly QualifiedName[],
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): readonly QualifiedName[] {
  return existing(relations, reviewed, migration).filter((relation) => {
    // One that an earlier statement has dropped is locked as well.
    const known = findRelation(reviewed.before, relation) ?? findRelation(migration.before, relation);
    return (known === undefined || isTable(known)) && !isSecuredHere(relation, migration);
  });
}

/** The partitioned table at the root, or the table itself: a family of tables is locked by one statement. */
export function rootOf(catalog: Catalog, name: QualifiedName): QualifiedName {
  const parent = findTable(catalog, name)?.partitionOf?.parent;
  return parent === undefined ? name : rootOf(catalog, parent);
}

function isSecuredHere(relation: QualifiedName, { statements }: ReviewedMigration): boolean {
  return statements.some(({ behaviour }) =>
    behaviour.actions.some(({ action }) => {
      if (action.relation !== relation) return false;
      const command = nodeAs(action.content, 'AlterTableCmd')?.subtype;
      return (
        command?.endsWith('RowSecurity') === true ||
        nodeAs(action.content, 'CreatePolicyStmt') !== undefined ||
        nodeAs(action.content, 'AlterPolicyStmt') !== undefined
      );
    }),
  );
}
