import type { AlterOwnerStmt, DropOwnedStmt, ReassignOwnedStmt } from '@pgsql/types';
import { nameOfParts, nodeAs, stringsOf } from '../../sql';
import { changeRelations, withType } from '../edit';
import type { Catalog, Grant, Table } from '../model';
import { resolveUserType } from '../query/resolve';
import { refuse } from '../refusal';
import type { CatalogObject } from '../removal/objects';
import { removeObjects } from '../removal/remove';
import type { Change } from './change';
import { roleName, roleNames } from './reading';
import { existingRoutine, replaceRoutine } from './routines';

/** ALTER … OWNER TO of types, functions and schemas; for relations it is an action of ALTER TABLE. */
export const changeOwner: Change<AlterOwnerStmt> = (catalog, statement) => {
  const owner = roleName(catalog, statement.newowner);
  switch (statement.objectType) {
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN': {
      const name = resolveUserType(
        catalog,
        nameOfParts(statement.object) ?? refuse('the statement names no type'),
      );
      const type = catalog.types.get(name);
      return type === undefined ? catalog : withType(catalog, { ...type, owner });
    }
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE': {
      const { name, routine } = existingRoutine(catalog, nodeAs(statement.object, 'ObjectWithArgs'));
      return replaceRoutine(catalog, name, routine, { ...routine, owner });
    }
    case 'OBJECT_SCHEMA': {
      const schema = catalog.schemas.get(stringsOf(statement.object).at(0) ?? '');
      if (schema === undefined) return catalog;
      return { ...catalog, schemas: catalog.schemas.set(schema.name, { ...schema, owner }) };
    }
    default:
      return catalog;
  }
};

export const reassignOwned: Change<ReassignOwnedStmt> = (catalog, statement) => {
  const from = roleNames(catalog, statement.roles);
  const owner = roleName(catalog, statement.newrole);
  const moved = <Item extends { readonly owner: string | undefined }>(item: Item): Item =>
    item.owner !== undefined && from.includes(item.owner) ? { ...item, owner } : item;
  return {
    ...changeRelations(catalog, { table: moved, view: moved }),
    schemas: catalog.schemas.map(moved),
    sequences: catalog.sequences.map(moved),
    types: catalog.types.map(moved),
    routines: catalog.routines.map((overloads) => overloads.map(moved)),
  };
};

/** DROP OWNED: what the roles own, what they were granted, and they themselves out of policies. */
export const dropOwned: Change<DropOwnedStmt> = (catalog, statement) => {
  const roles = roleNames(catalog, statement.roles);
  const isOwned = (item: { readonly owner: string | undefined }) =>
    item.owner !== undefined && roles.includes(item.owner);
  const owned = <Item extends { readonly owner: string | undefined }>(
    items: Iterable<readonly [string, Item]>,
    kind: 'relation' | 'sequence' | 'type' | 'schema',
  ) => [...items].filter(([, item]) => isOwned(item)).map(([name]): CatalogObject => ({ kind, name }));
  const routines = [...catalog.routines]
    .filter(([, overloads]) => overloads.every(isOwned))
    .map(([name]): CatalogObject => ({ kind: 'routine', name }));
  const going = [
    ...owned(catalog.relations, 'relation'),
    ...owned(catalog.sequences, 'sequence'),
    ...owned(catalog.types, 'type'),
    ...owned(catalog.schemas, 'schema'),
    ...routines,
  ];
  const behavior = statement.behavior === 'DROP_CASCADE' ? 'cascade' : 'restrict';
  return withoutRoles(removeObjects(catalog, going, behavior), roles);
};

function withoutRoles(catalog: Catalog, roles: readonly string[]): Catalog {
  const kept = (grants: readonly Grant[]) => grants.filter(({ grantee }) => !roles.includes(grantee));
  const revoked = <Item extends { readonly grants: readonly Grant[] }>(item: Item): Item => ({
    ...item,
    grants: kept(item.grants),
  });
  return {
    ...changeRelations(catalog, {
      table: (table) => withoutPolicyRoles({ ...revoked(table), columns: table.columns.map(revoked) }, roles),
      view: revoked,
    }),
    schemas: catalog.schemas.map(revoked),
    sequences: catalog.sequences.map(revoked),
    types: catalog.types.map(revoked),
    routines: catalog.routines.map((overloads) => overloads.map(revoked)),
    defaultGrants: catalog.defaultGrants.filter(
      ({ grantee, forRole }) =>
        !roles.includes(grantee) && (forRole === undefined || !roles.includes(forRole)),
    ),
  };
}

/** A policy whose only role goes is dropped, from the others the role is taken out. */
function withoutPolicyRoles(table: Table, roles: readonly string[]): Table {
  const policies = table.policies.flatMap((policy) => {
    const staying = policy.roles.filter((role) => role === undefined || !roles.includes(role));
    return staying.length === 0 ? [] : [{ ...policy, roles: staying }];
  });
  return { ...table, policies };
}
