import type { Inference } from './inference';
import type { FixturesInput, PolicyInput } from './policyInput';
import type { FixturePolicy, MigrationFolder, Policy, TenancyModel, TenancyPolicy } from './policyModel';

/** The policy in force: what the file says, where it is silent what the history shows, and else the defaults. */
export function resolvePolicy(
  input: PolicyInput,
  inference: Inference,
  folders: readonly MigrationFolder[],
): Policy {
  return {
    engine: input.engine ?? inference.engine.value,
    version: input.version ?? inference.version.value,
    tenancy: resolvedTenancy(input, inference),
    migrations: folders,
    runner: {
      setsTimeouts: false,
      bypassesRls: inference.runner.bypassesRls.value,
      ...input.runner,
    },
    rules: input.rules ?? {},
    baseline: input.baseline ?? undefined,
    exceptions: (input.exceptions ?? []).map(({ rule, file, reason, approvedBy, expires }) => ({
      rule,
      file,
      reason,
      approvedBy,
      expires,
    })),
    fixtures: resolvedFixtures(input.fixtures ?? {}),
    budgets: {
      tenantSeconds: 30,
      blockedMs: 1000,
      walMegabytes: 512,
      cohortFailureRate: 0.1,
      ...input.budgets,
    },
    production: {
      tenants: input.production?.tenants,
      rows: input.production?.rows ?? {},
      parallelism: input.production?.parallelism ?? 1,
    },
    drafts: { model: 'claude-sonnet-5-5', repairs: 2, send: 'schema', ...input.drafts },
  };
}

/** What was inferred for another model than the one in force says nothing about this one. */
function resolvedTenancy(input: PolicyInput, inference: Inference): TenancyPolicy {
  const written = input.tenancy ?? {};
  const inferred = inference.tenancy;
  const model = written.model ?? inferred.model.value;
  const inferredFor = <Value>(wanted: TenancyModel, value: Value, otherwise: Value): Value =>
    model === wanted ? value : otherwise;
  return {
    model,
    tenantColumns:
      written.tenantColumn === undefined
        ? inferredFor('row', inferred.tenantColumns.value, [])
        : [written.tenantColumn].flat(),
    tenantTable: written.tenantTable ?? inferredFor('row', inferred.tenantTable.value, undefined),
    setting: written.setting ?? inferredFor('row', inferred.setting.value, undefined),
    become: written.become ?? undefined,
    memberTable: written.memberTable ?? inferredFor('row', inferred.memberTable.value, undefined),
    appRole: written.appRole ?? inferredFor('row', inferred.appRole.value, undefined),
    rls: written.rls ?? inferred.rls.value,
    distributed: written.distributed ?? undefined,
    schemas: written.schemas ?? inferredFor('schema', inferred.schemas.value, []),
    sharedSchemas: written.sharedSchemas ?? inferred.sharedSchemas.value,
    sharedTables: written.sharedTables ?? inferredFor('row', inferred.sharedTables.value, []),
  };
}

function resolvedFixtures(written: FixturesInput): FixturePolicy {
  const tenants = written.tenants ?? {};
  return {
    server: written.server ?? 'auto',
    tenants: {
      minimal: { rows: tenants.minimal?.rows ?? 10 },
      large: { rows: tenants.large?.rows ?? 100_000 },
      edge: {},
      legacy: { behind: tenants.legacy?.behind ?? 5, drift: tenants.legacy?.drift ?? false },
      empty: {},
    },
    copies: written.copies ?? 1,
    prelude: written.prelude ?? undefined,
    queries: written.queries ?? undefined,
    sample: written.sample ?? undefined,
  };
}
