/** A hazard for the isolation of tenants, as a real server shows it, and a form of the migration without it. */
export interface IsolationCase {
  readonly rule: string;
  readonly title: string;
  /** The first major version on which the hazard can be written. */
  readonly since?: number;
  /** Who runs the migrations: the owner of the tables where nothing else is said. */
  readonly runBy?: 'superuser';
  /** Earlier migrations. */
  readonly history?: string;
  readonly hazard: string;
  /** `fix` takes the rule's own fix. */
  readonly instead: 'fix' | { readonly migration: string };
  /** The statements of the migration are committed one by one, and the probe is asked after each. */
  readonly isWatched?: true;
  readonly probe: Probe;
  readonly afterHazard: Outcome;
  readonly afterInstead: Outcome;
}

export interface Probe {
  /** The application's role on behalf of tenant A, or whoever sees all that there is. */
  readonly as: 'tenant A' | 'everybody';
  /** What the connection went through before; without it, it has set the tenant. */
  readonly before?: readonly string[];
  readonly sql: string;
}

/** The first column of the probe's rows (where it is watched, the number of rows after each statement), or the SQLSTATE with which the migration or the probe is refused. */
export type Outcome =
  | { readonly shows: readonly unknown[] }
  | { readonly migrationRefusedWith: string }
  | { readonly refusedWith: string };
