import type { Engine, MigrationFolder, Policy, TenancyModel } from './policyModel';

/** A value that nobody wrote down: how sure the evidence makes us (0 to 1), and the evidence as a sentence. */
export interface Inferred<Value> {
  readonly value: Value;
  readonly confidence: number;
  readonly reason: string;
}

/** What the file names and the history of a workspace folder say about its policy. */
export interface Inference {
  readonly engine: Inferred<Engine>;
  readonly version: Inferred<string>;
  readonly migrations: Inferred<readonly MigrationFolder[]>;
  readonly tenancy: InferredTenancy;
  readonly runner: InferredRunner;
}

/** What the history shows about the role that runs it. */
export interface InferredRunner {
  readonly bypassesRls: Inferred<boolean>;
}

export interface InferredTenancy {
  /** Undefined where the history shows no tenants at all. */
  readonly model: Inferred<TenancyModel | undefined>;
  readonly tenantColumns: Inferred<readonly string[]>;
  readonly tenantTable: Inferred<string | undefined>;
  readonly setting: Inferred<string | undefined>;
  /** The table that membership policies ask who belongs to which tenant. */
  readonly memberTable: Inferred<string | undefined>;
  readonly appRole: Inferred<string | undefined>;
  readonly rls: Inferred<Policy['tenancy']['rls']>;
  readonly schemas: Inferred<readonly string[]>;
  readonly sharedSchemas: Inferred<readonly string[]>;
  readonly sharedTables: Inferred<readonly string[]>;
  /** What it would be by another column that may as well be the tenant's: for a person to choose from. Likeliest first. */
  readonly alternatives: readonly InferredTenancy[];
}
