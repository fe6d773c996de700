import { spokenType } from '../catalog';
import type { TenancyModel } from '../project';
import {
  tenancyOf,
  tenancySentence,
  type AppAccess,
  type ExpressionReading,
  type PolicyReading,
  type Standing,
  type TableTenancy,
  type Tenancy,
  type TenantKey,
} from '../tenancy';
import type { Analysis } from './analysis';

/** Whose rows each table holds after the whole history: what `explain --tenancy` shows. */
export interface TenancyMap {
  /** Null where neither the policy nor the history shows tenants. */
  readonly model: TenancyModel | null;
  readonly tenantColumns: readonly string[];
  readonly tenantTable: string | null;
  /** Why the history is taken to show this model, or none; null where the policy file names it. */
  readonly inferred: { readonly confidence: number; readonly reason: string } | null;
  /** Tenant tables, then shared ones, then those of which nobody can tell; each group by name. */
  readonly tables: readonly MappedTable[];
}

export interface MappedTable {
  readonly relation: string;
  readonly side: Standing['side'];
  readonly by: Standing['because']['by'];
  /** The whole answer in one line. */
  readonly summary: string;
  readonly tenantColumn: { readonly name: string; readonly type: string; readonly notNull: boolean } | null;
  readonly keys: readonly MappedKey[];
  readonly rowSecurity: { readonly enabled: boolean; readonly forced: boolean };
  readonly policies: readonly MappedPolicy[];
  readonly owner: string | null;
  readonly appAccess: AppAccess | null;
  readonly views: readonly string[];
  readonly routines: readonly string[];
}

/** A key's columns in order; null stands for an expression. */
export type MappedKey = Omit<TenantKey, 'columns'> & { readonly columns: readonly (string | null)[] };

export interface MappedPolicy {
  readonly name: string;
  readonly permissive: boolean;
  readonly command: string;
  /** Null stands for the role that runs the migrations. */
  readonly roles: readonly (string | null)[];
  readonly using: MappedExpression | null;
  readonly check: MappedExpression | null;
}

export type MappedExpression = Pick<
  ExpressionReading,
  'confines' | 'alwaysTrue' | 'openWhenUnset' | 'openForNullTenant' | 'relations' | 'routines'
> & { readonly settings: readonly string[] };

export function tenancyMapOf(analysis: Analysis): TenancyMap {
  const { policy, inference, modelOrigin } = analysis.project;
  const tenancy = tenancyOf(analysis.schema(), policy);
  const { model, tenantColumns, tenantTable } = policy.tenancy;
  const { confidence, reason } = inference.tenancy.model;
  return {
    model: model ?? null,
    tenantColumns,
    tenantTable: tenantTable ?? null,
    inferred: modelOrigin === 'inferred' ? { confidence, reason } : null,
    tables: [...tenancy.tables()]
      .toSorted(
        (left, right) =>
          sides.indexOf(left.standing.side) - sides.indexOf(right.standing.side) ||
          (left.name < right.name ? -1 : 1),
      )
      .map((table) => mapped(table, tenancy)),
  };
}

const sides: readonly Standing['side'][] = ['tenant', 'shared', 'unknown'];

function mapped(tenancy: TableTenancy, all: Tenancy): MappedTable {
  const { name, table, standing, tenantColumn, keys, policies, appAccess } = tenancy;
  return {
    relation: name,
    side: standing.side,
    by: standing.because.by,
    summary: tenancySentence(tenancy),
    tenantColumn:
      tenantColumn === undefined
        ? null
        : {
            name: tenantColumn.name,
            type: spokenType(tenantColumn.type),
            notNull: tenantColumn.notNull,
          },
    keys: keys.map((key) => ({ ...key, columns: key.columns.map((column) => column ?? null) })),
    rowSecurity: table.rowSecurity,
    policies: policies.map(mappedPolicy),
    owner: table.owner ?? null,
    appAccess: appAccess ?? null,
    views: all.viewsOver(name),
    routines: all.routinesOver(name),
  };
}

function mappedPolicy({ policy, using, check }: PolicyReading): MappedPolicy {
  const { name, permissive, command, roles } = policy;
  return {
    name,
    permissive,
    command,
    roles: roles.map((role) => role ?? null),
    using: using === undefined ? null : mappedExpression(using),
    check: check === undefined ? null : mappedExpression(check),
  };
}

function mappedExpression(reading: ExpressionReading): MappedExpression {
  const { confines, alwaysTrue, openWhenUnset, openForNullTenant, relations, routines, settings } = reading;
  const names = settings.map(({ name }) => name);
  return {
    confines,
    alwaysTrue,
    openWhenUnset,
    openForNullTenant,
    relations,
    routines,
    settings: [...new Set(names)],
  };
}
