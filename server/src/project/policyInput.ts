import type { Engine, FrameworkId, MigrationFolder, Policy, TenancyModel } from './policyModel';
import type { Severity } from './severity';

/** A policy file as written: every key optional, names as in the schema (`policy.schema.json`). */
export interface PolicyInput {
  readonly engine?: Engine;
  /** As written, so that `8.0` keeps its zero. */
  readonly version?: string;
  readonly tenancy?: TenancyInput;
  readonly migrations?: readonly MigrationFolderInput[];
  readonly runner?: Partial<Policy['runner']>;
  readonly rules?: Readonly<Record<string, Severity | 'off'>>;
  readonly baseline?: string | null;
  readonly exceptions?: readonly ExceptionInput[];
  readonly fixtures?: FixturesInput;
  readonly budgets?: Partial<Policy['budgets']>;
  readonly production?: {
    readonly tenants?: number;
    readonly rows?: Readonly<Record<string, number>>;
    readonly parallelism?: number;
  };
  readonly drafts?: Partial<Policy['drafts']>;
}

export interface TenancyInput {
  readonly model?: TenancyModel;
  readonly tenantColumn?: string | readonly string[];
  readonly tenantTable?: string | null;
  readonly setting?: string | null;
  readonly become?: string | null;
  readonly memberTable?: string | null;
  readonly appRole?: string | null;
  readonly rls?: Policy['tenancy']['rls'];
  readonly distributed?: 'citus' | null;
  readonly schemas?: readonly string[];
  readonly sharedSchemas?: readonly string[];
  readonly sharedTables?: readonly string[];
}

export interface MigrationFolderInput {
  readonly path: string;
  readonly framework?: FrameworkId | 'auto';
  readonly scope?: MigrationFolder['scope'];
  readonly transaction?: MigrationFolder['transaction'];
}

export interface ExceptionInput {
  readonly rule: string;
  readonly file: string;
  readonly reason: string;
  readonly approvedBy?: string;
  readonly expires?: string;
}

export interface FixturesInput {
  readonly server?: string;
  readonly tenants?: {
    readonly minimal?: { readonly rows?: number };
    readonly large?: { readonly rows?: number };
    readonly edge?: object;
    readonly legacy?: { readonly behind?: number; readonly drift?: boolean };
    readonly empty?: object;
  };
  readonly copies?: number;
  readonly prelude?: string | null;
  readonly queries?: string | null;
  readonly sample?: string | null;
}
