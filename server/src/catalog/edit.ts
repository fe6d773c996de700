import type {
  Catalog,
  Column,
  Constraint,
  Index,
  QualifiedName,
  Relation,
  Sequence,
  Table,
  UserType,
  View,
} from './model';
import { findColumn, findTable, isTable, nameOf } from './query/relations';
import { refuse } from './refusal';

/** Puts a relation in, or in the place of the one of its name. */
export function withRelation(catalog: Catalog, relation: Relation): Catalog {
  return { ...catalog, relations: catalog.relations.set(nameOf(relation), relation) };
}

export function withIndex(catalog: Catalog, index: Index): Catalog {
  return { ...catalog, indexes: catalog.indexes.set(nameOf(index), index) };
}

export function withSequence(catalog: Catalog, sequence: Sequence): Catalog {
  return { ...catalog, sequences: catalog.sequences.set(nameOf(sequence), sequence) };
}

export function withType(catalog: Catalog, type: UserType): Catalog {
  return { ...catalog, types: catalog.types.set(nameOf(type), type) };
}

/** The table, or the refusal that the server would give. */
export function existingTable(catalog: Catalog, name: QualifiedName): Table {
  return findTable(catalog, name) ?? refuse(`relation "${name}" is not known to the history`);
}

export function existingColumn(table: Table, name: string): Column {
  return findColumn(table, name) ?? refuse(`column "${name}" of relation "${nameOf(table)}" does not exist`);
}

export function changeTable(catalog: Catalog, name: QualifiedName, change: (table: Table) => Table): Catalog {
  return withRelation(catalog, change(existingTable(catalog, name)));
}

/** Changes all tables and views for which the change gives something new. */
export function changeRelations(catalog: Catalog, change: Changes): Catalog {
  const relations = catalog.relations.map((relation) =>
    isTable(relation) ? change.table(relation) : change.view(relation),
  );
  return relations === catalog.relations ? catalog : { ...catalog, relations };
}

interface Changes {
  readonly table: (table: Table) => Table;
  readonly view: (view: View) => View;
}

export function changeColumn(
  catalog: Catalog,
  table: QualifiedName,
  column: string,
  change: (column: Column) => Column,
): Catalog {
  return changeTable(catalog, table, (found) => {
    existingColumn(found, column);
    return {
      ...found,
      columns: found.columns.map((candidate) => (candidate.name === column ? change(candidate) : candidate)),
    };
  });
}

/** Puts a constraint at the end, or in the place of the one of its name. */
export function withConstraint(catalog: Catalog, table: QualifiedName, constraint: Constraint): Catalog {
  return changeTable(catalog, table, (found) => {
    const others = found.constraints.filter((candidate) => candidate.name !== constraint.name);
    const isNew = others.length === found.constraints.length;
    return {
      ...found,
      constraints: isNew
        ? [...found.constraints, constraint]
        : found.constraints.map((candidate) => (candidate.name === constraint.name ? constraint : candidate)),
    };
  });
}

export function changeConstraint(
  catalog: Catalog,
  table: QualifiedName,
  name: string,
  change: (constraint: Constraint) => Constraint,
): Catalog {
  return changeTable(catalog, table, (found) => ({
    ...found,
    constraints: found.constraints.map((candidate) =>
      candidate.name === name ? change(candidate) : candidate,
    ),
  }));
}
