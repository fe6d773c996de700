import type { TruthVersion } from '../server';

/** A hazard of a migration that runs for more than one tenant, how it shows on a server, and that it shows no more once it is mended. */
export interface TenantRunCase {
  readonly rule: string;
  readonly title: string;
  /** All of them where it is left out. */
  readonly versions?: readonly TruthVersion[];
  /** YAML that is laid over the policy of the example project; its `tenancy.model` decides how the migration is run. */
  readonly policy: string;
  /** An earlier migration, run like the one at hand. */
  readonly history?: string;
  /** Run on the server alone: tenants that the history does not know, rows, roles. */
  readonly prepared?: string;
  /** The role that migrates, where it is not the server's own. */
  readonly role?: string;
  readonly migration: string;
  /** Left out where the finding has one fix. */
  readonly mended?: string;
  /** What the same connection, or for `other` a new one, does after the migration. */
  readonly probe: Probe;
  readonly hazard: Outcome;
  readonly safe: Outcome;
}

export interface Probe {
  readonly by: 'the same connection' | 'another connection' | 'another connection, before the end';
  readonly sql: string;
}

/** Who was refused the migration, with which SQLSTATE, and the first column of the probe's rows or its own SQLSTATE. */
export interface Outcome {
  readonly refused?: Readonly<Record<string, string>>;
  readonly shows: readonly unknown[] | string;
}
