import type { Node } from '@pgsql/types';
import {
  findTable,
  referencingForeignKeys,
  resolveRelation,
  type Catalog,
  type QualifiedName,
} from '../../catalog';
import { nameOfRangeVar, nodeAs, sqlOf } from '../../sql';
import type { RestoringStatement } from './restoreSchema';

/**
 * Statements of one transaction, with the deferred checks of rows made before the next statement that alters something:
 * PostgreSQL refuses to alter a table that "has pending trigger events".
 */
export function withChecksMade(
  statements: readonly RestoringStatement[],
  catalog: Catalog,
): readonly RestoringStatement[] {
  let arePending = false;
  return statements.flatMap((statement) => {
    const written = writtenTable(statement.tree, catalog);
    if (written !== undefined) {
      arePending ||= isCheckedLater(written, catalog);
      return [statement];
    }
    if (!arePending) return [statement];
    arePending = false;
    return [checkNow, statement];
  });
}

const tree: Node = { ConstraintsSetStmt: { deferred: false } };
const checkNow: RestoringStatement = { tree, sql: sqlOf(tree), isAboutRows: true };

function writtenTable(statement: Node, catalog: Catalog): QualifiedName | undefined {
  const relation =
    nodeAs(statement, 'InsertStmt')?.relation ??
    nodeAs(statement, 'UpdateStmt')?.relation ??
    nodeAs(statement, 'DeleteStmt')?.relation;
  const written = nameOfRangeVar(relation);
  return written === undefined ? undefined : resolveRelation(catalog, written);
}

/** Whether a constraint of the table, a foreign key to it or a trigger waits for the end of the transaction. */
function isCheckedLater(name: QualifiedName, catalog: Catalog): boolean {
  const table = findTable(catalog, name);
  const constraints = [
    ...(table?.constraints ?? []),
    ...referencingForeignKeys(catalog, name).map(({ constraint }) => constraint),
  ];
  return (
    constraints.some(({ initiallyDeferred }) => initiallyDeferred) ||
    (table?.triggers ?? []).some(({ definition }) => definition.initdeferred === true)
  );
}
