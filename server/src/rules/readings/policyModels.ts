import {
  foreignKeysOf,
  nameOf,
  readExpression,
  tablesOf,
  type Catalog,
  type QualifiedName,
  type Table,
} from '../../catalog';
import { concernsRoles, rolesOf, tenancyOf, type ExpressionReading, type PolicyReading } from '../../tenancy';
import type { ReviewedMigration } from '../model';
import { tenantColumnOf } from './tenantOwnership';

/**
 * The newest table whose policies would mean the same on this one: they tie rows to a tenant for everybody whom the
 * application may be, and read nothing of their own row but its tenant column, or a foreign key that both tables have.
 */
export function policyModelFor(table: Table, migration: ReviewedMigration): Table | undefined {
  return tablesOf(migration.before).findLast((candidate) => isModelFor(candidate, table, migration));
}

function isModelFor(model: Table, table: Table, { before, policy }: ReviewedMigration): boolean {
  if (!model.rowSecurity.enabled) return false;
  const { appRole } = policy.tenancy;
  const policies = tenancyOf(before, policy).table(nameOf(model))?.policies ?? [];
  const roles = appRole === undefined ? undefined : new Set(['public', ...rolesOf(appRole, before)]);
  const asked = policies.filter((each) => roles === undefined || concernsRoles(each, roles));
  if (!asked.some(({ policy: { permissive } }) => permissive)) return false;
  const columns = columnsInCommon(model, table, policy.tenancy);
  return (
    asked.every(({ policy: { permissive }, using, check }) => !permissive || areConfined(using, check)) &&
    policies.every((each) => ownColumnsOf(each, model, before).every((column) => columns.has(column)))
  );
}

function areConfined(...expressions: readonly (ExpressionReading | undefined)[]): boolean {
  return expressions.every((expression) => expression === undefined || expression.confines);
}

/** Columns by which both tables tell their tenant. */
function columnsInCommon(
  model: Table,
  table: Table,
  tenancy: ReviewedMigration['policy']['tenancy'],
): ReadonlySet<string> {
  const tenantColumn = tenantColumnOf(model, tenancy);
  const keys = parentsByColumn(table);
  const shared = [...parentsByColumn(model)].filter(([column, parent]) => keys.get(column) === parent);
  const columns = shared.map(([column]) => column);
  const isShared = tenantColumn !== undefined && tenantColumn === tenantColumnOf(table, tenancy);
  return new Set(isShared ? [tenantColumn, ...columns] : columns);
}

function parentsByColumn(table: Table): ReadonlyMap<string, QualifiedName> {
  return new Map(
    foreignKeysOf(table).flatMap(({ columns, references }) => {
      const [column, ...others] = columns;
      return column === undefined || others.length > 0 ? [] : [[column, references] as const];
    }),
  );
}

/** The columns of the row in question that a policy reads; a policy that looks at other rows of its table reads `*`. */
function ownColumnsOf({ policy }: PolicyReading, table: Table, catalog: Catalog): readonly string[] {
  const own = nameOf(table);
  return [policy.using, policy.withCheck].flatMap((expression) => {
    if (expression === undefined) return [];
    const { columns, relations } = readExpression(catalog, expression, table);
    if (relations.some(({ name }) => name === own)) return ['*'];
    return columns.flatMap(({ relation, column }) => (relation === own ? [column] : []));
  });
}
