import type { TableLikeClause } from '@pgsql/types';
import { changeTable, existingTable, withConstraint, withIndex } from '../edit';
import type { Catalog, Column, Constraint, Index, Origin, QualifiedName } from '../model';
import { chooseRelationName } from '../objectNames';
import { columnsOf, findTable, indexesOf, nameOf } from '../query/relations';
import { refuse } from '../refusal';
import { addOwnedSequence } from './columns';
import { requireNotNull } from './checks';
import { indexColumnNames } from './indexKeys';
import { targetOf } from './reading';

/** Bits of `TableLikeClause.options`, in the order of the server's `TableLikeOption`. */
const includes = {
  comments: 1,
  compression: 2,
  constraints: 4,
  defaults: 8,
  generated: 16,
  identity: 32,
  indexes: 64,
  statistics: 128,
  storage: 256,
} as const;

/** The columns that LIKE copies; types and NOT NULL always, the rest as INCLUDING says. */
export function likeColumns(
  catalog: Catalog,
  clause: TableLikeClause | undefined,
  origin: Origin,
): readonly Column[] {
  if (clause === undefined) return [];
  const name = targetOf(catalog, clause.relation);
  if (!catalog.relations.has(name)) return refuse(`relation "${name}" is not known to the history`);
  return columnsOf(catalog, name).map((column) => ({
    ...column,
    notNull: false,
    default: has(clause, 'defaults') ? column.default : undefined,
    generated: has(clause, 'generated') ? column.generated : undefined,
    identity: has(clause, 'identity') ? column.identity : undefined,
    storage: has(clause, 'storage') ? column.storage : undefined,
    statistics: undefined,
    options: {},
    grants: [],
    local: true,
    origin,
  }));
}

/** Copies what LIKE takes beyond columns: NOT NULL, checks, identity sequences and indexes. Never policies or grants. */
export function copyLikeParts(
  catalog: Catalog,
  name: QualifiedName,
  clause: TableLikeClause | undefined,
  origin: Origin,
): Catalog {
  if (clause === undefined) return catalog;
  const source = findTable(catalog, targetOf(catalog, clause.relation));
  if (source === undefined) return catalog;
  const withChecks = source.constraints
    .filter(
      (constraint) =>
        constraint.kind === 'not null' || (constraint.kind === 'check' && has(clause, 'constraints')),
    )
    .reduce((result, constraint) => copyConstraint(result, name, constraint, origin), catalog);
  const withIdentities = source.columns
    .filter((column) => column.identity !== undefined && has(clause, 'identity'))
    .reduce(
      (result, column) =>
        addOwnedSequence(result, name, column.name, { dataType: 'int8', use: 'identity' }, origin).catalog,
      withChecks,
    );
  if (!has(clause, 'indexes')) return withIdentities;
  return indexesOf(catalog, nameOf(source)).reduce((result, index) => {
    const constraint = source.constraints.find(({ name: other }) => other === index.constraint);
    return copyIndex(result, name, index, constraint, origin);
  }, withIdentities);
}

function has(clause: TableLikeClause, part: keyof typeof includes): boolean {
  return ((clause.options ?? 0) & includes[part]) !== 0;
}

function copyConstraint(
  catalog: Catalog,
  name: QualifiedName,
  constraint: Constraint,
  origin: Origin,
): Catalog {
  if (constraint.kind === 'not null') {
    const table = existingTable(catalog, name);
    const isThere = table.constraints.some(
      (other) => other.kind === 'not null' && other.columns[0] === constraint.columns[0],
    );
    if (isThere) return catalog;
    return changeTable(
      withConstraint(catalog, name, { ...constraint, local: true, origin }),
      name,
      (found) => ({
        ...found,
        columns: found.columns.map((column) =>
          column.name === constraint.columns[0] ? { ...column, notNull: true } : column,
        ),
      }),
    );
  }
  return withConstraint(catalog, name, {
    ...constraint,
    validated: constraint.enforced,
    local: true,
    origin,
  });
}

function copyIndex(
  catalog: Catalog,
  name: QualifiedName,
  source: Index,
  constraint: Constraint | undefined,
  origin: Origin,
): Catalog {
  const table = existingTable(catalog, name);
  const label = constraint === undefined ? 'idx' : labels[constraint.kind];
  const parts = {
    table: table.name,
    columns: label === 'pkey' ? [] : indexColumnNames(source.keys, source.include),
    label: label ?? 'idx',
  };
  const use = constraint === undefined ? 'relation' : 'constraint';
  const indexName = chooseRelationName(catalog, table.schema, parts, use);
  const index: Index = {
    ...source,
    schema: table.schema,
    name: indexName,
    origin,
    table: name,
    valid: true,
    constraint: constraint === undefined ? undefined : indexName,
    attachedTo: undefined,
  };
  const added = withIndex(catalog, index);
  if (constraint === undefined || !('index' in constraint)) return added;
  const own = { ...constraint, name: indexName, index: nameOf(index), local: true, origin };
  const withNotNulls =
    constraint.kind === 'primary key'
      ? constraint.columns.reduce((result, column) => requireNotNull(result, name, column, origin), added)
      : added;
  return withConstraint(withNotNulls, name, own);
}

const labels: Partial<Record<Constraint['kind'], string>> = {
  'primary key': 'pkey',
  unique: 'key',
  exclusion: 'excl',
};
