import { spokenName, spokenType, type ForeignKey } from '../catalog';
import type { SharedReason, TableTenancy, TenantReason, UnknownReason } from './model';

/** One line on a table: `tenant-owned through tenant_id (uuid, NOT NULL) → tenants.id; RLS forced; 2 policies`. */
export function tenancySentence(tenancy: TableTenancy): string {
  const { standing, table, policies } = tenancy;
  const isGuarded = standing.side === 'tenant' || table.rowSecurity.enabled || policies.length > 0;
  return [standingPhrase(tenancy), ...(isGuarded ? rowSecurityPhrases(tenancy) : [])].join('; ');
}

/** Whose rows the table holds, and why: `shared: the policy lists it`. */
export function standingPhrase({ standing, tenantColumn }: TableTenancy): string {
  switch (standing.side) {
    case 'tenant':
      return tenantPhrase(standing.because, tenantColumn);
    case 'shared':
      return `shared: ${sharedPhrase(standing.because)}`;
    case 'unknown':
      return `unknown: ${unknownPhrase(standing.because)}`;
  }
}

/** What row-level security does for the table: `RLS forced`, `2 policies`. */
function rowSecurityPhrases({ table, policies, appAccess }: TableTenancy): readonly string[] {
  const { enabled, forced } = table.rowSecurity;
  const count =
    policies.length === 1 ? '1 policy' : `${policies.length === 0 ? 'no' : policies.length} policies`;
  const owner = appAccess?.owns === true ? [`owned by the application's role ${appAccess.role}`] : [];
  if (!enabled) return ['RLS off', ...(policies.length === 0 ? [] : [`${count} not in force`]), ...owner];
  return [forced ? 'RLS forced' : 'RLS enabled', count, ...owner];
}

function tenantPhrase(because: TenantReason, column: TableTenancy['tenantColumn']): string {
  switch (because.by) {
    case 'being a tenant':
      return `the tenants themselves, known by ${because.column}`;
    case 'column': {
      const { toRoot } = because;
      const details =
        column === undefined
          ? ''
          : ` (${spokenType(column.type)}, ${column.notNull ? 'NOT NULL' : 'may be NULL'})`;
      return `tenant-owned through ${because.column}${details}${toRoot === undefined ? '' : ` → ${target(toRoot)}`}`;
    }
    case 'path':
      return `tenant-owned through ${pathPhrase(because.foreignKeys, because.column)}`;
    case 'schema':
      return `tenant-owned: its schema matches ${because.pattern}`;
    case 'run':
      return `tenant-owned: each tenant has it in its own schema (${because.patterns.join(', ')})`;
    case 'folder':
      return `tenant-owned: ${because.folder} is run once for each tenant`;
  }
}

/** `line_id → lines.order_id → orders.tenant_id` */
function pathPhrase(foreignKeys: readonly ForeignKey[], column: string): string {
  const start = foreignKeys[0]?.columns.join(', ') ?? '';
  const stops = foreignKeys.map(({ references }, place) => {
    const through = foreignKeys[place + 1]?.columns.join(', ') ?? column;
    return `${spokenName(references)}.${through}`;
  });
  return [start, ...stops].join(' → ');
}

function target({ references, referencedColumns }: ForeignKey): string {
  return `${spokenName(references)}.${referencedColumns.join(', ')}`;
}

function sharedPhrase(because: SharedReason): string {
  switch (because.by) {
    case 'policy':
      return 'the policy lists it among the tables of no tenant';
    case 'schema':
      return `all tenants share the schema ${because.schema}`;
    case 'folder':
      return `${because.folder} is run once for all tenants`;
  }
}

function unknownPhrase(because: UnknownReason): string {
  switch (because.by) {
    case 'no model':
      return 'nothing says what a tenant is';
    case 'optional path': {
      const keys = because.foreignKeys.map(
        ({ columns, references }) => `${columns.join(', ')} → ${spokenName(references)}`,
      );
      return `it carries no tenant column, and rows may leave ${keys.join(' and ')} empty`;
    }
    case 'nothing':
      return 'it carries no tenant column and refers to no table that does';
  }
}
