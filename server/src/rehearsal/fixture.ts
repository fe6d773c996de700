import type { ShapeName, TenancyModel } from '../project';
import type { SeededTable } from './result';
import type { DataSnapshot } from './snapshot/data';

/** One of the tenants that a fixture database holds. */
export interface FixtureTenant {
  readonly name: string;
  readonly shape: ShapeName;
  /** From 1; what its values can be told by. */
  readonly ordinal: number;
  /** The value of its key in the tenant table, as text; undefined where the schema has no tenant table. */
  readonly key: string | undefined;
  /** Its own schema, in the schema model. */
  readonly schema: string | undefined;
  readonly tables: readonly SeededTable[];
}

/** Many tenants with a schema or database of their own, for a rollout to all of them. */
export interface FleetFixture {
  readonly model: Exclude<TenancyModel, 'row'>;
  /** In the order in which they are migrated: the first of each shape before any copy. */
  readonly members: readonly FleetMember[];
}

export interface FleetMember {
  readonly tenant: FixtureTenant;
  /** What holds the tenant: in the schema model the same for all, in the database model that of its shape. */
  readonly template: string;
  /** Where a run for the tenant looks names up; undefined: as the database says. */
  readonly searchPath: readonly string[] | undefined;
  /** The rows of the template. */
  readonly data: DataSnapshot;
}

/** A finished template database, and for whom a migration runs on it. */
export interface Fixture {
  /** `*` for all tenants in one run, else the tenant's name. */
  readonly name: string;
  readonly template: string;
  /** The tenants that a run is for. */
  readonly tenants: readonly FixtureTenant[];
  /** Further tenants that the same run is for, which are not looked at one by one: copies of those above. */
  readonly copies: readonly FixtureTenant[];
  /** Tenants with a schema or database of their own that a run is not for, and must leave as they are. */
  readonly bystanders: readonly FixtureTenant[];
  /** What tells whose a row is: a column, the schema or the database that it is in. */
  readonly model: TenancyModel;
  /** Where a run looks names up; undefined: as the database says. */
  readonly searchPath: readonly string[] | undefined;
  /** The rows of the template. */
  readonly data: DataSnapshot;
}
