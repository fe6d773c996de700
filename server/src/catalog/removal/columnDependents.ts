import type { Node } from '@pgsql/types';
import { filing } from '../filing';
import type { Catalog, Index, QualifiedName, Table } from '../model';
import { partsOf } from '../objectNames';
import { referencingForeignKeys } from '../query/constraints';
import { findTable, indexesOf, nameOf } from '../query/relations';
import { readExpression, type Reading } from '../trees/reading';
import type { CatalogObject, Dependent } from './objects';
import { policiesThat } from './policies';

/**
 * What hangs on a column: the table's own indexes, constraints and sequences go along, all that others made of it
 * needs CASCADE.
 */
export function columnDependents(
  catalog: Catalog,
  relation: QualifiedName,
  column: string,
): readonly Dependent[] {
  const ofCatalog = dependentsByCatalog.get(catalog) ?? new Map<string, readonly Dependent[]>();
  dependentsByCatalog.set(catalog, ofCatalog);
  const key = JSON.stringify([relation, column]);
  const dependents = ofCatalog.get(key) ?? findDependents(catalog, relation, column);
  ofCatalog.set(key, dependents);
  return dependents;
}

/** Replay, explanations and rules ask for the same column of one catalog, which is a value, and search all of it. */
const dependentsByCatalog = new WeakMap<Catalog, Map<string, readonly Dependent[]>>();

function findDependents(catalog: Catalog, relation: QualifiedName, column: string): readonly Dependent[] {
  const table = findTable(catalog, relation);
  if (table === undefined) return [];
  const reads = (reading: Reading) =>
    reading.columns.some((read) => read.relation === relation && read.column === column);
  const names = (expression: Node | undefined) =>
    expression !== undefined && reads(readExpression(catalog, expression, table));
  return [
    ...ownParts(catalog, table, column, names).map((object): Dependent => ({ object, goes: 'along' })),
    ...foreignParts(catalog, table, column, reads, names).map((object): Dependent => ({
      object,
      goes: 'with cascade',
    })),
  ];
}

type Names = (expression: Node | undefined) => boolean;

function ownParts(catalog: Catalog, table: Table, column: string, names: Names): readonly CatalogObject[] {
  const relation = nameOf(table);
  return [
    ...indexesOf(catalog, relation)
      .filter((index) => index.constraint === undefined && indexUses(index, column, names))
      .map((index): CatalogObject => ({ kind: 'index', name: nameOf(index) })),
    ...table.constraints
      .filter((constraint) => {
        const index = 'index' in constraint ? catalog.indexes.get(constraint.index) : undefined;
        return (
          constraint.columns.includes(column) || (index !== undefined && indexUses(index, column, names))
        );
      })
      .map((constraint): CatalogObject => ({ kind: 'constraint', relation, name: constraint.name })),
    ...[...catalog.sequences.values()]
      .filter((sequence) => sequence.ownedBy?.table === relation && sequence.ownedBy.column === column)
      .map((sequence): CatalogObject => ({ kind: 'sequence', name: nameOf(sequence) })),
  ];
}

function foreignParts(
  catalog: Catalog,
  table: Table,
  column: string,
  reads: (reading: Reading) => boolean,
  names: Names,
): readonly CatalogObject[] {
  const relation = nameOf(table);
  return [
    ...referencingForeignKeys(catalog, relation)
      .filter(({ constraint }) => constraint.referencedColumns.includes(column))
      .filter(
        ({ table: other, constraint }) => nameOf(other) !== relation || !constraint.columns.includes(column),
      )
      .map(({ table: other, constraint }): CatalogObject => ({
        kind: 'constraint',
        relation: nameOf(other),
        name: constraint.name,
      })),
    ...catalog.relations
      .filedUnder(filing.reads(relation))
      .filter(
        (view) =>
          'readsColumns' in view &&
          view.readsColumns.some((read) => read.relation === relation && read.column === column),
      )
      .map((view): CatalogObject => ({ kind: 'relation', name: nameOf(view) })),
    ...table.columns
      .filter((other) => other.name !== column && names(other.generated?.expression))
      .map((other): CatalogObject => ({ kind: 'column', relation, name: other.name })),
    ...table.triggers
      .filter((trigger) => trigger.columns.includes(column) || names(trigger.when))
      .map((trigger): CatalogObject => ({ kind: 'trigger', relation, name: trigger.name })),
    ...policiesThat(catalog, [column, partsOf(relation).name], reads),
  ];
}

function indexUses(index: Index, column: string, names: Names): boolean {
  return (
    index.include.includes(column) ||
    index.keys.some((key) => key.column === column || names(key.expression)) ||
    names(index.predicate)
  );
}
