import { changeRelations } from '../edit';
import type { Catalog, Grant } from '../model';
import { partsOf, qualify } from '../objectNames';
import { refuse } from '../refusal';
import { moveRelation, withTypesFollowing } from './relations';

/** ALTER SCHEMA … RENAME: every object in it moves along; a search path keeps the old name, as on the server. */
export function renameSchema(catalog: Catalog, from: string, to: string): Catalog {
  const schema = catalog.schemas.get(from) ?? refuse(`schema "${from}" is not known to the history`);
  if (catalog.schemas.has(to)) return refuse(`schema "${to}" already exists`);
  const renamed = { ...catalog, schemas: catalog.schemas.delete(from).set(to, { ...schema, name: to }) };
  const inside = (names: Iterable<string>) => [...names].filter((name) => partsOf(name).schema === from);
  const moved = (name: string) => qualify(to, partsOf(name).name);
  const relations = [
    ...inside(catalog.indexes.keys()),
    ...inside(catalog.relations.keys()),
    ...inside(catalog.sequences.keys()),
  ];
  const withRelations = relations.reduce((result, name) => moveRelation(result, name, moved(name)), renamed);
  const withTypes = inside(catalog.types.keys()).reduce(
    (result, name) => moveType(result, name, moved(name)),
    withRelations,
  );
  return inside(catalog.routines.keys()).reduce(
    (result, name) => moveRoutine(result, name, moved(name)),
    withTypes,
  );
}

/** A type gets another name or schema, and the columns of it follow. */
export function moveType(catalog: Catalog, from: string, to: string): Catalog {
  const type = catalog.types.get(from) ?? refuse(`type "${from}" is not known to the history`);
  if (catalog.types.has(to)) return refuse(`type "${to}" already exists`);
  const types = catalog.types.delete(from).set(to, { ...type, ...partsOf(to) });
  return withTypesFollowing({ ...catalog, types }, from, to);
}

/** All overloads of a function get another name or schema, and triggers that run it follow. */
export function moveRoutine(catalog: Catalog, from: string, to: string): Catalog {
  const overloads = catalog.routines.get(from) ?? refuse(`function "${from}" is not known to the history`);
  const present = catalog.routines.get(to) ?? [];
  const moved = overloads.map((routine) => ({ ...routine, ...partsOf(to) }));
  const routines = catalog.routines.delete(from).set(to, [...present, ...moved]);
  const follow = <Item extends { readonly triggers: readonly { readonly routine: string }[] }>(
    item: Item,
  ): Item =>
    item.triggers.some(({ routine }) => routine === from)
      ? {
          ...item,
          triggers: item.triggers.map((trigger) =>
            trigger.routine === from ? { ...trigger, routine: to } : trigger,
          ),
        }
      : item;
  return { ...changeRelations(catalog, { table: follow, view: follow }), routines };
}

export function renameRole(catalog: Catalog, from: string, to: string): Catalog {
  const role = catalog.roles.get(from);
  const renamed = (name: string) => (name === from ? to : name);
  const owned = <Item extends { readonly owner: string | undefined; readonly grants: readonly Grant[] }>(
    item: Item,
  ): Item => ({
    ...item,
    owner: item.owner === from ? to : item.owner,
    grants: item.grants.map((grant) => ({ ...grant, grantee: renamed(grant.grantee) })),
  });
  const relations = changeRelations(catalog, {
    table: (table) => ({
      ...owned(table),
      policies: table.policies.map((policy) => ({
        ...policy,
        roles: policy.roles.map((each) => (each === from ? to : each)),
      })),
    }),
    view: owned,
  });
  return {
    ...relations,
    schemas: catalog.schemas.map(owned),
    sequences: catalog.sequences.map(owned),
    types: catalog.types.map(owned),
    routines: catalog.routines.map((overloads) => overloads.map(owned)),
    roles: (role === undefined
      ? catalog.roles
      : catalog.roles.delete(from).set(to, { ...role, name: to })
    ).map((other) => ({ ...other, memberOf: other.memberOf.map(renamed) })),
    defaultGrants: catalog.defaultGrants.map((grant) => ({
      ...grant,
      grantee: renamed(grant.grantee),
      forRole: grant.forRole === from ? to : grant.forRole,
    })),
  };
}
