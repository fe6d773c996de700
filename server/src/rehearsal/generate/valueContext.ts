import type { Column } from './model';
import { rowNumber, tenantOrdinal } from './rowSql';

/** What an expression may depend on besides the row. */
export interface ValueContext {
  /** Name of the column or attribute. */
  readonly name: string;
  /** Names the value for its seed: the same purpose gives the same numbers. */
  readonly purpose: string;
  /** Place of the column in its table. */
  readonly position: number;
  /** Above every tenant's ordinal; numbers that must differ across tenants are `row × modulus + ordinal`. */
  readonly modulus: number;
}

/** SQL of a value that differs from row to row. */
export interface UniqueValue {
  readonly sql: string;
  /** How many rows of one tenant it can tell apart. */
  readonly capacity: number;
}

/** Within one tenant, or across all. */
export type UniqueScope = 'tenant' | 'all';

export function contextOf(relation: string, column: Column, position: number, modulus: number): ValueContext {
  return { name: column.name, purpose: `${relation}.${column.name}`, position, modulus };
}

/** A number that tells rows apart. */
export function numberOf(context: ValueContext, scope: UniqueScope): string {
  return scope === 'tenant' ? rowNumber : `(${rowNumber} * ${context.modulus} + ${tenantOrdinal})`;
}
