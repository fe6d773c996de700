import {
  findTable,
  isTable,
  nameOf,
  type Catalog,
  type QualifiedName,
  type Relation,
} from '../../../catalog';
import type { Phase, Undo } from '../model';
import {
  alterTable,
  drop,
  kindOfRelation,
  kindOfRoutine,
  list,
  nameParts,
  partOf,
  rangeVar,
  signature,
  string,
  typeName,
} from '../trees';
import { changedRelations, changedTables, notIn } from './pairs';

/** What the second schema does not have goes, dependants before what they depend on. */
export const dropTriggers: Phase = (from, to, scope) =>
  changedRelations(from, to, scope).flatMap(({ name, from: one, to: other }) =>
    notIn(one.triggers, other.triggers)
      .filter(({ name: trigger }) => !isCloned(from, name, trigger))
      .map(({ name: trigger }) => ({ tree: drop('OBJECT_TRIGGER', partOf(name, trigger)) })),
  );

/** A row trigger of a partitioned table is on its partitions too, and goes with it. */
function isCloned(catalog: Catalog, relation: QualifiedName, trigger: string): boolean {
  const parent = findTable(catalog, relation)?.partitionOf?.parent;
  const found = parent === undefined ? undefined : findTable(catalog, parent);
  return found?.triggers.some(({ name, level }) => name === trigger && level === 'row') ?? false;
}

export const dropPolicies: Phase = (from, to, scope) =>
  changedTables(from, to, scope).flatMap(({ name, from: one, to: other }) =>
    notIn(one.policies, other.policies).map(({ name: policy }) => ({
      tree: drop('OBJECT_POLICY', partOf(name, policy)),
    })),
  );

export const dropRules: Phase = (from, to, scope) =>
  changedTables(from, to, scope).flatMap(({ name, from: one, to: other }) =>
    notIn(one.rules, other.rules).map(({ name: rule }) => ({
      tree: drop('OBJECT_RULE', partOf(name, rule)),
    })),
  );

export const dropViews: Phase = (from, to) =>
  gone(from, to)
    .filter((relation) => !isTable(relation))
    .toSorted(readersFirst)
    .map((view) => ({ tree: drop(kindOfRelation(view), list(nameParts(nameOf(view)))) }));

function readersFirst(one: Relation, other: Relation): number {
  if (!isTable(one) && one.reads.includes(nameOf(other))) return -1;
  return !isTable(other) && other.reads.includes(nameOf(one)) ? 1 : 0;
}

export const dropIndexes: Phase = (from, to, scope) =>
  [...from.indexes.values()]
    .filter((index) => !to.indexes.has(nameOf(index)))
    .filter((index) => index.constraint === undefined && index.attachedTo === undefined)
    .filter(({ table }) => to.relations.has(table) && !scope.isPassing(table))
    .map((index) => ({
      tree: drop('OBJECT_INDEX', list(nameParts(nameOf(index))), {
        concurrent: scope.indexes === 'concurrently' && findTable(from, index.table)?.kind !== 'partitioned',
      }),
    }));

export const detachPartitions: Phase = (from, to, scope) =>
  changedTables(from, to, scope).flatMap(({ name, from: one, to: other }): readonly Undo[] => {
    const parent = one.partitionOf?.parent;
    const detach: readonly Undo[] =
      parent === undefined || other.partitionOf !== undefined
        ? []
        : [
            {
              tree: alterTable(parent, {
                subtype: 'AT_DetachPartition',
                def: { PartitionCmd: { name: rangeVar(name) } },
              }),
            },
          ];
    const leave = one.inherits
      .filter((ancestor) => !other.inherits.includes(ancestor))
      .map((ancestor) => ({
        tree: alterTable(name, { subtype: 'AT_DropInherit', def: { RangeVar: rangeVar(ancestor) } }),
      }));
    return [...detach, ...leave];
  });

/** Tables that refer to others go first; a partition goes with the table it is part of. */
export const dropTables: Phase = (from, to) => {
  const tables = gone(from, to)
    .filter(isTable)
    .filter(({ partitionOf }) => partitionOf === undefined || to.relations.has(partitionOf.parent));
  const isReferenced = (name: QualifiedName, others: readonly Relation[]) =>
    others.some(
      (other) =>
        nameOf(other) !== name &&
        isTable(other) &&
        (other.inherits.includes(name) ||
          other.constraints.some((each) => each.kind === 'foreign key' && each.references === name)),
    );
  const ordered: Relation[] = [];
  let waiting: readonly Relation[] = tables.toReversed();
  while (waiting.length > 0) {
    const free = waiting.filter((table) => !isReferenced(nameOf(table), waiting));
    const next = free.length > 0 ? free : waiting;
    ordered.push(...next);
    waiting = waiting.filter((table) => !next.includes(table));
  }
  return ordered.map((table) => ({ tree: drop(kindOfRelation(table), list(nameParts(nameOf(table)))) }));
};

export const dropColumns: Phase = (from, to, scope) =>
  changedTables(from, to, scope).flatMap(({ name, from: one, to: other }) =>
    notIn(one.columns, other.columns)
      .filter(({ local }) => local)
      .toReversed()
      .map((column) => ({ tree: alterTable(name, { subtype: 'AT_DropColumn', name: column.name }) })),
  );

export const dropSequences: Phase = (from, to) =>
  [...from.sequences.values()]
    .filter((sequence) => !to.sequences.has(nameOf(sequence)) && !sequence.identity)
    .filter(({ ownedBy }) => ownedBy === undefined || to.relations.has(ownedBy.table))
    .map((sequence) => ({ tree: drop('OBJECT_SEQUENCE', list(nameParts(nameOf(sequence)))) }));

export const dropRoutines: Phase = (from, to) =>
  [...from.routines].flatMap(([name, overloads]) => {
    const others = to.routines.get(name) ?? [];
    if (others === overloads) return [];
    const kept = new Set(others.map((routine) => JSON.stringify(signature(routine))));
    return overloads
      .filter((routine) => !kept.has(JSON.stringify(signature(routine))))
      .map((routine) => ({
        tree: drop(kindOfRoutine(routine), { ObjectWithArgs: signature(routine) }),
      }));
  });

export const dropTypes: Phase = (from, to) =>
  [...from.types.values()]
    .filter((type) => !to.types.has(nameOf(type)))
    .toReversed()
    .map((type) => {
      const name = typeName({ schema: type.schema, name: type.name, modifiers: [], arrayDimensions: 0 });
      return { tree: drop(type.kind === 'domain' ? 'OBJECT_DOMAIN' : 'OBJECT_TYPE', { TypeName: name }) };
    });

export const dropDefinitions: Phase = (from, to) =>
  [...from.definitions]
    .filter(([key]) => !to.definitions.has(key))
    .map(([, { kind, object }]) => ({ tree: drop(kind, object) }));

export const dropExtensions: Phase = (from, to) =>
  [...from.extensions.keys()]
    .filter((name) => !to.extensions.has(name))
    .map((name) => ({ tree: drop('OBJECT_EXTENSION', string(name)) }));

export const dropSchemas: Phase = (from, to) =>
  [...from.schemas.keys()]
    .filter((name) => !to.schemas.has(name))
    .map((name) => ({ tree: drop('OBJECT_SCHEMA', string(name)) }));

export const dropRoles: Phase = (from, to) =>
  [...from.roles.keys()]
    .filter((name) => !to.roles.has(name))
    .map((name) => ({
      tree: { DropRoleStmt: { roles: [{ RoleSpec: { roletype: 'ROLESPEC_CSTRING', rolename: name } }] } },
      remark: 'A role belongs to the whole server: this is refused while another database still uses it.',
    }));

/** Relations that only the first schema has, a partition's parts among them. */
function gone(from: Catalog, to: Catalog): readonly Relation[] {
  if (from.relations === to.relations) return [];
  return [...from.relations.values()].filter((relation) => !to.relations.has(nameOf(relation)));
}
