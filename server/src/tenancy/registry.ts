import {
  dependentViews,
  findColumn,
  findTable,
  indexesOf,
  nameOf,
  tablesOf,
  type Catalog,
  type Constraint,
  type QualifiedName,
  type Routine,
  type Table,
} from '../catalog';
import type { Policy } from '../project';
import { appAccessOf } from './access';
import type { Standing, TableTenancy, TenantKey } from './model';
import { readPolicy } from './policies';
import { relationsReadBy } from './routines';
import { standingOf } from './standing';

/** The tenancy of a schema under a policy. Each table is read when it is first asked for, and then remembered. */
export interface Tenancy {
  readonly catalog: Catalog;
  readonly policy: Policy;
  /** Undefined where there is no such table. */
  table(name: QualifiedName): TableTenancy | undefined;
  /** Every table but partitions, which belong where their parent does; in the order in which they were made. */
  tables(): readonly TableTenancy[];
  /** The functions and procedures whose body names the relation, by qualified name. */
  routinesOver(name: QualifiedName): readonly QualifiedName[];
  /** The views that read the relation, also through other views. */
  viewsOver(name: QualifiedName): readonly QualifiedName[];
}

/** The registry for a catalog and a policy: the same one as long as both are the same values. */
export function tenancyOf(catalog: Catalog, policy: Policy): Tenancy {
  const ofCatalog = registries.get(catalog) ?? new WeakMap<Policy, Tenancy>();
  registries.set(catalog, ofCatalog);
  const tenancy = ofCatalog.get(policy) ?? createTenancy(catalog, policy);
  ofCatalog.set(policy, tenancy);
  return tenancy;
}

/** A catalog is a value: lint asks for the same one again at every key stroke. */
const registries = new WeakMap<Catalog, WeakMap<Policy, Tenancy>>();

function createTenancy(catalog: Catalog, policy: Policy): Tenancy {
  const tables = new Map<QualifiedName, TableTenancy | undefined>();
  const read = (name: QualifiedName): TableTenancy | undefined => {
    if (tables.has(name)) return tables.get(name);
    const found = findTable(catalog, name);
    const tenancy = found && readTable(found, catalog, policy);
    tables.set(name, tenancy);
    return tenancy;
  };
  let routines: ReadonlyMap<QualifiedName, readonly QualifiedName[]> | undefined;
  return {
    catalog,
    policy,
    table: read,
    tables: () =>
      tablesOf(catalog)
        .filter(({ partitionOf, persistence }) => partitionOf === undefined && persistence !== 'temporary')
        .flatMap((table) => read(nameOf(table)) ?? []),
    routinesOver: (name) => (routines ??= routinesByRelation(catalog)).get(name) ?? [],
    viewsOver: (name) => viewsOver(name, catalog),
  };
}

/** Whose rows a table holds is asked of most tables, its keys and policies of few: those are read when asked for. */
function readTable(table: Table, catalog: Catalog, policy: Policy): TableTenancy {
  const standing = standingOf(table, catalog, policy);
  const column = tenantColumnIn(standing);
  const columns = column === undefined ? [] : [column];
  let keys: TableTenancy['keys'] | undefined;
  let policies: TableTenancy['policies'] | undefined;
  return {
    name: nameOf(table),
    table,
    standing,
    tenantColumn: column === undefined ? undefined : findColumn(table, column),
    get keys() {
      return (keys ??= keysOfTable(table, catalog, columns));
    },
    get policies() {
      return (policies ??= table.policies.map((rowPolicy) =>
        readPolicy(rowPolicy, table, catalog, [...columns, ...pathColumnsIn(standing)]),
      ));
    },
    appAccess: appAccessOf(table, catalog, policy.tenancy.appRole),
  };
}

function tenantColumnIn({ side, because }: Standing): string | undefined {
  return side === 'tenant' && (because.by === 'column' || because.by === 'being a tenant')
    ? because.column
    : undefined;
}

/** A table without a tenant column is confined by the key that leads to its tenant. */
function pathColumnsIn({ because }: Standing): readonly string[] {
  return because.by === 'path' ? (because.foreignKeys[0]?.columns ?? []) : [];
}

function keysOfTable(table: Table, catalog: Catalog, tenantColumns: readonly string[]): readonly TenantKey[] {
  return indexesOf(catalog, nameOf(table))
    .filter(({ unique }) => unique)
    .map(({ name, keys, constraint }) => {
      const columns = keys.map(({ column }) => column);
      const owner = table.constraints.find((each) => each.name === constraint);
      return {
        name: owner?.name ?? name,
        kind: kindOfKey(owner),
        columns,
        includesTenant: columns.some((column) => column !== undefined && tenantColumns.includes(column)),
      };
    });
}

function kindOfKey(owner: Constraint | undefined): TenantKey['kind'] {
  if (owner === undefined) return 'unique index';
  return owner.kind === 'primary key' ? 'primary key' : 'unique constraint';
}

function viewsOver(name: QualifiedName, catalog: Catalog): readonly QualifiedName[] {
  const found = new Set(dependentViews(catalog, name));
  for (const view of found) for (const next of dependentViews(catalog, view)) found.add(next);
  return [...found];
}

function routinesByRelation(catalog: Catalog): ReadonlyMap<QualifiedName, readonly QualifiedName[]> {
  const byRelation = new Map<QualifiedName, QualifiedName[]>();
  const add = (routine: Routine) => {
    for (const relation of relationsReadBy(routine, catalog)) {
      const known = byRelation.get(relation) ?? [];
      if (!known.includes(nameOf(routine))) byRelation.set(relation, [...known, nameOf(routine)]);
    }
  };
  [...catalog.routines.values()].flat().forEach(add);
  return byRelation;
}
