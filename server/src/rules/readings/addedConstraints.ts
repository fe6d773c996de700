import { findConstraint, findTable, quoted, type Constraint, type QualifiedName } from '../../catalog';
import { offsetInFile, type NodeOf, type Span } from '../../sql';
import type { ReviewedMigration, ReviewedStatement } from '../model';

/** A constraint as an ALTER TABLE adds it. */
export interface NamedConstraint {
  readonly table: QualifiedName;
  readonly name: string;
  /** The whole of it, `CONSTRAINT name` included, without NOT VALID. */
  readonly definition: string;
}

/**
 * A constraint with the name that the server gives it, and as an ADD CONSTRAINT would write it. Undefined where the
 * statement adds several of its kind without a name: nobody can say here which name goes to which.
 */
export function addedConstraint(
  migration: ReviewedMigration,
  reviewed: ReviewedStatement,
  { table, kind, written, span }: WrittenConstraint,
): NamedConstraint | undefined {
  const name = written.conname ?? soleAdded(reviewed, table, kind)?.name;
  if (name === undefined) return undefined;
  const text = migration.script.sql.slice(offsetInFile(reviewed.statement, written.location), span.end);
  const definition = written.conname === undefined ? `CONSTRAINT ${quoted(name)} ${text}` : text;
  return { table, name, definition };
}

export interface WrittenConstraint {
  readonly table: QualifiedName;
  readonly kind: Constraint['kind'];
  readonly written: NodeOf<'Constraint'>;
  readonly span: Span;
}

function soleAdded(
  { before, after }: ReviewedStatement,
  table: QualifiedName,
  kind: Constraint['kind'],
): Constraint | undefined {
  const known = findTable(before, table);
  const made = findTable(after, table);
  const [added, ...others] = (made?.constraints ?? []).filter(
    (constraint) =>
      constraint.kind === kind &&
      (known === undefined || findConstraint(known, constraint.name) === undefined),
  );
  return others.length > 0 ? undefined : added;
}
