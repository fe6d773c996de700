import { shapeNames, type Policy, type ShapeName } from '../../project';

/** A tenant before it has a database or rows. */
export interface PlannedTenant {
  readonly name: string;
  readonly shape: ShapeName;
  /** From 1; what its values can be told by. It is the same in every database, so that the values are too. */
  readonly ordinal: number;
}

/** The first tenants of some shapes, which have their shapes' names. */
export function firstsOf(shapes: readonly ShapeName[]): readonly PlannedTenant[] {
  return shapes.map((shape) => ({ name: shape, shape, ordinal: shapeNames.indexOf(shape) + 1 }));
}

/** All tenants of some shapes: the first of each, then their copies by turns, such as `large-2` and `large-3`. */
export function tenantsOf(shapes: readonly ShapeName[], copies: number): readonly PlannedTenant[] {
  return Array.from({ length: copies }, (_, round) =>
    firstsOf(shapes).map(({ name, shape, ordinal }) => ({
      name: round === 0 ? name : `${name}-${round + 1}`,
      shape,
      ordinal: ordinal + round * shapeNames.length,
    })),
  ).flat();
}

/** Whether a tenant is the first of its shape, on which every check is made. */
export function isFirst({ name, shape }: Pick<PlannedTenant, 'name' | 'shape'>): boolean {
  return name === shape;
}

/**
 * The highest ordinal of any tenant. Only tenants that share tables need values of their own; elsewhere a copy has the
 * values of the first of its shape.
 */
export function highestOrdinal({ tenancy, fixtures }: Pick<Policy, 'tenancy' | 'fixtures'>): number {
  const sharesTables = (tenancy.model ?? 'row') === 'row';
  return shapeNames.length * (sharesTables ? fixtures.copies : 1);
}
