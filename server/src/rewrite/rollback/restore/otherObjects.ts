import type { Node } from '@pgsql/types';
import { nodeAs } from '../../../sql';
import type { Phase, Undo } from '../model';
import { drop, roles } from '../trees';

export const createSchemas: Phase = (from, to) =>
  [...to.schemas.values()]
    .filter(({ name }) => !from.schemas.has(name))
    .map(({ name }) => ({ tree: { CreateSchemaStmt: { schemaname: name } } }));

export const createExtensions: Phase = (from, to) =>
  [...to.extensions.keys()]
    .filter((name) => !from.extensions.has(name))
    .map((name) => ({
      tree: { CreateExtensionStmt: { extname: name } },
      remark: 'In the version that the server has now, not in the one that was there.',
    }));

/** Roles with their attributes; a password is nowhere in the history. */
export const createRoles: Phase = (from, to) =>
  [...to.roles.values()]
    .filter(({ name }) => !from.roles.has(name))
    .map(({ name, attributes }) => ({
      tree: {
        CreateRoleStmt: {
          stmt_type: 'ROLESTMT_ROLE',
          role: name,
          options: attributes
            .filter((attribute) => attribute !== 'inherit')
            .map((attribute): Node => ({
              DefElem: { defname: roleOptions[attribute] ?? attribute, arg: { Boolean: { boolval: true } } },
            })),
        },
      },
      remark: 'Comes back without its password.',
    }));

const roleOptions: Readonly<Record<string, string>> = { login: 'canlogin', replication: 'isreplication' };

export const changeMemberships: Phase = (from, to) =>
  [...to.roles.values()].flatMap((wanted): readonly Undo[] => {
    const before = from.roles.get(wanted.name)?.memberOf ?? [];
    const change = (group: string, isGrant: boolean): Undo => ({
      tree: {
        GrantRoleStmt: {
          granted_roles: [{ AccessPriv: { priv_name: group } }],
          grantee_roles: roles([wanted.name]),
          is_grant: isGrant,
          behavior: 'DROP_RESTRICT',
        },
      },
    });
    return [
      ...before.filter((group) => !wanted.memberOf.includes(group)).map((group) => change(group, false)),
      ...wanted.memberOf.filter((group) => !before.includes(group)).map((group) => change(group, true)),
    ];
  });

/** Publications, statistics objects and others that the model keeps as they were written. */
export const createDefinitions: Phase = (from, to, { serverVersion }) =>
  [...to.definitions].flatMap(([key, wanted]): readonly Undo[] => {
    const found = from.definitions.get(key);
    if (found?.origin === wanted.origin && found.altered === wanted.altered) return [];
    // What an ALTER had made of it is not known, so that only what was never altered can be written again.
    if (wanted.altered > 0) return [];
    // The deparser repeats the word TABLE for each table, which PostgreSQL 14 does not know.
    const tables = nodeAs(wanted.statement, 'CreatePublicationStmt')?.pubobjects ?? [];
    if (serverVersion < 15 && tables.length > 1) return [];
    return [
      ...(found === undefined ? [] : [{ tree: drop(wanted.kind, wanted.object) }]),
      { tree: wanted.statement },
    ];
  });
