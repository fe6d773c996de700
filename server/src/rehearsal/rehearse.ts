import { createHash } from 'node:crypto';
import { createReplay, newSession, startSession } from '../catalog';
import {
  boundQueries,
  migrationsBefore,
  queryFiles,
  runsOnNewDatabase,
  type Migration,
  type Project,
  type ProjectFiles,
  type ShapeName,
} from '../project';
import { parseSqlFile } from '../sql';
import { searchPathOfRun } from '../tenancy';
import type { FixtureServer } from './engine';
import { RehearsalError } from './errors';
import type { EventListener } from './events';
import type { Fixture } from './fixture';
import { rehearseFleet } from './fleet/rehearseFleet';
import { roomForLocks } from './fleet/transactionLocks';
import { preludeOf, prepareFixtures, samplesOf, seedsOf } from './models';
import { predictScript, probeTargetsFor, probeTargetsOf } from './predictions';
import { assembleResult } from './assembleResult';
import type { NotChecked, RehearsalResult } from './result';
import { dropRolesSince, letStewardAct, mayChangeRoles, prepareRoles, roleNames } from './roles';
import { QuietHours } from './trial/quietHours';
import { runTrial } from './trial/runTrial';
import { largestFirst, runTrials } from './trial/runTrials';
import type { Trial } from './trial/trial';
import { unknownTables } from './unknownTables';

export interface RehearsalRequest {
  readonly project: Project;
  /** The project's folder, for the files that its policy names beside migrations. */
  readonly files: ProjectFiles;
  readonly migration: Migration;
  /** The tenants to try, in the order of `shapeNames`. */
  readonly shapes: readonly ShapeName[];
  /** Leaves the migrated databases on the server. */
  readonly keep: boolean;
  readonly onEvent: EventListener;
}

/**
 * Rehearses a migration and its rollback on fixture tenants: for each tenant alone, so that a failure is found at the
 * tenant whose rows cause it, and where all tenants share one run also for all of them together.
 *
 * @throws RehearsalError when it cannot start: another engine, a history that does not replay.
 * @throws EngineError when the server or a connection to it was lost, from which no verdict follows.
 */
export async function rehearse(server: FixtureServer, request: RehearsalRequest): Promise<RehearsalResult> {
  return server.intact(() => rehearseOn(server, request));
}

async function rehearseOn(server: FixtureServer, request: RehearsalRequest): Promise<RehearsalResult> {
  const startedAt = new Date();
  const { project, files, migration, onEvent } = request;
  const { policy } = project;
  refuseOtherEngines(project);
  refuseOldServers(server);
  const prelude = preludeOf(policy, files);
  const history = migrationsBefore(project, migration.up.path);
  const notices = new Notices();
  const control = await server.createDatabase('control');
  const admin = await server.connectAsAdministrator(control);
  try {
    const scripts = [...history, migration].flatMap(({ up, down }) => [
      up,
      ...(down === undefined ? [] : [down]),
    ]);
    const provided = prelude === undefined ? [] : [prelude];
    const roles = await prepareRoles(
      admin,
      policy,
      [...provided, ...scripts].map(({ sql }) => parseSqlFile(sql)),
    );
    provided.forEach(({ notice }) => notices.add(notice));
    roles.notChecked.forEach((notice) => notices.add(notice));
    const { password } = roles;
    const onNotChecked = (notice: NotChecked) => notices.add(notice);
    const { shapes } = request;
    const [seeds, samples] = [seedsOf(files), samplesOf(policy, files)];
    const fixtures = await prepareFixtures({
      server,
      admin,
      policy,
      prelude,
      seeds,
      samples,
      history,
      tenantHistory: tenantHistoryOf(project, migration),
      scope: migration.scope,
      shapes,
      password,
      onEvent,
      onNotChecked,
    });

    await letStewardAct(admin);
    const version = Math.floor(server.versionNumber / 10_000);
    const searchPath = searchPathOfRun(migration, policy);
    const earlier = createReplay().catalogAfter([
      ...provided,
      ...history.map((each) => ({ ...each.up, searchPath: searchPathOfRun(each, policy) })),
    ]);
    const before = startSession(earlier, searchPath);
    unknownTables([...seeds, ...samples], before).forEach(onNotChecked);
    const up = predictScript(migration.up, before, version);
    const down =
      migration.down === undefined
        ? undefined
        : predictScript(migration.down, startSession(newSession(up.after), searchPath), version);
    const probeTargets = probeTargetsOf([...up.statements, ...(down?.statements ?? [])], before);

    const queries = queryFiles(files, policy).flatMap(boundQueries);
    const shown = fixtures.together ?? largestFirst(fixtures.alone)[0];
    const order = mayChangeRoles(migration) ? 'one by one' : 'side by side';
    const quietHours = new QuietHours();
    const trial = async (fixture: Fixture): Promise<Trial> => {
      onEvent({ kind: 'tenantStarted', tenant: fixture.name });
      const rolesBefore = await roleNames(admin);
      const { keep } = request;
      const facts = await runTrial({
        server,
        admin,
        fixture,
        migration,
        policy,
        password,
        probeTargets: probeTargetsFor(probeTargets, fixture),
        measuresLockQueue: fixture === shown,
        explainsPlans: fixture === shown,
        keep,
        queries,
        quietHours,
        onEvent,
        onNotChecked,
      });
      if (!keep && order === 'one by one') await dropRolesSince(admin, rolesBefore);
      return facts;
    };
    const trials = await runTrials(fixtures, trial, order);
    const { fleet } = fixtures;
    const rollout =
      fleet === undefined
        ? undefined
        : await rehearseFleet({
            server,
            control: admin,
            fleet,
            migration,
            policy,
            password,
            onEvent,
            onNotChecked,
          });

    return assembleResult({
      policy,
      migration,
      server: server.version,
      startedAt,
      trials,
      fleet: rollout,
      roomForLocks: await roomForLocks(admin),
      predictions: { up: up.statements, down: down?.statements ?? [] },
      inputs: {
        migration: hashOf(migration.up.sql),
        rollback: migration.down === undefined ? null : hashOf(migration.down.sql),
        history: hashOf(JSON.stringify(history.map((each) => [each.up.path, each.up.sql]))),
        policy: hashOf(JSON.stringify(policy)),
        fixtures: `sha256:${fixtures.hash}`,
      },
      notChecked: notices.all(),
      onEvent,
    });
  } finally {
    await admin.end();
    await server.dropDatabase(control);
  }
}

function refuseOtherEngines({ policy }: Project): void {
  if (policy.engine === 'postgresql') return;
  throw new RehearsalError(
    `Fixture tenants on ${policy.engine} are not supported by this version; only PostgreSQL is.`,
  );
}

/** The oldest release that lets a role which is no superuser do all of the work, and count its own writes. */
const oldestServer = 150_000;

function refuseOldServers({ version, versionNumber }: FixtureServer): void {
  if (versionNumber >= oldestServer) return;
  throw new RehearsalError(
    `Fixture tenants need PostgreSQL 15 or newer, and the server found is ${version}: set fixtures.server to a newer one, or to auto for the bundled one.`,
  );
}

/** What tenants with schemas of their own have when a migration of a shared folder meets them. */
function tenantHistoryOf({ policy, migrations }: Project, { scope }: Migration): readonly Migration[] {
  if (policy.tenancy.model !== 'schema' || scope === 'tenant') return [];
  return migrations.filter(
    (migration, index) => migration.scope === 'tenant' && runsOnNewDatabase(migration, index, migrations),
  );
}

/** What was not checked, each thing once. */
class Notices {
  readonly #notices = new Map<string, NotChecked>();

  add(notice: NotChecked): void {
    this.#notices.set(notice.what, notice);
  }

  all(): readonly NotChecked[] {
    return [...this.#notices.values()];
  }
}

function hashOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
