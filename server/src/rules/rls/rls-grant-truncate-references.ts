import { spokenList, spokenName, nameOf } from '../../catalog';
import { nodeAs, stringsOf, tokensOf, type NodeOf, type Statement } from '../../sql';
import type { Finding, Fix, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { accessGainedBy, applicationRoles, spokenApplication } from '../readings/applicationAccess';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isGuardedByRowSecurity } from '../readings/rowSecurity';
import { findKeyword } from '../readings/tokens';

/** Rights on a table that the server asks no policy for. */
export const rlsGrantTruncateReferences: Rule = {
  id: 'rls-grant-truncate-references',
  category: 'rls',
  severity: 'warning',
  summary: 'GRANT ALL, TRUNCATE, REFERENCES or TRIGGER to the application: no policy holds these back',
  speaksOf: ['AlterDefaultPrivilegesStmt', 'GrantStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

/** What policies know nothing of; the first one is the worst. */
const unpoliced: readonly string[] = ['TRUNCATE', 'REFERENCES', 'TRIGGER'];

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  if (!isGuardedByRowSecurity(migration.policy) || migration.direction === 'down') return undefined;
  const given = givenOnTables(reviewed, migration) ?? givenByDefault(reviewed, migration);
  if (given === undefined) return undefined;
  const { privileges, tables, relations } = given;
  const application = spokenApplication(migration.policy);
  return {
    what: `This gives ${application} ${spokenList(privileges)} on ${tables}, which row-level security knows nothing of.`,
    who: whoIsHarmed(privileges, application),
    remedy: 'Grant SELECT, INSERT, UPDATE and DELETE by name.',
    span: reviewed.statement.span,
    relations,
    severity: privileges.includes('TRUNCATE') ? 'warning' : 'info',
    fixes: withPolicedPrivileges(reviewed.statement, migration),
  };
}

interface Given {
  readonly privileges: readonly string[];
  /** As a message names them. */
  readonly tables: string;
  readonly relations: readonly string[];
}

function givenOnTables(reviewed: ReviewedStatement, migration: ReviewedMigration): Given | undefined {
  if (nodeAs(reviewed.statement.tree, 'GrantStmt')?.is_grant !== true) return undefined;
  const gained = accessGainedBy(reviewed, migration).filter(({ table }) => table.rowSecurity.enabled);
  const privileges = unpoliced.filter((each) => gained.some((access) => access.privileges.includes(each)));
  const relations = gained
    .filter((access) => access.privileges.some((each) => privileges.includes(each)))
    .map(({ table }) => nameOf(table));
  if (relations.length === 0) return undefined;
  return { privileges, tables: spokenTables(relations), relations };
}

/** ALTER DEFAULT PRIVILEGES: tables that are made later come with these rights. */
function givenByDefault(
  { statement, after }: ReviewedStatement,
  { policy }: ReviewedMigration,
): Given | undefined {
  const grant = nodeAs(statement.tree, 'AlterDefaultPrivilegesStmt')?.action;
  if (grant?.is_grant !== true || grant.objtype !== 'OBJECT_TABLE') return undefined;
  const roles = applicationRoles(after, policy);
  const written = writtenPrivileges(grant);
  const privileges = unpoliced.filter((each) => written === 'all' || written.includes(each));
  const isToApplication = (grant.grantees ?? []).some((node) => {
    const role = nodeAs(node, 'RoleSpec');
    return roles.has(role?.roletype === 'ROLESPEC_PUBLIC' ? 'public' : (role?.rolename ?? ''));
  });
  if (!isToApplication || privileges.length === 0) return undefined;
  return { privileges, tables: 'every table that is made from now on', relations: [] };
}

function writtenPrivileges({ privileges }: NodeOf<'GrantStmt'>): 'all' | readonly string[] {
  if (privileges === undefined) return 'all';
  return privileges.map((node) => nodeAs(node, 'AccessPriv')?.priv_name?.toUpperCase() ?? '');
}

/** The longest list of tables that a message names one by one. */
const mostNamed = 3;

function spokenTables(relations: readonly string[]): string {
  const named = relations.slice(0, mostNamed).map(spokenName);
  const others = relations.length - named.length;
  return spokenList(others === 0 ? named : [...named, `${others} more tables`]);
}

function whoIsHarmed(privileges: readonly string[], application: string): string {
  if (privileges.includes('TRUNCATE')) {
    return `One TRUNCATE by whoever can make a connection of ${application} run its SQL empties the table for all tenants.`;
  }
  return privileges.includes('REFERENCES')
    ? `A foreign key to the table tells ${application} which keys of other tenants exist, and keeps their rows from being deleted.`
    : `A trigger that ${application} puts on the table sees the rows that other tenants write.`;
}

/** Policies hold back what is left; undefined privileges stand for ALL. */
function withPolicedPrivileges(statement: Statement, { script }: ReviewedMigration): readonly Fix[] {
  const grant =
    nodeAs(statement.tree, 'GrantStmt') ?? nodeAs(statement.tree, 'AlterDefaultPrivilegesStmt')?.action;
  const tokens = tokensOf(statement);
  const [first, last] = [findKeyword(tokens, 'GRANT'), findKeyword(tokens, 'ON')];
  if (grant === undefined || first === undefined || last === undefined) return [];
  const isOfColumns = (grant.privileges ?? []).some(
    (node) => stringsOf(nodeAs(node, 'AccessPriv')?.cols).length > 0,
  );
  const written = writtenPrivileges(grant);
  const kept = written === 'all' ? policed : written.filter((each) => !unpoliced.includes(each));
  if (isOfColumns || kept.length === 0) return [];
  return [
    {
      title: `Grant ${kept.join(', ')} only`,
      preferred: false,
      edits: [
        { path: script.path, span: { start: first.end, end: last.start }, newText: ` ${kept.join(', ')} ` },
      ],
    },
  ];
}

const policed: readonly string[] = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];
