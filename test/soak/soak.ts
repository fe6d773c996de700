import { setTimeout as delay } from 'node:timers/promises';
import type { CheckId, Verdict, RehearsalResult } from '../../server/src/rehearsal';
import { removeClusters, startServer } from '../../server/src/rehearsal/engine';
import { createRandom, type Random } from '../fuzz/random';
import { leftoversOf, until } from '../rehearsal/engine/workbench';
import { doors, startRun, type Door, type Outcome } from './doors';
import { processesBelow } from './processes';
import { soakedMigrations, type SoakedMigration } from './project';
import type { SoakPlace } from './soakPlace';
import { differences, holdingsOf, type Holdings } from './templates';
import { strike, victims, type Victim } from './victims';

export interface SoakOptions {
  readonly runs: number;
  /** Decides what is killed and when; the machine decides how far the run is by then. */
  readonly seed: number;
  /** Told of each run, before it is judged. */
  readonly onRun?: (line: string) => void;
}

/**
 * Tests migrations in a row, each run losing something at a random moment, and after each one a run that loses nothing.
 *
 * @throws Error at the first run that leaves a process, a database, a temporary folder or a damaged template, that gives
 *   another verdict than undisturbed runs do, or that ends without a verdict and does not say why in one sentence.
 */
export async function soak(place: SoakPlace, { runs, seed, onRun = () => undefined }: SoakOptions) {
  const random = createRandom(seed);
  const undisturbed = await takeReference(place);
  for (let number = 1; number <= runs; number++) {
    const plan = planOf(random);
    const line = `run ${number} of ${runs}, seed ${seed}: ${describe(plan)}`;
    try {
      const ending = await disturbedRun(place, plan, undisturbed, random);
      onRun(`${line}: ${ending}`);
      await nothingIsLeft(place, plan.victim.name === 'guardian' ? 'processes' : 'anything');
      await onlyWholeTemplates(place, undisturbed.holdings);
      await nothingIsLeft(place, 'anything');
      await cleanRun(place, random, undisturbed);
    } catch (error) {
      throw new Error(line, { cause: error });
    }
  }
}

/** What runs give that nothing disturbs. */
interface Reference {
  readonly verdicts: ReadonlyMap<SoakedMigration, Verdicts>;
  readonly holdings: Holdings;
  /** Milliseconds that a run takes, by whether its templates have to be made. */
  readonly duration: { readonly cold: number; readonly warm: number };
}

interface Plan {
  readonly door: Door;
  readonly victim: Victim;
  readonly migration: SoakedMigration;
  /** Cold: without a cluster, so that it and all templates are made. */
  readonly start: 'cold' | 'warm';
  /** Where in the run the victim is killed, from 0 to 1 of its usual duration. */
  readonly moment: number;
}

function planOf(random: Random): Plan {
  return {
    door: random.among(doors),
    victim: random.among(victims),
    migration: random.among(soakedMigrations),
    start: random.below(3) === 0 ? 'cold' : 'warm',
    moment: random.below(1000) / 1000,
  };
}

function describe({ door, victim, migration, start, moment }: Plan): string {
  return `${start} ${door} on ${migration} loses its ${victim.name} at ${Math.round(moment * 100)} %`;
}

async function takeReference(place: SoakPlace): Promise<Reference> {
  const [right, wrong] = soakedMigrations;
  const cold = await timed(() => undisturbedVerdicts(place, 'command', right));
  const warm = await timed(() => undisturbedVerdicts(place, 'command', right));
  const wrongVerdicts = await undisturbedVerdicts(place, 'runner', wrong);
  await using server = await startServer(place.serverOptions);
  return {
    verdicts: new Map([
      [right, cold.result],
      [wrong, wrongVerdicts],
    ]),
    holdings: await holdingsOf(server),
    duration: { cold: cold.ms, warm: warm.ms },
  };
}

async function timed<Result>(work: () => Promise<Result>): Promise<{ result: Result; ms: number }> {
  const started = performance.now();
  const result = await work();
  return { result, ms: performance.now() - started };
}

/** One run that loses its victim; tells how it ended. */
async function disturbedRun(
  place: SoakPlace,
  { door, victim, migration, start, moment }: Plan,
  { verdicts, duration }: Reference,
  random: Random,
): Promise<string> {
  if (start === 'cold') await removeClusters(place.cacheRoot);
  const run = startRun(door, place, migration);
  await Promise.race([delay(moment * duration[start], undefined, { ref: false }), run.outcome]);
  const struck = await strike(victim, run, place.root, random);
  const outcome = await inTime(run.outcome, () => run.child.kill('SIGKILL'));
  const what = struck === undefined ? 'had ended before' : `killed "${struck.line.slice(0, 60)}"`;
  return `${what}; ${judge(outcome, victim, verdicts.get(migration))}`;
}

/** How long a run may take to notice what it has lost, far more than it should. */
const mostMs = 180_000;

async function inTime(outcome: Promise<Outcome>, giveUp: () => void): Promise<Outcome> {
  const late = Symbol('late');
  const ended = await Promise.race([outcome, delay(mostMs, late, { ref: false })]);
  if (typeof ended !== 'symbol') return ended;
  giveUp();
  throw new Error(`The run did not end within ${mostMs} ms.`);
}

/** A run that lost something may give the right verdict or none, never another one. */
function judge(outcome: Outcome, victim: Victim, expected: Verdicts | undefined): string {
  switch (outcome.kind) {
    case 'killed':
      if (victim.name !== 'door') throw new Error('The run was killed itself.');
      return 'ended with it';
    case 'refused': {
      const { sentence } = outcome;
      // One sentence of ours; what the server's log says may follow a colon.
      if (!/^(tenantsafe: )?[A-Z][^\n]+\.$/.test(sentence) || sentence.includes('should not have happened')) {
        throw new Error(`The run does not say in a sentence why it has no verdict: ${sentence}`);
      }
      return sentence;
    }
    case 'result':
      sameVerdicts(verdictsOf(outcome.result), expected);
      return 'the right verdict';
  }
}

async function nothingIsLeft({ root, cacheRoot }: SoakPlace, what: 'processes' | 'anything'): Promise<void> {
  await until('no process is left', async () => (await processesBelow(root)).length === 0, 60_000);
  const leftovers = what === 'anything' ? await leftoversOf(cacheRoot) : [];
  if (leftovers.length > 0) throw new Error(`Left behind: ${leftovers.join(', ')}`);
}

/** Starts a server, as the next command would, and compares each template with that of an undisturbed run. */
async function onlyWholeTemplates(place: SoakPlace, { templates }: Holdings): Promise<void> {
  await using server = await startServer(place.serverOptions);
  const held = await holdingsOf(server);
  if (held.others.length > 0) throw new Error(`Databases left behind: ${held.others.join(', ')}`);
  for (const [name, content] of held.templates) {
    const [difference] = differences(content, templates.get(name) ?? new Map<string, string>());
    if (difference !== undefined) throw new Error(`In the template ${name}: ${difference}`);
  }
}

async function cleanRun(place: SoakPlace, random: Random, { verdicts }: Reference): Promise<void> {
  const migration = random.among(soakedMigrations);
  const verdictsNow = await undisturbedVerdicts(place, random.among(doors), migration);
  sameVerdicts(verdictsNow, verdicts.get(migration));
  await nothingIsLeft(place, 'anything');
}

async function undisturbedVerdicts(
  place: SoakPlace,
  door: Door,
  migration: SoakedMigration,
): Promise<Verdicts> {
  const run = startRun(door, place, migration);
  const outcome = await inTime(run.outcome, () => run.child.kill('SIGKILL'));
  if (outcome.kind === 'result') return verdictsOf(outcome.result);
  throw new Error(`An undisturbed run has no verdict: ${JSON.stringify(outcome)}`);
}

/** What must be the same in each run of a migration. */
interface Verdicts {
  readonly verdict: Verdict;
  readonly tenants: readonly {
    readonly name: string;
    readonly checksum: string;
    readonly checks: readonly (readonly [CheckId, Verdict])[];
  }[];
}

function verdictsOf({ verdict, tenants }: RehearsalResult): Verdicts {
  return {
    verdict,
    tenants: tenants.map(({ name, checksum, checks }) => ({
      name,
      checksum,
      checks: checks.map((check) => [check.id, check.verdict] as const),
    })),
  };
}

function sameVerdicts(actual: Verdicts, expected: Verdicts | undefined): void {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== should) throw new Error(`Wrong verdicts: ${is}\ninstead of ${should}`);
}
