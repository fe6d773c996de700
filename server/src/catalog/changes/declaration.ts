import type { Constraint as ConstraintNode } from '@pgsql/types';
import type { ConstraintCommon, Origin, Table } from '../model';
import { findConstraint } from '../query/constraints';
import { nameOf } from '../query/relations';
import { refuse } from '../refusal';

/** A constraint as a statement declares it. */
export interface Declaration {
  readonly node: ConstraintNode;
  /** The column beside which it stands; undefined for a table constraint. */
  readonly column: string | undefined;
  /** Whether rows can be there that it would have to hold for: never in CREATE TABLE, where NOT VALID says nothing. */
  readonly rows: 'none' | 'possible';
  /** Whether children get it too; ALTER TABLE ONLY asks for the table alone. */
  readonly recursion: 'children' | 'only';
}

/** What all kinds of constraints share, read off the declaration. */
export function commonOf(
  { node, rows }: Declaration,
  name: string,
  columns: readonly string[],
  origin: Origin,
): ConstraintCommon {
  // The tree leaves out what is false, and only checks and foreign keys can be NOT ENFORCED.
  const canBeUnenforced = node.contype === 'CONSTR_CHECK' || node.contype === 'CONSTR_FOREIGN';
  const enforced = !canBeUnenforced || node.is_enforced === true;
  return {
    name,
    columns,
    validated: enforced && (rows === 'none' || node.skip_validation !== true),
    enforced,
    deferrable: node.deferrable ?? false,
    initiallyDeferred: node.initdeferred ?? false,
    local: true,
    origin,
  };
}

/** Refuses a name that another constraint of the table has. */
export function freeConstraintName(table: Table, name: string): string {
  if (findConstraint(table, name) === undefined) return name;
  return refuse(`constraint "${name}" for relation "${nameOf(table)}" already exists`);
}
