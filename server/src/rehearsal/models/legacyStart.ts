import type { Migration, Policy } from '../../project';
import type { HistoryFailure } from '../run/history';
import type { NotChecked } from '../result';

/**
 * How many migrations of a history are there before legacy rows are written. Rows that old code wrote must survive the
 * migrations since; where the history itself fails on them, younger rows are tried.
 */
export class LegacyStart {
  #count: number;

  constructor(
    readonly history: readonly Migration[],
    policy: Policy,
    readonly onNotChecked: (notice: NotChecked) => void,
  ) {
    // A history shorter than that still has its first migration before old code writes anything.
    const first = Math.min(1, history.length);
    this.#count = Math.max(first, history.length - policy.fixtures.tenants.legacy.behind);
  }

  get count(): number {
    return this.#count;
  }

  /** The migrations that carry legacy rows forward. */
  get since(): readonly Migration[] {
    return this.history.slice(this.#count);
  }

  /** Writes them after the migration that failed from now on; false where there is none later. */
  moveBehind({ at, migration, failure }: HistoryFailure): boolean {
    if (this.#count >= this.history.length) return false;
    this.#count += at + 1;
    this.onNotChecked({
      what: `Legacy rows older than ${migration.up.path}`,
      why: `The history itself fails on them: ${failure.message}.`,
    });
    return true;
  }
}
