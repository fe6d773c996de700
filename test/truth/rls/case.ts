/** A hazard for the isolation of tenants, as a real server shows it, and a form of the migration without it. */
export interface IsolationCase {
  readonly rule: string;
  readonly title: string;
  /** The first major version on which the hazard can be written. */
  readonly since?: number;
  /** Earlier migrations, run by the owner of the tables. */
  readonly history?: string;
  readonly hazard: string;
  /** `fix` takes the rule's own fix. */
  readonly instead: 'fix' | { readonly migration: string };
  readonly probe: Probe;
  readonly afterHazard: Outcome;
  readonly afterInstead: Outcome;
}

export interface Probe {
  /** The application's role on behalf of tenant A, or whoever sees all that there is. */
  readonly as: 'tenant A' | 'everybody';
  /** What a connection of a pool went through before. */
  readonly before?: readonly string[];
  readonly sql: string;
}

/** The first column of the probe's rows, or the SQLSTATE with which the migration or the probe is refused. */
export type Outcome =
  | { readonly shows: readonly unknown[] }
  | { readonly migrationRefusedWith: string }
  | { readonly refusedWith: string };
