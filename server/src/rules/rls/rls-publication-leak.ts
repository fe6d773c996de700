import {
  findTable,
  nameOf,
  publicationsOf,
  spokenList,
  spokenName,
  tablesOf,
  type Catalog,
  type QualifiedName,
} from '../../catalog';
import { nodeAs } from '../../sql';
import { tenancyOf } from '../../tenancy';
import type { Finding, ReviewedMigration, ReviewedStatement, Rule } from '../model';
import { findingsByStatement } from '../readings/findingsByStatement';
import { isGuardedByRowSecurity } from '../readings/rowSecurity';

/** The first version that knows row filters. */
const rowFilterSince = 15;

/** Logical replication reads the log and asks no policy: what is published leaves for the subscriber whole. */
export const rlsPublicationLeak: Rule = {
  id: 'rls-publication-leak',
  category: 'rls',
  severity: 'info',
  summary: 'A publication of a table with row-level security that sends the rows of all tenants',
  speaksOf: ['AlterPublicationStmt', 'CreatePublicationStmt'],
  check: (migration) => findingsByStatement(migration, findingFor),
};

function findingFor(reviewed: ReviewedStatement, migration: ReviewedMigration): Finding | undefined {
  const { policy, direction } = migration;
  if (!isGuardedByRowSecurity(policy) || direction === 'down') return undefined;
  const name = publicationChangedBy(reviewed);
  if (name === undefined) return undefined;
  const had = new Set(sentWhole(name, reviewed.before));
  const tables = sentWhole(name, reviewed.after).filter(
    (table) => !had.has(table) && isProtected(table, migration),
  );
  if (tables.length === 0) return undefined;
  const knowsFilters = Number.parseInt(policy.version, 10) >= rowFilterSince;
  return {
    what: `${name} publishes ${spokenList(tables.map(spokenName))}, and logical replication asks no policy.`,
    who: 'Whoever subscribes gets the rows of all tenants, and every change of them.',
    remedy: knowsFilters
      ? 'Where the subscriber is for one tenant, publish the table with a row filter (WHERE) on the tenant column; else see to it that no tenant reaches what the subscriber makes of it.'
      : 'See to it that no tenant reaches what the subscriber makes of it; row filters come with PostgreSQL 15.',
    span: reviewed.statement.span,
    relations: tables,
  };
}

/** Of FOR ALL TABLES pg-logical-replication speaks. */
function publicationChangedBy({ statement: { tree } }: ReviewedStatement): string | undefined {
  return nodeAs(tree, 'CreatePublicationStmt')?.pubname ?? nodeAs(tree, 'AlterPublicationStmt')?.pubname;
}

/** The tables that a publication sends without a row filter, by name or with their schema. */
function sentWhole(publication: string, catalog: Catalog): readonly QualifiedName[] {
  const found = publicationsOf(catalog).find(({ name }) => name === publication);
  if (found === undefined) return [];
  const bySchema = tablesOf(catalog).filter(({ schema }) => found.schemas.includes(schema));
  const byName = found.tables.filter(({ where }) => where === undefined).map(({ name }) => name);
  return [...new Set([...byName, ...bySchema.map(nameOf)])];
}

function isProtected(name: QualifiedName, { after, policy }: ReviewedMigration): boolean {
  return (
    findTable(after, name)?.rowSecurity.enabled === true &&
    tenancyOf(after, policy).table(name)?.standing.side === 'tenant'
  );
}
