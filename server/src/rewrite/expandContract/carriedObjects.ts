import {
  applyStatement,
  chooseRelationName,
  findTable,
  indexesOf,
  nameOf,
  qualify,
  quoted,
  quotedName,
  type Catalog,
  type Constraint,
  type Index,
  type Table,
} from '../../catalog';
import { sqlOf } from '../../sql';
import { constraintNode } from '../rollback/restore/constraintTrees';
import { indexStatement } from '../rollback/restore/indexes';
import { alterTable } from '../rollback/trees';
import type { TableSplitting } from './model';

/** What stands on the old column and has to stand on the new one. */
export interface Carried {
  readonly indexes: readonly CarriedIndex[];
  readonly constraints: readonly CarriedConstraint[];
}

export interface CarriedIndex {
  readonly build: string;
  /** Gives the index, once the old one is gone, its name, and the constraint that it serves. */
  readonly settle: string;
}

export interface CarriedConstraint {
  readonly constraint: Constraint;
  readonly interimName: string;
  /** Adds it for new rows only. */
  readonly add: string;
}

/** The indexes and constraints of `column`, as they have to be made for a column named `interim` beside it. */
export function carriedBy(
  { catalog, name, table, place }: TableSplitting,
  column: string,
  interim: string,
): Carried {
  // The server itself would put the new name wherever the old one stands, and so does the model of it.
  const [rename] = place.parse(
    `ALTER TABLE ${quotedName(name)} RENAME COLUMN ${quoted(column)} TO ${quoted(interim)}`,
  ).statements;
  const renamed = rename === undefined ? catalog : applyStatement(catalog, rename, '');
  const renamedTable = findTable(renamed, name) ?? table;
  const changed = (before: object | undefined, after: object) =>
    JSON.stringify(before) !== JSON.stringify(after);
  const indexes = indexesOf(renamed, name).filter((index) =>
    changed(catalog.indexes.get(nameOf(index)), index),
  );
  const constraints = renamedTable.constraints.filter(
    (constraint) =>
      (constraint.kind === 'check' || constraint.kind === 'foreign key') &&
      changed(
        table.constraints.find((old) => old.name === constraint.name),
        constraint,
      ),
  );
  return {
    indexes: indexes.map((index) => carriedIndex(index, renamed, renamedTable)),
    constraints: constraints.map((constraint) => carriedConstraint(constraint, renamed, renamedTable)),
  };
}

function carriedIndex(index: Index, catalog: Catalog, table: Table): CarriedIndex {
  const interimName = chooseRelationName(
    catalog,
    table.schema,
    { table: index.name, columns: [], label: 'new' },
    'relation',
  );
  const interimIndex = { ...index, name: interimName };
  const constraint = table.constraints.find(({ name }) => name === index.constraint);
  const deferrable = constraint?.deferrable === true ? ' DEFERRABLE' : '';
  return {
    build: sqlOf(indexStatement(interimIndex, true)),
    settle:
      constraint === undefined
        ? `ALTER INDEX ${quotedName(qualify(table.schema, interimName))} RENAME TO ${quoted(index.name)}`
        : `ALTER TABLE ${quotedName(nameOf(table))} ADD CONSTRAINT ${quoted(constraint.name)} UNIQUE USING INDEX ${quoted(interimName)}${deferrable}`,
  };
}

function carriedConstraint(constraint: Constraint, catalog: Catalog, table: Table): CarriedConstraint {
  const interimName = `${constraint.name}_new`.slice(-63);
  const tree = constraintNode(catalog, { ...constraint, name: interimName, validated: false });
  return {
    constraint,
    interimName,
    add: sqlOf(alterTable(nameOf(table), { subtype: 'AT_AddConstraint', def: { Constraint: tree } })),
  };
}
