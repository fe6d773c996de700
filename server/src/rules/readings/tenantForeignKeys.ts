import { findTable, nameOf, resolveRelation, type ForeignKey, type Table } from '../../catalog';
import { nameOfRangeVar, stringsOf } from '../../sql';
import type { ReviewedStatement } from '../model';
import { declaredConstraints, type DeclaredConstraint } from './declaredConstraints';
import { oncePerMigration } from './oncePerMigration';
import { isRowTenancy } from './tenantOwnership';

/** A foreign key that a statement declares, with both its tables as the statement leaves them. */
export interface DeclaredForeignKey {
  readonly declared: DeclaredConstraint;
  readonly foreignKey: ForeignKey;
  readonly child: Table;
  readonly parent: Table;
  readonly reviewed: ReviewedStatement;
}

/** The foreign keys of a migration in the row model, in order; none in a rollback, which only gives back what was there. */
export const declaredForeignKeys = oncePerMigration((migration): readonly DeclaredForeignKey[] => {
  if (!isRowTenancy(migration.policy) || migration.direction === 'down') return [];
  return migration.statements.flatMap((reviewed) =>
    declaredConstraints(reviewed.statement).flatMap((declared) => foreignKeyOf(declared, reviewed) ?? []),
  );
});

function foreignKeyOf(
  declared: DeclaredConstraint,
  reviewed: ReviewedStatement,
): DeclaredForeignKey | undefined {
  const { constraint, table, column } = declared;
  const [own, other] = [nameOfRangeVar(table), nameOfRangeVar(constraint.pktable)];
  if (constraint.contype !== 'CONSTR_FOREIGN' || own === undefined || other === undefined) return undefined;
  const [child, parent] = [own, other].map((name) => tableOf(name, reviewed));
  if (child === undefined || parent === undefined) return undefined;
  const columns = column === undefined ? stringsOf(constraint.fk_attrs) : [column];
  const foreignKey = child.constraints.find(
    (candidate): candidate is ForeignKey =>
      candidate.kind === 'foreign key' &&
      candidate.references === nameOf(parent) &&
      candidate.columns.join() === columns.join(),
  );
  return foreignKey && { declared, foreignKey, child, parent, reviewed };
}

function tableOf(
  name: Parameters<typeof resolveRelation>[1],
  { after }: ReviewedStatement,
): Table | undefined {
  const table = findTable(after, resolveRelation(after, name));
  return table?.uncertain === undefined ? table : undefined;
}
