import type { Node, ObjectType } from '@pgsql/types';
import { nameOf, type Catalog, type DefaultGrant, type Grant } from '../../../catalog';
import type { Phase, Scope, Undo } from '../model';
import {
  alterTable,
  kindOfRelation,
  kindOfRoutine,
  list,
  nameParts,
  rangeVar,
  role,
  roles,
  signature,
  string,
  strings,
} from '../trees';
import { changedRelations, isSameValue } from './pairs';

/** What was granted and is no more wanted goes first, so that nobody sees rows while policies and row security change. */
export const revokeGrants: Phase = (from, to, scope) =>
  granted(from, to, scope).flatMap(({ kind, object, from: one, to: other, column }) =>
    perGrantee(
      one.filter((grant) => !other.some((wanted) => isSamePrivilege(wanted, grant))),
      scope,
    ).map(({ grantee, privileges }) => ({
      tree: grantStatement('revoke', kind, object, grantee, privileges, column),
    })),
  );

export const giveGrants: Phase = (from, to, scope) =>
  granted(from, to, scope).flatMap(({ kind, object, from: one, to: other, column }) =>
    perGrantee(
      other.filter((wanted) => !one.some((grant) => isSameValue(grant, wanted))),
      scope,
    ).map(({ grantee, privileges, withGrantOption }) => ({
      tree: grantStatement(withGrantOption ? 'grant on' : 'grant', kind, object, grantee, privileges, column),
    })),
  );

interface Granted {
  readonly kind: ObjectType;
  readonly object: Node;
  readonly from: readonly Grant[];
  readonly to: readonly Grant[];
  readonly column?: string;
}

/** Every object whose grants differ. */
function granted(from: Catalog, to: Catalog, scope: Scope): readonly Granted[] {
  const relations = changedRelations(from, to, scope).flatMap(({ name, from: one, to: other }) => {
    const common = { kind: 'OBJECT_TABLE' as const, object: { RangeVar: rangeVar(name) } };
    const columns = other.columns.flatMap((column): readonly Granted[] => {
      const before = one.columns.find((candidate) => candidate.name === column.name);
      if (before === undefined || scope.isPassingColumn(name, column.name)) return [];
      return [{ ...common, from: before.grants, to: column.grants, column: column.name }];
    });
    return [{ ...common, from: one.grants, to: other.grants }, ...columns];
  });
  const sequences = [...to.sequences].flatMap(([name, sequence]): readonly Granted[] => {
    const before = from.sequences.get(name);
    if (before === undefined || before === sequence || scope.isPassing(sequence.ownedBy?.table ?? ''))
      return [];
    const object = { RangeVar: rangeVar(name) };
    return [{ kind: 'OBJECT_SEQUENCE', object, from: before.grants, to: sequence.grants }];
  });
  const schemas = [...to.schemas].flatMap(([name, schema]): readonly Granted[] => {
    const before = from.schemas.get(name);
    if (before === undefined || before === schema) return [];
    return [{ kind: 'OBJECT_SCHEMA', object: string(name), from: before.grants, to: schema.grants }];
  });
  const types = [...to.types].flatMap(([name, type]): readonly Granted[] => {
    const before = from.types.get(name);
    if (before === undefined || before === type) return [];
    const kind = type.kind === 'domain' ? 'OBJECT_DOMAIN' : 'OBJECT_TYPE';
    return [{ kind, object: list(nameParts(name)), from: before.grants, to: type.grants }];
  });
  return [...relations, ...sequences, ...schemas, ...types, ...ofRoutines(from, to)].filter(
    (pair) => !isSameValue(pair.from, pair.to),
  );
}

function ofRoutines(from: Catalog, to: Catalog): readonly Granted[] {
  if (from.routines === to.routines) return [];
  return [...to.routines].flatMap(([name, overloads]) =>
    overloads.flatMap((routine): readonly Granted[] => {
      const key = JSON.stringify(signature(routine));
      const before = from.routines.get(name)?.find((other) => JSON.stringify(signature(other)) === key);
      if (before === undefined || before === routine) return [];
      const object = { ObjectWithArgs: signature(routine) };
      return [{ kind: kindOfRoutine(routine), object, from: before.grants, to: routine.grants }];
    }),
  );
}

function isSamePrivilege(one: Grant, other: Grant): boolean {
  return (
    one.grantee === other.grantee &&
    one.privilege === other.privilege &&
    // The option goes only with the privilege, which is then given anew without it.
    (one.withGrantOption || !other.withGrantOption)
  );
}

interface ForGrantee {
  readonly grantee: string;
  readonly privileges: readonly string[];
  readonly withGrantOption: boolean;
}

/** MAINTAIN came with PostgreSQL 17; older servers do not know the word. */
function perGrantee(grants: readonly Grant[], { serverVersion }: Scope): readonly ForGrantee[] {
  const groups = new Map<string, Grant[]>();
  for (const grant of grants) {
    if (grant.privilege === 'MAINTAIN' && serverVersion < 17) continue;
    const key = `${grant.grantee} ${String(grant.withGrantOption)}`;
    groups.set(key, [...(groups.get(key) ?? []), grant]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const privileges = group.map(({ privilege }) => privilege);
    return [{ grantee: first.grantee, privileges, withGrantOption: first.withGrantOption }];
  });
}

function grantStatement(
  verb: 'grant' | 'grant on' | 'revoke',
  kind: ObjectType,
  object: Node,
  grantee: string,
  privileges: readonly string[],
  column: string | undefined,
): Node {
  return {
    GrantStmt: {
      is_grant: verb !== 'revoke',
      targtype: 'ACL_TARGET_OBJECT',
      objtype: kind,
      objects: [object],
      privileges: privileges.map((name): Node => ({
        AccessPriv: {
          priv_name: name.toLowerCase(),
          ...(column === undefined ? {} : { cols: strings([column]) }),
        },
      })),
      grantees: roles([grantee]),
      grant_option: verb === 'grant on',
      behavior: 'DROP_RESTRICT',
    },
  };
}

export const changeOwners: Phase = (from, to, scope) => [
  ...changedRelations(from, to, scope)
    .filter(({ from: one, to: other }) => one.owner !== other.owner)
    .map(({ name, to: other }): Undo => {
      const kind = kindOfRelation(other);
      return { tree: alterTable(name, { subtype: 'AT_ChangeOwner', newowner: role(other.owner) }, kind) };
    }),
  ...[...to.sequences.values()].flatMap((sequence): readonly Undo[] => {
    const before = from.sequences.get(nameOf(sequence));
    if (before === undefined || before.owner === sequence.owner || sequence.ownedBy !== undefined) return [];
    const change = { subtype: 'AT_ChangeOwner' as const, newowner: role(sequence.owner) };
    return [{ tree: alterTable(nameOf(sequence), change, 'OBJECT_SEQUENCE') }];
  }),
  ...[...to.types].flatMap(([name, type]) =>
    ownerChange(
      from.types.get(name),
      type,
      type.kind === 'domain' ? 'OBJECT_DOMAIN' : 'OBJECT_TYPE',
      list(nameParts(name)),
    ),
  ),
  ...[...to.schemas].flatMap(([name, schema]) =>
    ownerChange(from.schemas.get(name), schema, 'OBJECT_SCHEMA', string(name)),
  ),
  ...[...to.routines].flatMap(([name, overloads]) =>
    overloads.flatMap((routine) => {
      const key = JSON.stringify(signature(routine));
      const before = from.routines.get(name)?.find((other) => JSON.stringify(signature(other)) === key);
      return ownerChange(before, routine, kindOfRoutine(routine), { ObjectWithArgs: signature(routine) });
    }),
  ),
];

function ownerChange(
  before: { readonly owner: string | undefined } | undefined,
  wanted: { readonly owner: string | undefined },
  kind: ObjectType,
  object: Node,
): readonly Undo[] {
  if (before === undefined || before.owner === wanted.owner) return [];
  return [{ tree: { AlterOwnerStmt: { objectType: kind, object, newowner: role(wanted.owner) } } }];
}

/** ALTER DEFAULT PRIVILEGES. */
export const changeDefaultGrants: Phase = (from, to) => {
  const isSame = (one: DefaultGrant, other: DefaultGrant) => isSameValue(one, other);
  const gone = from.defaultGrants.filter((grant) => !to.defaultGrants.some((other) => isSame(grant, other)));
  const missing = to.defaultGrants.filter(
    (grant) => !from.defaultGrants.some((other) => isSame(grant, other)),
  );
  const opposite = (grant: DefaultGrant): DefaultGrant => ({
    ...grant,
    effect: grant.effect === 'grant' ? 'revoke' : 'grant',
  });
  return [...gone.map(opposite), ...missing].map((grant) => ({ tree: defaultGrant(grant) }));
};

function defaultGrant({
  effect,
  objects,
  schema,
  forRole,
  grantee,
  privilege,
  withGrantOption,
}: DefaultGrant): Node {
  const definition = (defname: string, items: readonly Node[]): Node => ({
    DefElem: { defname, arg: list(items), defaction: 'DEFELEM_UNSPEC' },
  });
  const options = [
    ...(forRole === undefined ? [] : [definition('roles', roles([forRole]))]),
    ...(schema === undefined ? [] : [definition('schemas', strings([schema]))]),
  ];
  return {
    AlterDefaultPrivilegesStmt: {
      ...(options.length === 0 ? {} : { options }),
      action: {
        is_grant: effect === 'grant',
        targtype: 'ACL_TARGET_DEFAULTS',
        objtype: kindsOfDefaults[objects],
        privileges: [{ AccessPriv: { priv_name: privilege.toLowerCase() } }],
        grantees: roles([grantee]),
        grant_option: effect === 'grant' && withGrantOption,
        behavior: 'DROP_RESTRICT',
      },
    },
  };
}

const kindsOfDefaults = {
  tables: 'OBJECT_TABLE',
  sequences: 'OBJECT_SEQUENCE',
  functions: 'OBJECT_FUNCTION',
  types: 'OBJECT_TYPE',
  schemas: 'OBJECT_SCHEMA',
} as const;
