import type { Migration } from '../../project';
import type { StatementFailure } from '../run/executeScript';
import type { CleanRun } from './cleanRun';
import { readFreshState, readState } from './databaseState';
import type { Stage } from './stage';
import type { DatabaseState, Residue } from './trial';

/** The file run once more on a tenant that already has it. */
export interface RerunFacts {
  readonly failure: StatementFailure | undefined;
  /** What it left other than one run; undefined where it failed. */
  readonly difference: Residue | undefined;
}

/**
 * Why a framework could run the file again although its tenant has it; undefined where it could not, because the entry
 * in its ledger is written in the file's own transaction.
 */
export function reasonToRunAgain({ up, repeatable }: Migration): string | undefined {
  if (repeatable) return 'it is repeatable';
  if (up.transaction === 'none')
    return 'it runs outside of a transaction, and so apart from its entry in the ledger';
  return undefined;
}

/** Runs the migration twice on a fresh clone; `fresh` is the state of one. */
export async function runTwice(stage: Stage, fresh: DatabaseState, cleanRun: CleanRun): Promise<RerunFacts> {
  const clone = await stage.openClone();
  const before = await readFreshState(clone.admin, stage.request.fixture, fresh);
  await clone.migrate();
  const { failure } = await clone.migrate();
  if (failure !== undefined) return { failure, difference: undefined };
  const after = await readState(clone.admin, before);
  return { failure, difference: await cleanRun.compare(after, clone.admin) };
}
