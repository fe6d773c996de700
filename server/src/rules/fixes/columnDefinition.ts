import type { ConstrType } from '@pgsql/types';
import type { Span, Statement } from '../../sql';
import type { Edit, ReviewedMigration } from '../model';
import { declaredConstraints, type DeclaredConstraint } from '../readings/declaredConstraints';
import { insertion, removal } from './insertions';

/** The parts of a column's definition of such types, a default among them, in the order in which they are written. */
export function columnConstraints(
  statement: Statement,
  column: string,
  ...types: readonly ConstrType[]
): readonly DeclaredConstraint[] {
  return declaredConstraints(statement).filter(
    (declared) =>
      declared.column === column &&
      declared.constraint.contype !== undefined &&
      types.includes(declared.constraint.contype),
  );
}

/** The edits that take parts out of a column's definition. */
export function withoutConstraints(
  migration: ReviewedMigration,
  constraints: readonly DeclaredConstraint[],
): readonly Edit[] {
  return constraints.map(({ span }) => removal(migration, span));
}

/** A further action of an ALTER TABLE, right behind another. */
export function furtherAction(migration: ReviewedMigration, after: Span, action: string): Edit {
  return insertion(migration, after.end, `, ${action}`);
}
