import { FiledMap } from './filedMap';
import type { Index, QualifiedName, Relation, Table } from './model';
import { temporarySchema } from './query/resolve';

/** The keys under which the catalog files its relations and indexes; who looks something up and who files it share them. */
export const filing = {
  childOf: (parent: QualifiedName) => `child of ${parent}`,
  defaultOf: (parent: QualifiedName) => `default of ${parent}`,
  references: (table: QualifiedName) => `references ${table}`,
  reads: (relation: QualifiedName) => `reads ${relation}`,
  constraint: (schema: string, name: string) => `constraint ${schema}.${name}`,
  ofTable: (table: QualifiedName) => `of ${table}`,
  temporary: 'temporary',
} as const;

export const noRelations: FiledMap<Relation> = FiledMap.empty(keysOfRelation);

export const noIndexes: FiledMap<Index> = FiledMap.empty(({ table }) => [filing.ofTable(table)]);

/** Asked for when a relation comes into the catalog, and again when another one takes its place. */
function keysOfRelation(relation: Relation): readonly string[] {
  const known = knownKeys.get(relation);
  if (known !== undefined) return known;
  const keys = readKeys(relation);
  knownKeys.set(relation, keys);
  return keys;
}

const knownKeys = new WeakMap<Relation, readonly string[]>();

function readKeys(relation: Relation): readonly string[] {
  const keys =
    'reads' in relation
      ? relation.reads.map(filing.reads)
      : [
          ...(relation.partitionOf === undefined ? [] : keysOfPartition(relation.partitionOf)),
          ...relation.inherits.map(filing.childOf),
          ...relation.constraints.map(({ name }) => filing.constraint(relation.schema, name)),
          ...relation.constraints.flatMap((constraint) =>
            constraint.kind === 'foreign key' ? filing.references(constraint.references) : [],
          ),
        ];
  return [...new Set(relation.schema === temporarySchema ? [...keys, filing.temporary] : keys)];
}

function keysOfPartition({ parent, bound }: NonNullable<Table['partitionOf']>): readonly string[] {
  return bound === 'default' ? [filing.childOf(parent), filing.defaultOf(parent)] : [filing.childOf(parent)];
}
