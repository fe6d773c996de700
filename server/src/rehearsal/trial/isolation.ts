import type { Client } from 'pg';
import { disturbedTenants } from '../observe/disturbedTenants';
import { findCrossReferences, type CrossReference } from '../observe/crossReferences';
import { findLeakedValues, leaksSince, type LeakedValue } from '../observe/leakedValues';
import { worsened, type RowSecurityFacts } from '../observe/rowSecurity/facts';
import { probeRowSecurity } from '../observe/rowSecurity/probe';
import { findSharedKeys, newlyShared, type SharedKey } from '../observe/sharedKeys';
import { compareData, type TableDifference } from '../snapshot/data';
import { compareSchemas } from '../snapshot/schema';
import type { Clone, Stage } from './stage';
import type { DatabaseState, DirectionFacts, DisturbedTenant } from './trial';

/** What a run did to the walls between tenants. Only what is worse than before the migration is listed. */
export interface IsolationFacts {
  /** Tenants with a schema of their own that the run was not for and that are not as they were. */
  readonly disturbed: readonly DisturbedTenant[];
  readonly leakedValues: readonly LeakedValue[];
  readonly crossReferences: readonly CrossReference[];
  readonly sharedKeys: readonly SharedKey[];
  readonly rowSecurity: RowSecurityFacts;
}

/** Compares a state of the trial's database, as it is now after some runs, with the state before the migration. */
export async function observeIsolation(
  stage: Stage,
  runs: readonly DirectionFacts[],
  before: DatabaseState,
  after: DatabaseState,
): Promise<IsolationFacts> {
  const { fixture, policy } = stage.request;
  const { tenancy } = policy;
  const differences = compareData(before.data, after.data).filter((table) => mayHoldNewValues(table, runs));
  const touched = new Set(differences.map(({ relation }) => relation));
  let clone: Clone | undefined;
  const reference = async () => (clone ??= await stage.openClone()).admin;

  const values = (client: Client) => findLeakedValues(client, tenancy, fixture, touched);
  const leaked = await values(stage.admin);
  const references = (client: Client) => findCrossReferences(client, tenancy, fixture, touched);
  const crossed = await references(stage.admin);
  const states = { before: before.schema, after: after.schema };
  const shared = await findSharedKeys(stage.admin, tenancy, fixture, states);
  const facts = {
    disturbed: disturbedTenants(fixture, before, after),
    leakedValues: leaked.length === 0 ? [] : leaksSince(await values(await reference()), leaked),
    crossReferences:
      crossed.length === 0 ? [] : referencesSince(await references(await reference()), crossed),
    sharedKeys: shared.length === 0 ? [] : await newlyShared(await reference(), shared),
    rowSecurity: await observeRowSecurity(stage, before, after, reference),
  };
  if (clone !== undefined) await stage.handOn(clone);
  return facts;
}

async function observeRowSecurity(
  stage: Stage,
  before: DatabaseState,
  after: DatabaseState,
  reference: () => Promise<Client>,
): Promise<RowSecurityFacts> {
  const probe = (client: Client) => probed(() => probeOf(stage, client));
  const facts = await probe(stage.admin);
  if (facts.kind !== 'probed' || facts.leaks.length === 0) return facts;
  // A database that is as it was leaks as it did.
  if (isSame(before, after)) return worsened(facts, facts);
  return worsened(await probe(await reference()), facts);
}

async function probeOf(stage: Stage, client: Client): Promise<RowSecurityFacts> {
  const { server, admin, fixture, policy } = stage.request;
  const database = client.database ?? stage.database;
  return probeRowSecurity(
    client,
    { administrator: admin, open: (credentials) => server.connect(database, credentials) },
    policy.tenancy,
    fixture,
  );
}

/** A probe that the server could not answer is said not to have been made, never taken for a clean one. */
async function probed(probe: () => Promise<RowSecurityFacts>): Promise<RowSecurityFacts> {
  try {
    return await probe();
  } catch (error) {
    return { kind: 'not probed', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** A table that only got another column holds the values that it held; reading it again would take long. */
function mayHoldNewValues({ before, after }: TableDifference, runs: readonly DirectionFacts[]): boolean {
  if (after === undefined) return false;
  if (before === undefined) return after.rows > 0;
  const hasSameColumns = before.columns.join('\0') === after.columns.join('\0');
  return hasSameColumns || (before.mark !== after.mark && runs.some(mayHaveWritten));
}

/**
 * Outside of a transaction a statement tells only of rows of its own, and nothing of those that a function or a block
 * wrote in it.
 */
function mayHaveWritten({ run }: DirectionFacts): boolean {
  return run.statements.some(
    ({ observation, witness }) =>
      witness === 'sampler' || observation.rowsTouched > 0 || observation.rewrites.length > 0,
  );
}

function isSame(before: DatabaseState, after: DatabaseState): boolean {
  return (
    compareSchemas(before.schema, after.schema).length === 0 &&
    compareData(before.data, after.data).length === 0
  );
}

function referencesSince(
  before: readonly CrossReference[],
  after: readonly CrossReference[],
): readonly CrossReference[] {
  const identity = ({ tenant, to, relation, columns, target }: CrossReference) =>
    JSON.stringify([tenant, to, relation, columns, target]);
  const earlier = new Map(before.map((reference) => [identity(reference), reference.rows]));
  return after.filter((reference) => reference.rows > (earlier.get(identity(reference)) ?? 0));
}
