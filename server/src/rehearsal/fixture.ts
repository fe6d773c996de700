import type { ShapeName } from '../project';
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
  readonly tables: readonly SeededTable[];
}

/** A finished template database with one tenant alone, or with all of them together. */
export interface Fixture {
  /** `*` for all tenants together, else the tenant's name. */
  readonly name: string;
  readonly template: string;
  readonly tenants: readonly FixtureTenant[];
  /** The rows of the template. */
  readonly data: DataSnapshot;
}
