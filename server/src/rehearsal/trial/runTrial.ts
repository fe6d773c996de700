import { findConstraintProblems } from '../observe/constraints';
import { runnable } from '../run/history';
import { compareData } from '../snapshot/data';
import { observeApplication } from './application';
import { CleanRun } from './cleanRun';
import { compareStates, readFreshState, readState } from './databaseState';
import { interrupt } from './interruptions';
import { observeIsolation } from './isolation';
import { measureLockQueue } from './lockQueue';
import { reasonToRunAgain, runTwice } from './rerun';
import { rowChangePlans } from './rowChangePlans';
import { Stage, type TrialRequest } from './stage';
import type { DatabaseState, Trial } from './trial';

/** Runs up, down and up again on a clone of the fixture and notes what happened; the clone is dropped unless kept. */
export async function runTrial(request: TrialRequest): Promise<Trial> {
  await using stage = await request.quietHours.inCompany(() => Stage.open(request));
  return await perform(stage);
}

async function perform(stage: Stage): Promise<Trial> {
  const { fixture, migration } = stage.request;
  const since = new Date();
  const before = await stage.beside(() => readFreshState(stage.admin, fixture));
  const up = await stage.run('up');
  const nothing = {
    down: undefined,
    residue: undefined,
    isolationAfterDown: undefined,
    again: undefined,
    drift: undefined,
  };
  if (up.run.failure !== undefined) {
    return {
      fixture,
      before,
      up,
      after: undefined,
      lockQueue: undefined,
      interruptions: undefined,
      rerun: undefined,
      application: undefined,
      plans: new Map(),
      constraintProblems: [],
      isolation: undefined,
      ...nothing,
    };
  }
  const afterUp = await stage.beside(() => readState(stage.admin, before));
  const touched = touchedTables(before, afterUp);
  const constraintProblems = await stage.beside(() => findConstraintProblems(stage.admin, touched));
  const isolation = await stage.beside(() => observeIsolation(stage, [up], before, afterUp));
  const application = await stage.beside(() => observeApplication(stage, up, before, afterUp));
  const plans: Trial['plans'] = stage.request.explainsPlans
    ? await stage.beside(() => rowChangePlans(stage))
    : new Map();
  const lockQueue = stage.request.measuresLockQueue
    ? await stage.beside(() => measureLockQueue(stage, up))
    : undefined;
  const cleanRun = new CleanRun(stage, before, afterUp, since);
  const interruptions = await interrupt(stage, runnable(migration, 'up'), before, cleanRun);
  const rerun =
    reasonToRunAgain(migration) === undefined
      ? undefined
      : await stage.beside(() => runTwice(stage, before, cleanRun));
  const facts = {
    fixture,
    before,
    up,
    after: afterUp,
    lockQueue,
    interruptions,
    rerun,
    application,
    plans,
    constraintProblems,
    isolation,
    ...nothing,
  };
  if (migration.down === undefined) return facts;

  const down = await stage.run('down');
  if (down.run.failure !== undefined) return { ...facts, down };
  const afterDown = await stage.beside(() => readState(stage.admin, afterUp));
  const openReference = once(async () => (await stage.openClone()).admin);
  const residue = await stage.beside(() =>
    compareStates({ before, after: afterDown, admin: stage.admin, since, openReference }),
  );
  const isUndone = residue.schema.length === 0 && residue.data.length === 0;
  const isolationAfterDown = isUndone
    ? undefined
    : await stage.beside(() => observeIsolation(stage, [up, down], before, afterDown));

  const again = await stage.run('up');
  if (again.run.failure !== undefined) return { ...facts, down, residue, isolationAfterDown, again };
  const drift = await stage.beside(async () =>
    cleanRun.compare(await readState(stage.admin, afterDown), stage.admin),
  );
  return { ...facts, down, residue, isolationAfterDown, again, drift };
}

/** Tables whose rows or columns are not what they were. */
function touchedTables(before: DatabaseState, after: DatabaseState): ReadonlySet<string> {
  return new Set(compareData(before.data, after.data).map(({ relation }) => relation));
}

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => (made ??= make());
}
