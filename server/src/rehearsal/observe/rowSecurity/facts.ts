/**
 * What the application tried with rows of another tenant; `move`: giving an own row to another tenant; `update all` and
 * `delete all`: without WHERE.
 */
export type Operation = 'read' | 'insert' | 'update' | 'delete' | 'move' | 'update all' | 'delete all';

/**
 * For whom the application acts: for a tenant, for nobody on a fresh connection, or for nobody on a connection that
 * acted for a tenant before, whose setting is then the empty string.
 */
export type ActingFor = { readonly tenant: string } | 'nobody' | 'nobody again';

/** Something that the application role could do to rows of another tenant. */
export interface RowSecurityLeak {
  readonly actingFor: ActingFor;
  readonly operation: Operation;
  readonly relation: string;
  /** The relation's or function's id, which stays through a rename. */
  readonly id: number;
  /** Rows of others that it reached; 0 for a table without rows that nothing guards. */
  readonly rows: number;
}

/** What the application role was seen to do; `unused` where tenants are not told apart by it. */
export type RowSecurityFacts =
  | {
      readonly kind: 'probed';
      readonly leaks: readonly RowSecurityLeak[];
      /** Relations that showed foreign rows before the migration too, which is not its doing. */
      readonly standing: readonly string[];
    }
  | { readonly kind: 'unused' }
  /** The probe could not be made. */
  | { readonly kind: 'not probed'; readonly reason: string }
  /** The probe was made, but would not have found a leak. */
  | { readonly kind: 'unproved'; readonly reason: string };

/** Leaks that were not there, or reached fewer rows, before; those that were there are named as standing. */
export function worsened(before: RowSecurityFacts, after: RowSecurityFacts): RowSecurityFacts {
  if (after.kind !== 'probed' || before.kind !== 'probed') return after;
  const identity = ({ actingFor, operation, id }: RowSecurityLeak) =>
    JSON.stringify([actingFor, operation, id]);
  const earlier = new Map(before.leaks.map((leak) => [identity(leak), leak.rows]));
  const isNew = (leak: RowSecurityLeak) => leak.rows > (earlier.get(identity(leak)) ?? -1);
  return {
    kind: 'probed',
    leaks: after.leaks.filter(isNew),
    standing: [
      ...new Set(after.leaks.filter((leak) => !isNew(leak)).map(({ relation }) => relation)),
    ].toSorted(),
  };
}
