import {
  findTable,
  foreignKeysOf,
  nameOf,
  tenantSchema,
  type Catalog,
  type ForeignKey,
  type Table,
} from '../catalog';
import type { Policy } from '../project';
import type { Standing, TenantReason, UnknownReason } from './model';
import { isPlaceholder, patternOf } from './tenantRun';
import { isNamed, isRowTenancy, ownershipOf, tenantRootOf, type Ownership } from './ownership';

/** Whether the rows of a table belong to tenants, by the model of the policy, and why. */
export function standingOf(table: Table, catalog: Catalog, policy: Policy): Standing {
  const entry = policy.tenancy.sharedTables.find((name) => isNamed(table, name));
  if (entry !== undefined) return { side: 'shared', because: { by: 'policy', entry } };
  switch (policy.tenancy.model) {
    case 'row':
      return isRowTenancy(policy) ? standingOfRows(table, catalog, policy) : noModel;
    case 'schema':
      return standingOfSchema(table, policy);
    case 'database':
      return standingOfFolder(table, policy) ?? noModel;
    case undefined:
      return noModel;
  }
}

const noModel: Standing = { side: 'unknown', because: { by: 'no model' } };

function standingOfRows(table: Table, catalog: Catalog, policy: Policy): Standing {
  const ownership = ownershipOf(catalog, table, policy.tenancy);
  if (ownership !== undefined) {
    return { side: 'tenant', because: reasonOf(ownership, table, catalog, policy) };
  }
  return { side: 'unknown', because: optionalPath(table, catalog, policy) };
}

function reasonOf(ownership: Ownership, table: Table, catalog: Catalog, policy: Policy): TenantReason {
  switch (ownership.by) {
    case 'being a tenant':
      return ownership;
    case 'column':
      return { ...ownership, toRoot: keyToRoot(table, ownership.column, catalog, policy) };
    case 'path':
      return pathFrom(ownership.foreignKey, catalog, policy);
  }
}

function keyToRoot(
  table: Table,
  column: string,
  catalog: Catalog,
  { tenancy }: Policy,
): ForeignKey | undefined {
  const root = tenantRootOf(catalog, tenancy);
  const keys = foreignKeysOf(table).filter(({ columns }) => columns.length === 1 && columns[0] === column);
  return root === undefined ? undefined : keys.find(({ references }) => references === nameOf(root));
}

/** The keys from here on to the first table that knows its tenant by itself. */
function pathFrom(first: ForeignKey, catalog: Catalog, policy: Policy): TenantReason {
  const foreignKeys = [first];
  for (let last = first; ;) {
    const parent = findTable(catalog, last.references);
    const next = ownershipOf(catalog, parent, policy.tenancy);
    if (next?.by !== 'path' || foreignKeys.includes(next.foreignKey)) {
      return { by: 'path', foreignKeys, column: next === undefined || next.by === 'path' ? '' : next.column };
    }
    last = next.foreignKey;
    foreignKeys.push(last);
  }
}

/** Keys to tenants' rows that a row may leave empty say nothing of the rows that do. */
function optionalPath(table: Table, catalog: Catalog, { tenancy }: Policy): UnknownReason {
  const foreignKeys = foreignKeysOf(table).filter(
    ({ references }) => ownershipOf(catalog, findTable(catalog, references), tenancy) !== undefined,
  );
  return foreignKeys.length === 0 ? { by: 'nothing' } : { by: 'optional path', foreignKeys };
}

function standingOfSchema(table: Table, policy: Policy): Standing {
  const { schemas, sharedSchemas } = policy.tenancy;
  if (table.schema === tenantSchema || isPlaceholder(table.schema)) {
    return { side: 'tenant', because: { by: 'run', patterns: schemas } };
  }
  const pattern = patternOf(table.schema, schemas);
  if (pattern !== undefined) return { side: 'tenant', because: { by: 'schema', pattern } };
  if (sharedSchemas.includes(table.schema)) {
    return { side: 'shared', because: { by: 'schema', schema: table.schema } };
  }
  return standingOfFolder(table, policy) ?? { side: 'unknown', because: { by: 'nothing' } };
}

/** The migration folder that made the table, the narrowest one where folders lie in each other. */
function standingOfFolder({ origin }: Table, { migrations }: Policy): Standing | undefined {
  const folder = migrations
    .filter(({ path }) => path === '' || path === '.' || origin.path.startsWith(`${path}/`))
    .toSorted((left, right) => right.path.length - left.path.length)[0];
  return folder && { side: folder.scope, because: { by: 'folder', folder: folder.path } };
}
