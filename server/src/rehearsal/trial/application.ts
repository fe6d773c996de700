import type { Client } from 'pg';
import { isDeclaredContract } from '../../project';
import { openRun, type Extent } from '../generate';
import type { Actor } from '../observe/application/actor';
import {
  deriveOldApplication,
  repeatOperations,
  type OldApplication,
  type RepeatedOperation,
} from '../observe/application/oldApplication';
import { compareQuery, type QueryFacts } from '../observe/application/queries';
import { touchedRelations, type TouchedRelations } from '../observe/application/touched';
import type { FixtureTenant } from '../fixture';
import { highestOrdinal } from '../models/plannedTenants';
import { migrationRole } from '../roles';
import { shapeOf } from '../shapes';
import type { Stage } from './stage';
import type { DatabaseState, DirectionFacts } from './trial';

/** How the application fares on the migrated schema. */
export interface ApplicationFacts {
  /** The old application derived from the schema before; undefined where the migration says that none runs any more. */
  readonly old:
    | { readonly operations: readonly RepeatedOperation[]; readonly untried: OldApplication['untried'] }
    | undefined;
  readonly queries: readonly QueryFacts[];
}

/**
 * Runs the old application and the project's queries on a fresh clone and on the trial's own database, which has just
 * been migrated; all is taken back. Undefined where several tenants share the run: each alone says more.
 */
export async function observeApplication(
  stage: Stage,
  up: DirectionFacts,
  before: DatabaseState,
  after: DatabaseState,
): Promise<ApplicationFacts | undefined> {
  const { fixture, migration, queries } = stage.request;
  const [tenant, ...others] = [...fixture.tenants, ...fixture.copies];
  if (tenant === undefined || others.length > 0) return undefined;
  const touched = touchedRelations(up, before, after);
  const isContract = isDeclaredContract(migration.up);
  if (queries.length === 0 && isContract) return { old: undefined, queries: [] };
  const clone = await stage.openClone();
  const { admin: old } = clone;
  const facts = {
    old: isContract ? undefined : await oldApplication(stage, tenant, touched, old),
    queries: await compareQueries(stage, tenant, old),
  };
  await stage.handOn(clone);
  return facts;
}

async function oldApplication(
  stage: Stage,
  tenant: FixtureTenant,
  touched: TouchedRelations,
  old: Client,
): Promise<ApplicationFacts['old']> {
  if (touched !== 'all' && touched.size === 0) return { operations: [], untried: [] };
  const { fixture, policy } = stage.request;
  const generated = { ...tenant, shape: shapeOf(tenant.shape, policy.fixtures) };
  const run = await openRun(old, {
    tenancy: policy.tenancy,
    extent: extentOf(stage, tenant),
    tenants: [generated],
    highestOrdinal: highestOrdinal(policy),
  });
  const { operations, untried } = await deriveOldApplication({
    run,
    before: old,
    tenant: generated,
    actors: actorsFor(stage, tenant),
    touched,
    foreignSchemas: fixture.bystanders.flatMap(({ schema }) => schema ?? []),
  });
  return { operations: await repeatOperations(stage.admin, operations), untried };
}

async function compareQueries(
  stage: Stage,
  tenant: FixtureTenant,
  old: Client,
): Promise<readonly QueryFacts[]> {
  const facts: QueryFacts[] = [];
  for (const query of stage.request.queries) {
    facts.push(
      await compareQuery({
        query,
        tenantKey: tenant.key,
        actors: actorsFor(stage, tenant),
        before: old,
        after: stage.admin,
        comparesPlans: tenant.shape === 'large',
      }),
    );
  }
  for (const { path, outcome } of facts) {
    if (outcome.kind !== 'not compared') continue;
    stage.request.onNotChecked({
      what: `The query ${path}`,
      why: `${outcome.reason}.`,
    });
  }
  return facts;
}

/** The application's own role first; the owner stands in where that role is not known or has no right. */
function actorsFor(
  { request: { policy, fixture } }: Stage,
  { key, schema }: FixtureTenant,
): readonly Actor[] {
  const { appRole, setting, sharedSchemas } = policy.tenancy;
  const acting = setting === undefined || key === undefined ? undefined : { setting, key };
  const searchPath = fixture.searchPath ?? (schema === undefined ? undefined : [schema, ...sharedSchemas]);
  const roles = [...(appRole === undefined ? [] : [appRole]), migrationRole];
  return roles.map((role) => ({ role, acting, searchPath }));
}

function extentOf({ request: { policy, fixture } }: Stage, { schema }: FixtureTenant): Extent {
  switch (fixture.model) {
    case 'row':
      return { kind: 'rows' };
    case 'schema':
      return { kind: 'schema', own: schema ?? '', shared: policy.tenancy.sharedSchemas };
    case 'database':
      return { kind: 'database' };
  }
}
