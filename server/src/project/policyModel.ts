import type { Severity } from './severity';

export type Engine = 'postgresql' | 'mysql' | 'mariadb';
export type TenancyModel = 'row' | 'schema' | 'database';

export const frameworkIds = [
  'flyway',
  'liquibase',
  'atlas',
  'prisma',
  'rails',
  'django',
  'golang-migrate',
  'goose',
  'dbmate',
  'sqitch',
  'drizzle',
  'knex',
  'supabase',
  'plain',
] as const;
export type FrameworkId = (typeof frameworkIds)[number];

/** The policy as all rooms read it: the file's keys with every default filled in (contracts, section 1). */
export interface Policy {
  readonly engine: Engine;
  /** The oldest server version in the fleet, as written: `16`, `8.0.29`. */
  readonly version: string;
  readonly tenancy: TenancyPolicy;
  readonly migrations: readonly MigrationFolder[];
  readonly runner: { readonly setsTimeouts: boolean; readonly bypassesRls: boolean };
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  /** Migrations up to this version are history: replayed, never linted. */
  readonly baseline: string | undefined;
  readonly exceptions: readonly PolicyException[];
  readonly fixtures: FixturePolicy;
  readonly budgets: {
    readonly tenantSeconds: number;
    readonly blockedMs: number;
    readonly walMegabytes: number;
    readonly cohortFailureRate: number;
  };
  readonly production: {
    readonly tenants: number | undefined;
    readonly rows: Readonly<Record<string, number>>;
    readonly parallelism: number;
  };
  readonly drafts: { readonly model: string; readonly repairs: number; readonly send: 'schema' | 'nothing' };
}

export interface TenancyPolicy {
  /** Undefined where neither the file nor the history says: tenancy rules then stay silent. */
  readonly model: TenancyModel | undefined;
  readonly tenantColumns: readonly string[];
  readonly tenantTable: string | undefined;
  readonly setting: string | undefined;
  readonly become: string | undefined;
  readonly memberTable: string | undefined;
  readonly appRole: string | undefined;
  readonly rls: 'required' | 'optional' | 'off';
  /** What spreads tenant tables over several servers by the tenant column, if anything. */
  readonly distributed: 'citus' | undefined;
  readonly schemas: readonly string[];
  readonly sharedSchemas: readonly string[];
  readonly sharedTables: readonly string[];
}

export interface MigrationFolder {
  readonly path: string;
  readonly framework: FrameworkId;
  readonly scope: 'tenant' | 'shared';
  readonly transaction: 'per-file' | 'none' | 'auto';
}

export interface PolicyException {
  readonly rule: string;
  readonly file: string;
  readonly reason: string;
  readonly approvedBy: string | undefined;
  /** ISO date; the exception holds up to and including that day. */
  readonly expires: string | undefined;
}

export const shapeNames = ['minimal', 'large', 'edge', 'legacy', 'empty'] as const;
export type ShapeName = (typeof shapeNames)[number];

export interface FixturePolicy {
  /** `auto`, or a libpq URL to a loopback server. */
  readonly server: string;
  readonly tenants: {
    readonly minimal: { readonly rows: number };
    readonly large: { readonly rows: number };
    readonly edge: object;
    readonly legacy: { readonly behind: number; readonly drift: boolean };
    readonly empty: object;
  };
  readonly copies: number;
  readonly prelude: string | undefined;
  readonly queries: string | undefined;
  readonly sample: string | undefined;
}

/** How a value of the policy came about. */
export type PolicyOrigin = 'file' | 'inferred';
