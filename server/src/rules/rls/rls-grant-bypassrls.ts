import { nameOf, spokenList, spokenName, type Catalog } from '../../catalog';
import { nodeAs, tokensOf, type SqlToken, type Statement } from '../../sql';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { applicationRoles, ownershipGainedBy, spokenApplication } from '../readings/applicationAccess';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isGuardedByRowSecurity } from '../readings/rowSecurity';
import { findKeyword } from '../readings/tokens';

/** Rights of a role, its own or those of a role that it joins, for which the server asks no policy. */
export const rlsGrantBypassrls: Rule = {
  id: 'rls-grant-bypassrls',
  category: 'rls',
  severity: 'error',
  summary: 'BYPASSRLS or SUPERUSER for the application’s role, or membership in a role that passes policies',
  speaksOf: ['AlterRoleStmt', 'CreateRoleStmt', 'GrantRoleStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { policy, direction } = migration;
  if (!isGuardedByRowSecurity(policy) || direction === 'down') return undefined;
  if (policy.tenancy.appRole === undefined || !changesRoles(reviewed.statement)) return undefined;
  const said = attributesGained(reviewed, migration) ?? membershipsGained(reviewed, migration);
  return said && { ...said, span: reviewed.statement.span };
}

function changesRoles({ tree }: Statement): boolean {
  return [nodeAs(tree, 'CreateRoleStmt'), nodeAs(tree, 'AlterRoleStmt'), nodeAs(tree, 'GrantRoleStmt')].some(
    (change) => change !== undefined,
  );
}

/** The application's own role is asked for no policy any more. */
function attributesGained(
  { statement, before, after }: ReviewedStatement,
  migration: ReviewedMigration,
): Omit<Finding, 'span'> | undefined {
  const { appRole = '' } = migration.policy.tenancy;
  const has = (catalog: Catalog, attribute: string) =>
    catalog.roles.get(appRole)?.attributes.includes(attribute) === true;
  const gained = bypassing.filter(
    (attribute) => !has(before, attribute) && has(after, attribute) && has(migration.after, attribute),
  );
  if (gained.length === 0) return undefined;
  return {
    what: `${appRole} becomes a role with ${spokenList(gained.map((each) => each.toUpperCase()))}: the server asks no policy for it, forced or not.`,
    who: `Every query of ${appRole} reads and writes the rows of all tenants.`,
    remedy:
      'Give the attribute to a role of its own for migrations and maintenance, which the application does not connect as.',
    relations: [],
    fixes: withoutAttributes(statement, gained, migration),
  };
}

/** Attributes for which row-level security does not exist. */
const bypassing: readonly string[] = ['bypassrls', 'superuser'];

function withoutAttributes(
  statement: Statement,
  attributes: readonly string[],
  { script }: ReviewedMigration,
): readonly Fix[] {
  const tokens = attributes.flatMap((attribute): readonly SqlToken[] => {
    const token = findKeyword(tokensOf(statement), attribute.toUpperCase());
    return token === undefined ? [] : [token];
  });
  if (tokens.length < attributes.length) return [];
  return [
    {
      title: `Write ${spokenList(attributes.map((each) => `NO${each.toUpperCase()}`))} instead`,
      preferred: false,
      edits: tokens.map(({ start, end, text }) => ({
        path: script.path,
        span: { start, end },
        newText: `NO${text}`,
      })),
    },
  ];
}

function membershipsGained(
  reviewed: ReviewedStatement,
  migration: ReviewedMigration,
): Omit<Finding, 'span'> | undefined {
  const application = spokenApplication(migration.policy);
  const tables = ownershipGainedBy(reviewed, migration).map(nameOf);
  if (tables.length > 0) {
    const owned = spokenList(tables.map(spokenName));
    return {
      what: `${application} becomes a member of the owner of ${owned}, and row-level security that is not forced holds no member of the owner either.`,
      who: `Every query of ${application} on ${owned} reads and writes the rows of all tenants.`,
      remedy: 'Grant the rights on the tables instead of the role, or FORCE ROW LEVEL SECURITY on them.',
      relations: tables,
    };
  }
  const joined = bypassingRolesJoined(reviewed, migration);
  if (joined.length === 0) return undefined;
  const roles = spokenList(joined);
  return {
    what: `${application} becomes a member of ${roles} and may SET ROLE to it, for which the server asks no policy.`,
    who: `Whoever can make a connection of ${application} run its SQL reads and writes the rows of all tenants.`,
    remedy: `Let another role than the one that serves tenants be a member of ${roles}.`,
    relations: [],
    severity: 'warning',
  };
}

function bypassingRolesJoined(
  { before, after }: ReviewedStatement,
  { after: last, policy }: ReviewedMigration,
): readonly string[] {
  const [had, keeps] = [applicationRoles(before, policy), applicationRoles(last, policy)];
  return [...applicationRoles(after, policy)].filter((role) => {
    const attributes = last.roles.get(role)?.attributes ?? [];
    return !had.has(role) && keeps.has(role) && bypassing.some((each) => attributes.includes(each));
  });
}
