import type { Node } from '@pgsql/types';
import { nodeAs } from '../../sql';
import { changeRelations, existingTable } from '../edit';
import type { Catalog, Constraint, Index, QualifiedName, Table, View } from '../model';
import { childrenOf } from '../query/partitions';
import { findColumn, findTable, findView, nameOf } from '../query/relations';
import { refuse } from '../refusal';
import { readExpression, readQuery } from '../trees/reading';
import { renameColumnIn } from '../trees/rewriting';
import { mentions } from '../trees/namesIn';
import { withPolicyTrees } from './relations';

/**
 * A column of a table or view gets another name; keys, expressions, policies and views that read it follow, as does
 * the column of each child. A view's own column names stay.
 */
export function renameColumn(catalog: Catalog, relation: QualifiedName, from: string, to: string): Catalog {
  const view = findView(catalog, relation);
  if (view !== undefined) {
    const columns = view.columns.map((column) => (column.name === from ? { ...column, name: to } : column));
    return { ...catalog, relations: catalog.relations.set(relation, { ...view, columns }) };
  }
  const table = findTable(catalog, relation) ?? refuse(`relation "${relation}" is not known to the history`);
  if (findColumn(table, from) === undefined)
    return refuse(`column "${from}" of "${relation}" does not exist`);
  if (findColumn(table, to) !== undefined)
    return refuse(`column "${to}" of relation "${relation}" already exists`);
  const names = { relation, from, to };
  const readersRenamed = changeRelations(catalog, {
    table: (other) => tableReading(catalog, other, names),
    view: (other) => viewReading(catalog, other, names),
  });
  const indexes = catalog.indexes.map((index) =>
    index.table === relation ? indexRenamed(catalog, table, index, names) : index,
  );
  const sequences = catalog.sequences.map((sequence) =>
    sequence.ownedBy?.table === relation && sequence.ownedBy.column === from
      ? { ...sequence, ownedBy: { table: relation, column: to } }
      : sequence,
  );
  const comment = catalog.comments.get(`COLUMN ${relation}.${from}`);
  const comments =
    comment === undefined
      ? catalog.comments
      : catalog.comments.delete(`COLUMN ${relation}.${from}`).set(`COLUMN ${relation}.${to}`, comment);
  const current = existingTable(readersRenamed, relation);
  const relations = readersRenamed.relations.set(relation, ownRenamed(catalog, table, current, names));
  return childrenOf(catalog, relation).reduce(
    (result, child) =>
      findColumn(findTable(result, nameOf(child)), from) === undefined
        ? result
        : renameColumn(result, nameOf(child), from, to),
    { ...readersRenamed, relations, indexes, sequences, comments },
  );
}

interface Names {
  readonly relation: QualifiedName;
  readonly from: string;
  readonly to: string;
}

/** An expression of a table, with the references that mean the column renamed. */
function inExpression(catalog: Catalog, table: Table, tree: Node, names: Names): Node {
  const readings = readExpression(catalog, tree, table).columns.filter(
    ({ relation, column }) => relation === names.relation && column === names.from,
  );
  return readings.length === 0 ? tree : renameColumnIn(tree, readings, names.to);
}

function optionally(catalog: Catalog, table: Table, tree: Node | undefined, names: Names): Node | undefined {
  return tree === undefined ? undefined : inExpression(catalog, table, tree, names);
}

/** Other tables follow in their foreign keys and in policies that read the column. */
function tableReading(catalog: Catalog, table: Table, names: Names): Table {
  const isConcerned =
    table.policies.some(
      ({ using, withCheck }) => mentions(using, names.from) || mentions(withCheck, names.from),
    ) ||
    table.constraints.some(
      (constraint) => constraint.kind === 'foreign key' && constraint.references === names.relation,
    );
  if (!isConcerned) return table;
  return {
    ...table,
    policies: table.policies.map((policy) =>
      withPolicyTrees(policy, (tree) => optionally(catalog, table, tree, names)),
    ),
    constraints: table.constraints.map((constraint) =>
      constraint.kind === 'foreign key' && constraint.references === names.relation
        ? { ...constraint, referencedColumns: constraint.referencedColumns.map(renamer(names)) }
        : constraint,
    ),
  };
}

function viewReading(catalog: Catalog, view: View, names: Names): View {
  if (view.query === undefined || !view.reads.includes(names.relation)) return view;
  const readings = readQuery(catalog, view.query).reading.columns.filter(
    ({ relation, column }) => relation === names.relation && column === names.from,
  );
  const readsColumns = view.readsColumns.map((read) =>
    read.relation === names.relation ? { ...read, column: renamer(names)(read.column) } : read,
  );
  return { ...view, query: renameColumnIn(view.query, readings, names.to), readsColumns };
}

function ownRenamed(catalog: Catalog, before: Table, table: Table, names: Names): Table {
  const renamed = renamer(names);
  const inOwn = (tree: Node) => inExpression(catalog, before, tree, names);
  return {
    ...table,
    columns: table.columns.map((column) => ({
      ...column,
      name: renamed(column.name),
      generated:
        column.generated === undefined
          ? undefined
          : { ...column.generated, expression: inOwn(column.generated.expression) },
    })),
    constraints: table.constraints.map((constraint) => constraintRenamed(constraint, renamed, inOwn)),
    triggers: table.triggers.map((trigger) => ({
      ...trigger,
      columns: trigger.columns.map(renamed),
      when: trigger.when === undefined ? undefined : inOwn(trigger.when),
    })),
    partitionKey:
      table.partitionKey === undefined
        ? undefined
        : {
            ...table.partitionKey,
            columns: table.partitionKey.columns.map(renamed),
            elements: table.partitionKey.elements.map((element) => renamedElement(element, renamed)),
          },
  };
}

function constraintRenamed(
  constraint: Constraint,
  renamed: (column: string) => string,
  inOwn: (tree: Node) => Node,
): Constraint {
  switch (constraint.kind) {
    case 'not null':
      return { ...constraint, columns: [renamed(constraint.columns[0])] };
    case 'check':
      return {
        ...constraint,
        columns: constraint.columns.map(renamed),
        expression: inOwn(constraint.expression),
      };
    case 'primary key':
    case 'unique':
      return {
        ...constraint,
        columns: constraint.columns.map(renamed),
        include: constraint.include.map(renamed),
      };
    case 'exclusion':
      return { ...constraint, columns: constraint.columns.map(renamed) };
    case 'foreign key':
      return {
        ...constraint,
        columns: constraint.columns.map(renamed),
        onDeleteColumns: constraint.onDeleteColumns.map(renamed),
      };
  }
}

function indexRenamed(catalog: Catalog, table: Table, index: Index, names: Names): Index {
  const renamed = renamer(names);
  return {
    ...index,
    keys: index.keys.map((key) =>
      key.column === undefined
        ? { ...key, expression: inExpression(catalog, table, key.expression, names) }
        : { ...key, column: renamed(key.column) },
    ),
    include: index.include.map(renamed),
    predicate: optionally(catalog, table, index.predicate, names),
  };
}

function renamer(names: Names): (column: string) => string {
  return (column) => (column === names.from ? names.to : column);
}

function renamedElement(node: Node, renamed: (name: string) => string): Node {
  const element = nodeAs(node, 'PartitionElem');
  return element?.name === undefined ? node : { PartitionElem: { ...element, name: renamed(element.name) } };
}
