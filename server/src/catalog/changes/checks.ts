import type { Node } from '@pgsql/types';
import { stringsOf } from '../../sql';
import { changeColumn, existingColumn, existingTable, withConstraint } from '../edit';
import type { Catalog, Constraint, Origin, QualifiedName, Table } from '../model';
import { chooseConstraintName } from '../objectNames';
import { findConstraint } from '../query/constraints';
import { childrenOf } from '../query/partitions';
import { nameOf } from '../query/relations';
import { refuse } from '../refusal';
import { readExpression } from '../trees/reading';
import { commonOf, freeConstraintName, type Declaration } from './declaration';

/** Makes a column NOT NULL for a key, by a constraint of the server's default name, unless it is already. */
export function requireNotNull(
  catalog: Catalog,
  table: QualifiedName,
  column: string,
  origin: Origin,
): Catalog {
  if (notNullOf(existingTable(catalog, table), column) !== undefined) return catalog;
  return addNotNull(
    catalog,
    table,
    { node: { contype: 'CONSTR_NOTNULL' }, column, rows: 'possible', recursion: 'children' },
    origin,
  );
}

/** Hands a check or not-null constraint on to the children; one that a child has already becomes an inherited one. */
export function inheritConstraint(
  catalog: Catalog,
  child: QualifiedName,
  constraint: Extract<Constraint, { kind: 'check' | 'not null' }>,
): Catalog {
  const table = existingTable(catalog, child);
  const same =
    constraint.kind === 'check'
      ? findConstraint(table, constraint.name)
      : notNullOf(table, constraint.columns[0]);
  const inherited: Constraint = same ?? { ...constraint, local: false };
  const validated = inherited.validated || constraint.validated;
  const next = withConstraint(catalog, child, { ...inherited, validated });
  const marked = constraint.kind === 'not null' ? markNotNull(next, child, constraint.columns[0]) : next;
  return childrenOf(marked, child).reduce(
    (result, grandchild) => inheritConstraint(result, nameOf(grandchild), constraint),
    marked,
  );
}

export function addCheck(
  catalog: Catalog,
  name: QualifiedName,
  declaration: Declaration,
  origin: Origin,
): Catalog {
  const table = existingTable(catalog, name);
  const expression: Node = declaration.node.raw_expr ?? refuse('a check needs an expression');
  const columns = columnsIn(catalog, table, expression);
  const constraintName =
    declaration.node.conname === undefined
      ? chooseConstraintName(catalog, table.schema, {
          table: table.name,
          columns: columns.length === 1 ? columns : [],
          label: 'check',
        })
      : freeConstraintName(table, declaration.node.conname);
  const constraint = {
    ...commonOf(declaration, constraintName, columns, origin),
    kind: 'check' as const,
    expression,
    noInherit: declaration.node.is_no_inherit ?? false,
  };
  const next = withConstraint(catalog, name, constraint);
  if (constraint.noInherit) return next;
  return toChildren(next, name, declaration, constraint);
}

export function addNotNull(
  catalog: Catalog,
  name: QualifiedName,
  declaration: Declaration,
  origin: Origin,
): Catalog {
  const table = existingTable(catalog, name);
  const column =
    declaration.column ?? stringsOf(declaration.node.keys).at(0) ?? refuse('NOT NULL needs a column');
  existingColumn(table, column);
  const present = notNullOf(table, column);
  if (present !== undefined) return withConstraint(catalog, name, { ...present, local: true });
  const constraintName =
    declaration.node.conname ??
    chooseConstraintName(catalog, table.schema, { table: table.name, columns: [column], label: 'not_null' });
  const constraint = {
    ...commonOf(declaration, constraintName, [column], origin),
    kind: 'not null' as const,
    columns: [column] as const,
  };
  const next = markNotNull(withConstraint(catalog, name, constraint), name, column);
  if (declaration.node.is_no_inherit === true) return next;
  return toChildren(next, name, declaration, constraint);
}

function toChildren(
  catalog: Catalog,
  name: QualifiedName,
  declaration: Declaration,
  constraint: Extract<Constraint, { kind: 'check' | 'not null' }>,
): Catalog {
  const children = childrenOf(catalog, name);
  if (declaration.recursion === 'only') {
    if (children.length > 0) refuse('the constraint must be added to child tables too');
    return catalog;
  }
  return children.reduce((result, child) => inheritConstraint(result, nameOf(child), constraint), catalog);
}

export function notNullOf(
  table: Table,
  column: string,
): Extract<Constraint, { kind: 'not null' }> | undefined {
  return table.constraints
    .filter((constraint) => constraint.kind === 'not null')
    .find((constraint) => constraint.columns[0] === column);
}

function markNotNull(catalog: Catalog, table: QualifiedName, column: string): Catalog {
  return changeColumn(catalog, table, column, (found) => ({ ...found, notNull: true }));
}

/** The table's columns that an expression names, each once, as they appear. */
export function columnsIn(catalog: Catalog, table: Table, expression: Node): readonly string[] {
  const name = nameOf(table);
  const readings = readExpression(catalog, expression, table).columns;
  return [...new Set(readings.filter(({ relation }) => relation === name).map(({ column }) => column))];
}
