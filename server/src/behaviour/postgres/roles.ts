import type { Node } from '@pgsql/types';
import {
  nameOf,
  tablesOf,
  viewsOf,
  type Catalog,
  type CatalogObject,
  type QualifiedName,
} from '../../catalog';
import { nodeAs } from '../../sql';
import type { BehaviourContext, BehaviourRow, Claims } from '../model';
import { lock, manual } from './neighbours';
import { removalOf } from './removal';

/** Roles, what they own, and what they may do. */
export const roleRows: readonly BehaviourRow[] = [
  {
    id: 'grant-revoke',
    form: 'GRANT, REVOKE … ON …',
    docs: manual('sql-grant.html'),
    speaksOf: ['GrantStmt'],
    effects: () => ({ phase: 'expand', notes: ['No table is locked more strongly than by a query.'] }),
    examples: [
      { sql: 'GRANT SELECT ON plain TO app_user' },
      { sql: 'GRANT SELECT (id), UPDATE (note) ON plain TO app_user' },
      { sql: 'REVOKE SELECT ON plain FROM app_user' },
      { sql: 'GRANT SELECT ON ALL TABLES IN SCHEMA public TO app_user' },
      { sql: 'GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO app_user' },
      { sql: 'GRANT USAGE ON SCHEMA public TO app_user' },
      { sql: 'GRANT USAGE ON TYPE mood TO app_user' },
      { sql: 'GRANT CONNECT ON DATABASE template1 TO app_user' },
    ],
  },
  {
    id: 'grant-role',
    form: 'GRANT, REVOKE (membership of roles)',
    docs: manual('sql-grant.html'),
    speaksOf: ['GrantRoleStmt'],
    effects: () => ({ notes: ['Roles belong to the whole server: it holds in every database.'] }),
    examples: [{ sql: 'GRANT app_user TO CURRENT_USER' }, { sql: 'REVOKE app_user FROM CURRENT_USER' }],
  },
  {
    id: 'default-privileges',
    form: 'ALTER DEFAULT PRIVILEGES',
    docs: manual('sql-alterdefaultprivileges.html'),
    speaksOf: ['AlterDefaultPrivilegesStmt'],
    effects: () => ({
      notes: [
        'It holds for what the named role, or else the current one, makes later: what is there already keeps its privileges.',
      ],
    }),
    examples: [
      { sql: 'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO app_user' },
      { sql: 'ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT ON TABLES FROM app_user' },
    ],
  },
  {
    id: 'create-alter-role',
    form: 'CREATE | ALTER ROLE | USER | GROUP',
    docs: manual('sql-alterrole.html'),
    speaksOf: ['CreateRoleStmt', 'AlterRoleStmt', 'AlterRoleSetStmt'],
    effects: () => ({
      phase: 'expand',
      notes: [
        'No table is locked. Roles belong to the whole server, and settings of a role hold for sessions that begin later.',
      ],
    }),
    examples: [
      { sql: 'CREATE ROLE truth_role' },
      {
        title: 'there already, perhaps made in another database',
        sql: 'CREATE ROLE app_user',
        refusedWith: '42710',
      },
      { sql: 'ALTER ROLE app_user BYPASSRLS' },
      { sql: 'ALTER ROLE app_user SET search_path = public' },
      { sql: `ALTER ROLE app_user IN DATABASE template1 SET work_mem = '5MB'` },
    ],
  },
  {
    id: 'drop-role',
    form: 'DROP ROLE | USER | GROUP',
    docs: manual('sql-droprole.html'),
    speaksOf: ['DropRoleStmt'],
    effects: () => ({
      phase: 'contract',
      notes: ['Refused as long as the role owns anything or has a privilege in any database of the server.'],
    }),
    examples: [
      { sql: 'DROP ROLE app_user' },
      { sql: 'DROP ROLE IF EXISTS nobody_here' },
      {
        title: 'it has a privilege',
        setup: 'GRANT SELECT ON plain TO app_user',
        sql: 'DROP ROLE app_user',
        refusedWith: '2BP01',
      },
    ],
  },
  {
    id: 'reassign-owned',
    form: 'REASSIGN OWNED',
    docs: manual('sql-reassign-owned.html'),
    speaksOf: ['ReassignOwnedStmt'],
    effects: (action, context) => {
      const roles = rolesOf(nodeAs(action.content, 'ReassignOwnedStmt')?.roles);
      return {
        locks: lock('ACCESS EXCLUSIVE', relationsOwnedBy(context.catalog, roles.named)),
        notes: [
          'Each table and view of the role is locked as by ALTER … OWNER TO, all at the same time, in this database only.',
        ],
        dependsOn: dependsOnRoles(roles),
      };
    },
    examples: [
      {
        setup: `ALTER TABLE child OWNER TO app_user; ALTER VIEW viewed_names OWNER TO app_user;
          ALTER MATERIALIZED VIEW viewed_count OWNER TO app_user`,
        sql: 'REASSIGN OWNED BY app_user TO postgres',
      },
      {
        title: 'a partitioned table',
        setup: 'ALTER TABLE event OWNER TO app_user',
        sql: 'REASSIGN OWNED BY app_user TO postgres',
      },
      {
        title: 'no table',
        setup: 'ALTER FUNCTION fixed_number() OWNER TO app_user',
        sql: 'REASSIGN OWNED BY app_user TO postgres',
      },
    ],
  },
  {
    id: 'drop-owned',
    form: 'DROP OWNED',
    docs: manual('sql-drop-owned.html'),
    speaksOf: ['DropOwnedStmt'],
    effects: (action, context) => {
      const statement = nodeAs(action.content, 'DropOwnedStmt');
      const behavior = statement?.behavior === 'DROP_CASCADE' ? 'cascade' : 'restrict';
      return dropOwned(rolesOf(statement?.roles), behavior, context);
    },
    examples: [
      {
        title: 'privileges, and a policy for nobody else',
        setup:
          'GRANT SELECT, UPDATE ON plain TO app_user; CREATE POLICY p ON secured TO app_user USING (true)',
        sql: 'DROP OWNED BY app_user',
      },
      {
        title: 'a policy that others have too',
        setup: 'CREATE POLICY p ON secured TO app_user, postgres USING (true)',
        sql: 'DROP OWNED BY app_user',
      },
      { setup: 'ALTER VIEW viewed_names OWNER TO app_user', sql: 'DROP OWNED BY app_user' },
      { setup: 'ALTER TABLE child OWNER TO app_user', sql: 'DROP OWNED BY app_user CASCADE' },
      {
        title: 'something of another role depends on it',
        setup: 'ALTER TABLE child OWNER TO app_user',
        sql: 'DROP OWNED BY app_user',
        refusedWith: '2BP01',
      },
    ],
  },
];

interface OwningRoles {
  readonly named: ReadonlySet<string>;
  /** Whether CURRENT_USER or the like is among them. */
  readonly hasUnnamed: boolean;
}

function rolesOf(specifications: readonly Node[] = []): OwningRoles {
  const roles = specifications.map((node) => nodeAs(node, 'RoleSpec'));
  return {
    named: new Set(roles.flatMap((role) => role?.rolename ?? [])),
    hasUnnamed: roles.some((role) => role?.rolename === undefined),
  };
}

function dependsOnRoles({ hasUnnamed }: OwningRoles): readonly string[] {
  return hasUnnamed ? ['Who the current user is, and what it owns, is not known here.'] : [];
}

function dropOwned(
  roles: OwningRoles,
  behavior: 'cascade' | 'restrict',
  { catalog }: BehaviourContext,
): Claims {
  const objects = [...objectsOwnedBy(catalog, roles.named), ...policiesOnlyFor(catalog, roles.named)];
  const removal = removalOf(catalog, objects, behavior);
  return {
    locks: removal.locks,
    phase: 'contract',
    reversible: false,
    dataLoss: relationsOwnedBy(catalog, roles.named).length > 0,
    notes: [
      removal.blockedBy.length > 0
        ? `The server refuses without CASCADE: ${removal.blockedBy.map(({ name }) => name).join(', ')} depends on it.`
        : 'All that the role owns in this database goes, with the rows of its tables, and all privileges that it was given.',
    ],
    dependsOn: dependsOnRoles(roles),
  };
}

function relationsOwnedBy(catalog: Catalog, roles: ReadonlySet<string>): readonly QualifiedName[] {
  return [...tablesOf(catalog), ...viewsOf(catalog)].filter(isOwnedBy(roles)).map(nameOf);
}

function objectsOwnedBy(catalog: Catalog, roles: ReadonlySet<string>): readonly CatalogObject[] {
  const isOwned = isOwnedBy(roles);
  return [
    ...relationsOwnedBy(catalog, roles).map((name) => ({ kind: 'relation', name }) as const),
    ...[...catalog.sequences.values()]
      .filter(isOwned)
      .map((each) => ({ kind: 'sequence', name: nameOf(each) }) as const),
    ...[...catalog.types.values()]
      .filter(isOwned)
      .map((each) => ({ kind: 'type', name: nameOf(each) }) as const),
    ...[...catalog.routines.values()]
      .flat()
      .filter(isOwned)
      .map((each) => ({ kind: 'routine', name: nameOf(each) }) as const),
    ...[...catalog.schemas.values()].filter(isOwned).map(({ name }) => ({ kind: 'schema', name }) as const),
  ];
}

function isOwnedBy(roles: ReadonlySet<string>): (owned: { readonly owner: string | undefined }) => boolean {
  return ({ owner }) => owner !== undefined && roles.has(owner);
}

/** A policy goes with the last role that it is for; where others remain, only the role is taken off. */
function policiesOnlyFor(catalog: Catalog, roles: ReadonlySet<string>): readonly CatalogObject[] {
  return tablesOf(catalog).flatMap((table) =>
    table.policies
      .filter((policy) => policy.roles.every((role) => role !== undefined && roles.has(role)))
      .map(({ name }) => ({ kind: 'policy', relation: nameOf(table), name }) as const),
  );
}
