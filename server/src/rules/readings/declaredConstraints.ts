import type { RangeVar } from '@pgsql/types';
import {
  commaSeparatedSpans,
  nodeAs,
  offsetInFile,
  tokensOf,
  type NodeOf,
  type Span,
  type Statement,
} from '../../sql';
import { oncePerStatement } from './oncePerStatement';
import { closingParenthesis } from './tokens';

/** A constraint as a CREATE TABLE or ALTER TABLE writes it, with its place in the file. */
export interface DeclaredConstraint {
  readonly table: RangeVar;
  readonly constraint: NodeOf<'Constraint'>;
  readonly span: Span;
  /** The column whose definition it is part of; undefined for one that stands on its own. */
  readonly column: string | undefined;
}

/** The constraints that a CREATE TABLE or ALTER TABLE declares, in the order in which they are written. */
export const declaredConstraints = oncePerStatement((statement: Statement): readonly DeclaredConstraint[] => {
  const create = nodeAs(statement.tree, 'CreateStmt');
  if (create?.relation !== undefined) {
    return declared(statement, create.relation, create.tableElts ?? [], elementListOf(statement));
  }
  const alter = nodeAs(statement.tree, 'AlterTableStmt');
  if (alter?.relation === undefined) return [];
  const definitions = (alter.cmds ?? []).flatMap((command) => nodeAs(command, 'AlterTableCmd')?.def ?? []);
  return declared(statement, alter.relation, definitions, statement.span);
});

/** The span between the parentheses of a CREATE TABLE; the whole statement where there are none. */
export function elementListOf(statement: Statement): Span {
  const tokens = tokensOf(statement);
  const open = tokens.find((token) => token.text === '(');
  const close = open === undefined ? undefined : closingParenthesis(tokens, open);
  if (open === undefined || close === undefined) return statement.span;
  return { start: open.end, end: close.start };
}

function declared(
  statement: Statement,
  table: RangeVar,
  definitions: readonly NonNullable<NodeOf<'CreateStmt'>['tableElts']>[number][],
  within: Span,
): readonly DeclaredConstraint[] {
  const parts = commaSeparatedSpans(statement, within);
  return definitions.flatMap((definition): readonly DeclaredConstraint[] => {
    const alone = nodeAs(definition, 'Constraint');
    if (alone !== undefined) {
      const start = offsetInFile(statement, alone.location);
      return [{ table, constraint: alone, span: { start, end: endOfPart(parts, start) }, column: undefined }];
    }
    const column = nodeAs(definition, 'ColumnDef');
    return column === undefined ? [] : columnConstraints(statement, table, column, parts);
  });
}

function columnConstraints(
  statement: Statement,
  table: RangeVar,
  column: NodeOf<'ColumnDef'>,
  parts: readonly Span[],
): readonly DeclaredConstraint[] {
  const constraints = (column.constraints ?? []).flatMap((node) => nodeAs(node, 'Constraint') ?? []);
  // DEFERRABLE and the like are nodes of their own, but belong to the constraint before them.
  const own = constraints.filter((constraint) => constraint.contype?.startsWith('CONSTR_ATTR_') !== true);
  return own.map((constraint, place) => {
    const start = offsetInFile(statement, constraint.location);
    const next = own[place + 1];
    const end =
      next === undefined
        ? endOfPart(parts, start)
        : endOfTokenBefore(statement, offsetInFile(statement, next.location));
    return { table, constraint, span: { start, end }, column: column.colname };
  });
}

function endOfPart(parts: readonly Span[], offset: number): number {
  return parts.find((part) => part.start <= offset && offset < part.end)?.end ?? offset;
}

function endOfTokenBefore(statement: Statement, offset: number): number {
  return tokensOf(statement).findLast((token) => token.end <= offset)?.end ?? offset;
}
