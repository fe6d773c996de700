import pLimit from 'p-limit';
import type { Client } from 'pg';
import type { Migration, Policy } from '../../project';
import type { FixtureServer } from '../engine';
import type { EventListener } from '../events';
import type { FleetFixture, FleetMember } from '../fixture';
import type { NotChecked } from '../result';
import { roleFilter } from '../roles';
import type { StatementFailure } from '../run/executeScript';
import { runnable } from '../run/history';
import type { SchemaSnapshot } from '../snapshot/schema';
import { FleetDatabases, type MemberSchemas } from './fleetDatabases';
import { Ledger } from './ledger';
import type { RolloutTenant, TenantEnd } from './migrateTenant';
import { rollOut } from './rollOut';

/** How a rollout of the migration to all tenants went. Facts only: the checks judge them. */
export interface FleetFacts {
  readonly members: readonly MemberFacts[];
  /** Tenants that were migrated at the same time at most. */
  readonly parallelism: number;
  /** From the first tenant's begin to the last one's end, in milliseconds. */
  readonly ms: number;
}

export interface MemberFacts {
  readonly tenant: FleetMember['tenant'];
  readonly end: TenantEnd;
  /** What other sessions or the network were to blame for, and the next attempt did not meet again. */
  readonly retried: readonly StatementFailure[];
  /** One line for each object or table of a failed tenant that is not as it was. */
  readonly leftBehind: readonly string[];
  /** Undefined where the tenant was not migrated. */
  readonly schemas: MemberSchemas | undefined;
}

export interface FleetRequest {
  readonly server: FixtureServer;
  /** A superuser on a database that is no tenant's, for the ledger. */
  readonly control: Client;
  readonly fleet: FleetFixture;
  readonly migration: Migration;
  readonly policy: Policy;
  /** Password of the migration role. */
  readonly password: string;
  readonly onEvent: EventListener;
  readonly onNotChecked: (notice: NotChecked) => void;
}

/** Migrates every tenant of a fleet as its production runner would, several at the same time. */
export async function rehearseFleet(request: FleetRequest): Promise<FleetFacts> {
  const { server, control, fleet, migration, policy, password, onEvent } = request;
  await using databases = new FleetDatabases(server, fleet.model, password);
  const tenants = fleet.members.map((member) => rolloutTenant(member, databases));
  const parallelism = await possibleParallelism(request);
  onEvent({
    kind: 'phase',
    message: `Rolling out to ${tenants.length} tenants, ${parallelism} at the same time`,
  });
  const retried = new Map<string, readonly StatementFailure[]>();
  const seen = new Map<string, Seen>();
  const oneAtATime = pLimit(1);
  const startedAt = performance.now();
  const ends = await rollOut({
    tenants,
    script: runnable(migration, 'up'),
    newFilter: () => {
      const filter = roleFilter(control, request.onNotChecked);
      return (statement) => oneAtATime(() => filter(statement));
    },
    ledger: await Ledger.open(control, migration.up.path, oneAtATime),
    parallelism,
    cohortFailureRate: policy.budgets.cohortFailureRate,
    onStep: async (step) => {
      const { name, member } = step.tenant;
      if (step.kind === 'retried') retried.set(name, [...(retried.get(name) ?? []), step.failure]);
      if (step.kind !== 'ended' || fleet.model === 'schema') return;
      // Databases would fill the disk if all of them stayed.
      seen.set(name, await look(member, step.end, databases, await databases.snapshot(member)));
      await databases.close(member);
    },
  });
  const ms = performance.now() - startedAt;
  const [first] = fleet.members;
  const all = first === undefined || fleet.model !== 'schema' ? undefined : await databases.snapshot(first);
  const members: MemberFacts[] = [];
  for (const [place, { name, member }] of tenants.entries()) {
    const end = ends[place] ?? notStarted;
    const what = seen.get(name) ?? (all === undefined ? unseen : await look(member, end, databases, all));
    members.push({ tenant: member.tenant, end, retried: retried.get(name) ?? [], ...what });
  }
  return { members, parallelism, ms };
}

type Seen = Pick<MemberFacts, 'schemas' | 'leftBehind'>;

const notStarted: TenantEnd = { kind: 'not started' };
const unseen: Seen = { schemas: undefined, leftBehind: [] };

interface FleetTenant extends RolloutTenant {
  readonly member: FleetMember;
}

function rolloutTenant(member: FleetMember, databases: FleetDatabases): FleetTenant {
  return {
    name: member.tenant.name,
    member,
    connect: () => databases.connect(member),
    isAsBefore: async () =>
      (await databases.changesOf(member, await databases.snapshot(member))).length === 0,
  };
}

/** What a tenant's database shows after its run; `now` is a snapshot of it. */
async function look(
  member: FleetMember,
  end: TenantEnd,
  databases: FleetDatabases,
  now: SchemaSnapshot,
): Promise<Seen> {
  switch (end.kind) {
    case 'not started':
      return unseen;
    case 'failed':
      return { schemas: undefined, leftBehind: await databases.changesOf(member, now) };
    case 'migrated':
      return { schemas: await databases.schemasOf(member, now), leftBehind: [] };
  }
}

/** As many sessions as production has, where the fixture server has room for them beside this command's own. */
async function possibleParallelism({ control, policy, onNotChecked }: FleetRequest): Promise<number> {
  const { parallelism } = policy.production;
  const { rows } = await control.query<{ room: number }>(
    `select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
       - (select count(*)::int from pg_catalog.pg_stat_activity where backend_type = 'client backend') as room`,
  );
  // A tenant with a database of its own takes two, and some room is left for whoever looks on.
  const most = Math.max(1, Math.floor((rows[0]?.room ?? 0) * 0.4));
  if (parallelism <= most) return parallelism;
  onNotChecked({
    what: `A rollout to ${parallelism} tenants at the same time`,
    why: `The fixture server has room for ${most}.`,
  });
  return most;
}
