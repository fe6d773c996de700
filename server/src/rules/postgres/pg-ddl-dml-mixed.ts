import { nodeAs } from '../../sql';
import { dataChangeLater } from '../fixes/dataChangeLater';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { spokenName } from '../../catalog';
import { rowChanges } from '../readings/actionKinds';
import { couldBeNew } from '../readings/newTables';
import { locksOnExisting } from '../readings/existingRelations';

/** Schema changes are quick and roll back; changes of rows take their time and often cannot. Teams keep them apart. */
export const pgDdlDmlMixed: Rule = {
  id: 'pg-ddl-dml-mixed',
  category: 'transaction',
  severity: 'off',
  summary: 'A migration that changes the schema of existing tables and rows of existing tables',
  speaksOf: [...rowChanges, 'SelectStmt'],
  *check(migration) {
    const changesSchema = migration.statements.some(
      (reviewed) => !isDataChange(reviewed) && locksOnExisting(reviewed, migration).length > 0,
    );
    if (!changesSchema) return;
    const first = migration.statements.find(
      (reviewed) => isDataChange(reviewed) && targetsOf(reviewed, migration).length > 0,
    );
    if (first !== undefined) yield findingFor(first, migration);
  },
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding {
  const { statement, behaviour } = reviewed;
  const targets = targetsOf(reviewed, migration);
  return {
    what: `${behaviour.kind} changes rows of ${targets.map(spokenName).join(', ')} in a migration that also changes the schema.`,
    who: 'Both fail, wait and are rolled back together, on the tenant with the fewest rows and on the one with the most.',
    remedy: 'Change rows in a migration of its own.',
    span: statement.span,
    relations: targets,
    fixes: dataChangeLater(reviewed, migration),
  };
}

/** INSERT … VALUES only adds what the migration itself names. */
function isDataChange({ statement: { tree } }: ReviewedStatement): boolean {
  const insert = nodeAs(tree, 'InsertStmt');
  if (insert !== undefined) return (nodeAs(insert.selectStmt, 'SelectStmt')?.fromClause ?? []).length > 0;
  const change = nodeAs(tree, 'UpdateStmt') ?? nodeAs(tree, 'DeleteStmt') ?? nodeAs(tree, 'MergeStmt');
  return change !== undefined;
}

function targetsOf(reviewed: ReviewedStatement, migration: ReviewedMigration): readonly string[] {
  return reviewed.behaviour.actions
    .slice(0, 1)
    .flatMap(({ action }) => action.relation ?? [])
    .filter((relation) => !couldBeNew(relation, reviewed, migration));
}
