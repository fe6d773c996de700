import type { ClientBase } from 'pg';
import type { Schema } from './model';
import type { FillOrder } from './order';
import type { Owners } from './ownership';
import type { RowTenant } from './rowQuery';
import type { Distributions } from './samples';
import type { Reference } from './tablePlan';

export interface PlanRequest {
  readonly client: ClientBase;
  readonly schema: Schema;
  readonly owners: Owners;
  readonly order: FillOrder;
  readonly modulus: number;
  /** How many tenants the database will have. */
  readonly tenantCount: number;
  /** The most rows that any tenant will have in the table. */
  readonly rowsWanted: number;
  /** A tenant whose parents have rows, to try rows with. */
  readonly tenant: RowTenant;
  /** How values are distributed in production, where a sample tells. */
  readonly distributions: Distributions;
  countParents(references: readonly Reference[]): Promise<ReadonlyMap<Reference, number>>;
}

/** A request with what was found out for one table. */
export interface Planning extends PlanRequest {
  readonly counts: ReadonlyMap<Reference, number>;
}
