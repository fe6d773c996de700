import { nameOfParts, type WrittenName } from '../../sql';
import type { Catalog, Column, ColumnType, Constraint, Index, QualifiedName, Table } from '../model';
import { filing } from '../filing';
import { partsOf } from '../objectNames';
import { referencingForeignKeys } from '../query/constraints';
import { childrenOf, partitionsOf } from '../query/partitions';
import { findTable, indexesOf, nameOf, tablesOf, viewsOf } from '../query/relations';
import { readExpression, type Reading } from '../trees/reading';
import { readingOf } from '../trees/rewriting';
import { columnDependents } from './columnDependents';
import type { CatalogObject, Dependent } from './objects';
import { policiesThat } from './policies';

/** What hangs on an object as far as the catalog knows. */
export function dependentsOf(catalog: Catalog, object: CatalogObject): readonly Dependent[] {
  switch (object.kind) {
    case 'relation':
      return relationDependents(catalog, object.name);
    case 'column':
      return columnDependents(catalog, object.relation, object.name);
    case 'constraint':
      return constraintDependents(catalog, object.relation, object.name);
    case 'index':
      return indexDependents(catalog, object.name);
    case 'sequence':
      return sequenceDependents(catalog, object.name);
    case 'type':
      return typeDependents(catalog, object.name);
    case 'routine':
      return routineDependents(catalog, object.name);
    case 'schema':
      return schemaContents(catalog, object.name);
    case 'default':
    case 'policy':
    case 'trigger':
    case 'extension':
      return [];
  }
}

/** Views that read a relation, directly; the views that read those are theirs. */
export function dependentViews(catalog: Catalog, relation: QualifiedName): readonly QualifiedName[] {
  return catalog.relations.filedUnder(filing.reads(relation)).map(nameOf);
}

/** Tables with a column of a user-defined type: a domain, an enum, a composite type; arrays of it included. */
export function tablesUsingType(catalog: Catalog, type: QualifiedName): readonly QualifiedName[] {
  return [
    ...new Set(
      columnsOfType(catalog, type).flatMap((object) => ('relation' in object ? object.relation : [])),
    ),
  ];
}

function relationDependents(catalog: Catalog, name: QualifiedName): readonly Dependent[] {
  const table = findTable(catalog, name);
  return [
    ...along(indexesOf(catalog, name).map((index) => ({ kind: 'index', name: nameOf(index) }))),
    ...along(sequencesOwnedBy(catalog, name)),
    ...along(partitionsOf(catalog, name).map((partition) => ({ kind: 'relation', name: nameOf(partition) }))),
    ...cascaded(dependentViews(catalog, name).map((view) => ({ kind: 'relation', name: view }))),
    ...cascaded(
      childrenOf(catalog, name)
        .filter((child) => child.inherits.includes(name))
        .map((child) => ({ kind: 'relation', name: nameOf(child) })),
    ),
    ...cascaded(
      [name, ...ancestorsOf(catalog, name)]
        .flatMap((referenced) => referencingForeignKeys(catalog, referenced))
        .filter(({ table: referencing }) => nameOf(referencing) !== name)
        .map(({ table: referencing, constraint }) => constraintOf(referencing, constraint)),
    ),
    ...cascaded(
      policiesThat(catalog, [partsOf(name).name], (reading, other) =>
        nameOf(other) === name ? false : reading.relations.some((relation) => relation.name === name),
      ),
    ),
    ...(table === undefined ? [] : cascaded(columnsOfType(catalog, name))),
  ];
}

/** The partitioned tables above a partition: a foreign key to one of them points to the rows of the partition too. */
function ancestorsOf(catalog: Catalog, name: QualifiedName): readonly QualifiedName[] {
  const parent = findTable(catalog, name)?.partitionOf?.parent;
  return parent === undefined ? [] : [parent, ...ancestorsOf(catalog, parent)];
}

function constraintDependents(catalog: Catalog, relation: QualifiedName, name: string): readonly Dependent[] {
  const constraint = findTable(catalog, relation)?.constraints.find((candidate) => candidate.name === name);
  if (constraint === undefined || !('index' in constraint)) return [];
  const referenced = [...constraint.columns].sort().join();
  return [
    ...along([{ kind: 'index', name: constraint.index }]),
    ...cascaded(
      referencingForeignKeys(catalog, relation)
        .filter((reference) => [...reference.constraint.referencedColumns].sort().join() === referenced)
        .map(({ table, constraint: foreignKey }) => constraintOf(table, foreignKey)),
    ),
  ];
}

function indexDependents(catalog: Catalog, name: QualifiedName): readonly Dependent[] {
  const parts = [...catalog.indexes.values()].filter((index) => index.attachedTo === name);
  const index = catalog.indexes.get(name);
  return [
    ...along(parts.map((part) => ({ kind: 'index', name: nameOf(part) }))),
    ...along(parts.flatMap((part) => constraintOfIndex(part))),
    ...(index?.unique === true && index.constraint === undefined
      ? cascaded(foreignKeysByIndex(catalog, index))
      : []),
  ];
}

/** Foreign keys that rest on a plain unique index, where no key constraint has the same columns. */
function foreignKeysByIndex(catalog: Catalog, index: Index): readonly CatalogObject[] {
  const columns = index.keys
    .flatMap((key) => key.column ?? [])
    .sort()
    .join();
  const hasOther = indexesOf(catalog, index.table).some(
    (other) =>
      other !== index &&
      other.unique &&
      other.keys
        .flatMap((key) => key.column ?? [])
        .sort()
        .join() === columns,
  );
  if (hasOther) return [];
  return referencingForeignKeys(catalog, index.table)
    .filter(({ constraint }) => [...constraint.referencedColumns].sort().join() === columns)
    .map(({ table, constraint }) => constraintOf(table, constraint));
}

function sequenceDependents(catalog: Catalog, name: QualifiedName): readonly Dependent[] {
  return cascaded(
    tablesOf(catalog).flatMap((table) =>
      table.columns
        .filter((column) => column.default !== undefined && namesSequence(column.default, name))
        .map((column) => ({ kind: 'default', relation: nameOf(table), name: column.name })),
    ),
  );
}

function namesSequence(expression: Column['default'], name: QualifiedName): boolean {
  const text = JSON.stringify(expression);
  if (!text.includes('"nextval"')) return false;
  return text.includes(`"sval":"${name}"`) || text.includes(`"sval":"${partsOf(name).name}"`);
}

function typeDependents(catalog: Catalog, name: QualifiedName): readonly Dependent[] {
  const domains = [...catalog.types.values()].filter(
    (type) => type.kind === 'domain' && isType(type.base, name),
  );
  const routines = [...catalog.routines].filter(([, overloads]) =>
    overloads.some(
      (routine) =>
        routine.parameters.some((parameter) => isType(parameter.type, name)) ||
        (routine.returns !== undefined && isType(routine.returns, name)),
    ),
  );
  return cascaded([
    ...columnsOfType(catalog, name),
    ...domains.map((domain): CatalogObject => ({ kind: 'type', name: nameOf(domain) })),
    ...routines.map(([routine]): CatalogObject => ({ kind: 'routine', name: routine })),
  ]);
}

function columnsOfType(catalog: Catalog, name: QualifiedName): readonly CatalogObject[] {
  return tablesOf(catalog).flatMap((table) =>
    table.columns
      .filter((column) => isType(column.type, name))
      .map((column): CatalogObject => ({ kind: 'column', relation: nameOf(table), name: column.name })),
  );
}

function isType(type: ColumnType, name: QualifiedName): boolean {
  return type.schema !== undefined && `${type.schema}.${type.name}` === name;
}

function routineDependents(catalog: Catalog, name: QualifiedName): readonly Dependent[] {
  const calls = (reading: Reading) =>
    reading.calls.some((call) => meansRoutine(catalog, nameOfParts(call.funcname), name));
  const callsIt = (expression: Column['default'], table: Table) =>
    expression !== undefined && calls(readExpression(catalog, expression, table));
  return cascaded([
    ...policiesThat(catalog, [partsOf(name).name], calls),
    ...viewsOf(catalog)
      .filter((view) => calls(readingOf(catalog, view.query)))
      .map((view): CatalogObject => ({ kind: 'relation', name: nameOf(view) })),
    ...tablesOf(catalog).flatMap((table): readonly CatalogObject[] => {
      const relation = nameOf(table);
      return [
        ...table.triggers
          .filter((trigger) => trigger.routine === name || callsIt(trigger.when, table))
          .map((trigger): CatalogObject => ({ kind: 'trigger', relation, name: trigger.name })),
        ...table.columns
          .filter((column) => callsIt(column.default, table))
          .map((column): CatalogObject => ({ kind: 'default', relation, name: column.name })),
        ...table.columns
          .filter((column) => callsIt(column.generated?.expression, table))
          .map((column): CatalogObject => ({ kind: 'column', relation, name: column.name })),
        ...table.constraints
          .filter((constraint) => constraint.kind === 'check' && callsIt(constraint.expression, table))
          .map((constraint) => constraintOf(table, constraint)),
        ...indexesOf(catalog, relation)
          .filter(
            (index) =>
              callsIt(index.predicate, table) || index.keys.some((key) => callsIt(key.expression, table)),
          )
          .map((index): CatalogObject => ({ kind: 'index', name: nameOf(index) })),
      ];
    }),
  ]);
}

/** A call without a schema means the routine where no other schema has one of that name. */
function meansRoutine(catalog: Catalog, written: WrittenName | undefined, name: QualifiedName): boolean {
  const routine = partsOf(name);
  if (written?.name !== routine.name) return false;
  if (written.schema !== undefined) return written.schema === routine.schema;
  return ![...catalog.routines.keys()].some(
    (other) => other !== name && partsOf(other).name === routine.name,
  );
}

function schemaContents(catalog: Catalog, schema: string): readonly Dependent[] {
  const named = (objects: Iterable<{ readonly schema: string; readonly name: string }>) =>
    [...objects].filter((object) => object.schema === schema).map(nameOf);
  return cascaded([
    ...named(catalog.relations.values()).map((name): CatalogObject => ({ kind: 'relation', name })),
    ...named(catalog.sequences.values()).map((name): CatalogObject => ({ kind: 'sequence', name })),
    ...named(catalog.types.values()).map((name): CatalogObject => ({ kind: 'type', name })),
    ...[...catalog.routines.keys()]
      .filter((name) => partsOf(name).schema === schema)
      .map((name): CatalogObject => ({ kind: 'routine', name })),
  ]);
}

function sequencesOwnedBy(catalog: Catalog, table: QualifiedName): readonly CatalogObject[] {
  return [...catalog.sequences.values()]
    .filter((sequence) => sequence.ownedBy?.table === table)
    .map((sequence) => ({ kind: 'sequence', name: nameOf(sequence) }));
}

function constraintOf(table: Table, constraint: Constraint): CatalogObject {
  return { kind: 'constraint', relation: nameOf(table), name: constraint.name };
}

function constraintOfIndex(index: Index): readonly CatalogObject[] {
  return index.constraint === undefined
    ? []
    : [{ kind: 'constraint', relation: index.table, name: index.constraint }];
}

function along(objects: readonly CatalogObject[]): readonly Dependent[] {
  return objects.map((object) => ({ object, goes: 'along' }));
}

function cascaded(objects: readonly CatalogObject[]): readonly Dependent[] {
  return objects.map((object) => ({ object, goes: 'with cascade' }));
}
