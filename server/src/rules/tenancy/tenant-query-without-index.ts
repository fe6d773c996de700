import {
  findColumn,
  findTable,
  indexesOf,
  nameOf,
  quotedList,
  spokenList,
  spokenName,
  type Catalog,
} from '../../catalog';
import type { Span, Statement } from '../../sql';
import { tenancyOf } from '../../tenancy';
import { createIndex } from '../fixes/newIndex';
import type { Finding, ReviewedMigration, Rule } from '../model';
import {
  applicationQueries,
  hasFewValues,
  isSameLookup,
  tablesQueried,
  type QueriedTable,
} from '../readings/applicationQueries';
import { leadsTo } from '../readings/indexCoverage';
import { someLaterStatement } from '../readings/laterScripts';
import { isOfThisMigration } from '../readings/madeHere';
import { isRowTenancy, isTenantTable, tenantColumnOf } from '../readings/tenantOwnership';
import { nodeAs } from '../../sql';

/** Columns that a query of the application filters on within one tenant, and that no index leads to any more, or yet. */
export const tenantQueryWithoutIndex: Rule = {
  id: 'tenant-query-without-index',
  category: 'tenant-row',
  severity: 'info',
  summary: "A query of the application that no index serves within a tenant, after the migration's change",
  *check(migration) {
    if (!isRowTenancy(migration.policy) || migration.direction === 'down') return;
    const lookups = applicationQueries(migration)
      .flatMap((query) => tablesQueried(query, migration.after))
      .flatMap((queried) => withinTenant(queried, migration) ?? []);
    for (const [place, lookup] of lookups.entries()) {
      const isFirst = lookups.findIndex((other) => isSameLookup(lookup, other)) === place;
      const finding = isFirst ? findingFor(lookup, lookups, migration) : undefined;
      if (finding !== undefined) yield finding;
    }
  },
};

/** The lookup with the tenant first, where the query or a policy holds it to one; undefined where there is no more to it. */
function withinTenant(queried: QueriedTable, { after, policy }: ReviewedMigration): QueriedTable | undefined {
  const { table, columns } = queried;
  const tenant = tenantColumnOf(table, policy.tenancy);
  if (tenant === undefined || !isTenantTable(table, policy.tenancy)) return undefined;
  const policies = tenancyOf(after, policy).table(nameOf(table))?.policies ?? [];
  const isConfined = table.rowSecurity.enabled && policies.some(({ using }) => using?.confines === true);
  const others = columns.filter((column) => column !== tenant && !hasFewValues(table, column));
  if (others.length === 0 || !(columns.includes(tenant) || isConfined)) return undefined;
  return { ...queried, columns: [tenant, ...others] };
}

function findingFor(
  lookup: QueriedTable,
  lookups: readonly QueriedTable[],
  migration: ReviewedMigration,
): Finding | undefined {
  const { table, columns, query } = lookup;
  if (isServed(lookup, migration.after, migration)) return undefined;
  const cause = causeOf(lookup, migration);
  if (cause === undefined || isServedLater(lookup, migration)) return undefined;
  const paths = [
    ...new Set(lookups.filter((other) => isSameLookup(lookup, other)).map((each) => each.query.path)),
  ];
  const name = spokenName(nameOf(table));
  return {
    what: `No index of ${name} leads to rows by ${spokenList(columns)}, by which ${spokenList(paths)} ${paths.length === 1 ? 'looks' : 'look'} for them.`,
    who: 'Each such query reads all rows of its tenant, or those of all tenants: the largest tenants wait longest.',
    remedy: `Create an index on ${name} (${quotedList(columns)})${cause.newTable === undefined ? ' CONCURRENTLY' : ''}.`,
    span: cause.span,
    relations: [nameOf(table)],
    fixes: createIndex({ table, columns, after: cause.newTable }, migration),
    related: [
      {
        origin: { path: query.path, span: query.statement.span },
        message: 'This query of the application filters on them.',
      },
    ],
  };
}

function isServed(
  { table, columns }: QueriedTable,
  catalog: Catalog,
  { policy }: ReviewedMigration,
): boolean {
  const name = nameOf(table);
  if (leadsTo(catalog, name, columns, policy.tenancy.tenantColumns)) return true;
  // Whether a partial index holds the rows that are asked for, nobody can say here.
  return indexesOf(catalog, name).some(
    ({ predicate, keys }) => predicate !== undefined && columns.includes(keys[0]?.column ?? ''),
  );
}

/** What in the migration leaves the query without an index. */
interface Cause {
  readonly span: Span;
  /** The statement that makes the table, where nobody uses it yet. */
  readonly newTable: Statement | undefined;
}

function causeOf(lookup: QueriedTable, migration: ReviewedMigration): Cause | undefined {
  const { table, columns } = lookup;
  const name = nameOf(table);
  for (const { statement, before, after } of migration.statements) {
    const [known, made] = [findTable(before, name), findTable(after, name)];
    if (made === undefined) continue;
    if (known === undefined) return { span: statement.span, newTable: statement };
    const isAdded = columns.some(
      (column) => findColumn(known, column) === undefined && findColumn(made, column) !== undefined,
    );
    const newTable = isOfThisMigration(known.origin, migration) ? statement : undefined;
    if (isAdded) return { span: statement.span, newTable };
    if (isServed(lookup, before, migration) && !isServed(lookup, after, migration)) {
      return { span: statement.span, newTable };
    }
  }
  return undefined;
}

function isServedLater({ table, columns }: QueriedTable, migration: ReviewedMigration): boolean {
  return someLaterStatement(migration, 'index', ({ tree }) => {
    const create = nodeAs(tree, 'IndexStmt');
    const first = nodeAs(create?.indexParams?.[0], 'IndexElem')?.name;
    return create?.relation?.relname === table.name && columns.includes(first ?? '');
  });
}
