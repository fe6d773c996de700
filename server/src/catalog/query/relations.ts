import type { WrittenName } from '../../sql';
import type { Catalog, Column, Index, Relation, Sequence, QualifiedName, Table, View } from '../model';
import { filing } from '../filing';
import { resolveRelation } from './resolve';

/** A relation's name, resolved already or as a statement wrote it. */
export type RelationName = QualifiedName | WrittenName;

/** The qualified name of a table, view, index or sequence. */
export function nameOf(object: { readonly schema: string; readonly name: string }): QualifiedName {
  return `${object.schema}.${object.name}`;
}

export function findRelation(catalog: Catalog, name: RelationName): Relation | undefined {
  return catalog.relations.get(resolved(catalog, name));
}

export function findTable(catalog: Catalog, name: RelationName): Table | undefined {
  const relation = findRelation(catalog, name);
  return relation !== undefined && isTable(relation) ? relation : undefined;
}

export function findView(catalog: Catalog, name: RelationName): View | undefined {
  const relation = findRelation(catalog, name);
  return relation === undefined || isTable(relation) ? undefined : relation;
}

export function findIndex(catalog: Catalog, name: RelationName): Index | undefined {
  return catalog.indexes.get(resolved(catalog, name));
}

export function findSequence(catalog: Catalog, name: RelationName): Sequence | undefined {
  return catalog.sequences.get(resolved(catalog, name));
}

export function columnsOf(catalog: Catalog, name: RelationName): readonly Column[] {
  return findRelation(catalog, name)?.columns ?? [];
}

export function findColumn(relation: Relation | undefined, column: string): Column | undefined {
  return relation?.columns.find((candidate) => candidate.name === column);
}

export function isTable(relation: Relation): relation is Table {
  return relation.kind !== 'view' && relation.kind !== 'materialized view';
}

/** All tables, partitioned and foreign ones included. */
export function tablesOf(catalog: Catalog): readonly Table[] {
  return catalog.relations.reduce<Table[]>((tables, relation) => {
    if (isTable(relation)) tables.push(relation);
    return tables;
  }, []);
}

/** All views and materialized views. */
export function viewsOf(catalog: Catalog): readonly View[] {
  return catalog.relations.reduce<View[]>((views, relation) => {
    if (!isTable(relation)) views.push(relation);
    return views;
  }, []);
}

/** Indexes on a table or materialized view, those of constraints included. */
export function indexesOf(catalog: Catalog, table: QualifiedName): readonly Index[] {
  return catalog.indexes.filedUnder(filing.ofTable(table));
}

function resolved(catalog: Catalog, name: RelationName): QualifiedName {
  return typeof name === 'string' ? name : resolveRelation(catalog, name);
}
