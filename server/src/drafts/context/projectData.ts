import {
  nameOf,
  spokenType,
  type Catalog,
  type QualifiedName,
  type Table,
  type UserType,
} from '../../catalog';
import { sqlOf } from '../../sql';
import type { Migration, Policy } from '../../project';
import { isTenantRoot, tenancyOf } from '../../tenancy';
import { listItems, tableNamed } from '../prompts/names';
import type { InputValues } from '../prompts/placeholders';
import type { PromptSnippet } from '../prompts/snippet';
import type { Surroundings } from '../prompts/surroundings';
import { houseStyle } from './houseStyle';
import { neighbourhoodOf } from './neighbourhood';
import { tableFacts } from './tableFacts';

/** How far from the tables of a request the schema is told. */
const hops = 2;
/** How many migrations back the titles go, and how many it takes to see a habit. */
const lastTitles = 10;
const lastStyles = 40;

/**
 * The sections about the schema and its history: every name of the project that a prompt holds, but for those that the
 * request itself says. Comments of the schema are not among them.
 */
export function projectData(
  first: readonly QualifiedName[],
  surroundings: Surroundings,
): Readonly<Record<string, unknown>> {
  const { catalog, policy, migrations } = surroundings;
  const tenancy = tenancyOf(catalog, policy);
  const isHub = (name: QualifiedName) => {
    const found = tenancy.table(name);
    if (found === undefined) return false;
    return found.standing.side === 'shared' || isTenantRoot(found.table, policy.tenancy);
  };
  const { tables, leftOut } = neighbourhoodOf(first, catalog, hops, isHub);
  return {
    tenancy: tenancyNames(policy),
    tables: tables.map((table) => tableFacts(table, tenancy)),
    tablesLeftOut: leftOut === 0 ? undefined : leftOut,
    types: typesOf(tables, catalog),
    houseStyle: houseStyle(migrations.slice(-lastStyles), catalog),
    lastMigrations: migrations.slice(-lastTitles).map(titleOf),
  };
}

/** The tables that the inputs of a request name; without any, the tenants' own. */
export function tablesAskedFor(
  snippet: PromptSnippet,
  values: InputValues,
  { catalog, policy }: Surroundings,
): readonly QualifiedName[] {
  const named = snippet.inputs
    .filter(({ completes }) => completes === 'table')
    .flatMap(({ key, many }) => {
      const value = values.get(key) ?? '';
      return many ? listItems(value).map(({ text }) => text) : [value];
    })
    .flatMap((text) => tableNamed(text, catalog) ?? []);
  const root = policy.tenancy.tenantTable;
  const instead = root === undefined ? undefined : tableNamed(root, catalog);
  const tables = named.length > 0 || instead === undefined ? named : [instead];
  return [...new Set(tables.map(nameOf))];
}

function tenancyNames({ tenancy }: Policy): Readonly<Record<string, unknown>> {
  const { tenantColumns, tenantTable, setting, appRole, memberTable, schemas, sharedSchemas, sharedTables } =
    tenancy;
  return { tenantColumns, tenantTable, setting, appRole, memberTable, schemas, sharedSchemas, sharedTables };
}

/** Types that the history made, of the columns of these tables. */
function typesOf(tables: readonly Table[], catalog: Catalog): readonly object[] {
  const named = tables.flatMap(({ columns }) =>
    columns.flatMap(({ type }) => (type.schema === undefined ? [] : [`${type.schema}.${type.name}`])),
  );
  return [...new Set(named)].sort().flatMap((name): readonly object[] => {
    const type = catalog.types.get(name);
    return type === undefined ? [] : [{ type: name, kind: type.kind, ...detailsOf(type) }];
  });
}

function detailsOf(type: UserType): object {
  switch (type.kind) {
    case 'enum':
      return { labels: type.labels };
    case 'domain':
      return {
        base: spokenType(type.base),
        notNull: type.notNull,
        checks: type.checks.map(({ expression }) => sqlOf(expression)),
      };
    case 'composite':
    case 'range':
    case 'base':
      return {};
  }
}

function titleOf({ version, title }: Migration): string {
  return `${version} ${title}`.trim();
}
