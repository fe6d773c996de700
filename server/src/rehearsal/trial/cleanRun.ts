import type { Client } from 'pg';
import { columnsWithOtherValues, compareData, compareRows, type DataSnapshot } from '../snapshot/data';
import { findDrawnColumns, type DrawnColumn } from '../snapshot/drawnKeys';
import { compareStates } from './databaseState';
import type { Stage } from './stage';
import type { DatabaseState, Residue } from './trial';

/**
 * What one undisturbed run of the migration makes, to compare other ways to the same end with. Columns whose values
 * differ from any run to the next, such as random ids, are left out; to know them, the migration is run twice more
 * where rows differ at all. Keys that a sequence gave are compared by the rows that they stand for: a run that was stopped
 * or taken back has used up numbers, and nobody would call that a difference.
 */
export class CleanRun {
  readonly #stage: Stage;
  readonly #state: DatabaseState;
  readonly #rowsBefore: DataSnapshot;
  readonly #since: Date;
  readonly #first: () => Promise<Client>;
  readonly #second: () => Promise<Client>;

  /** `state` is what the run made of `before`, and `since` when the trial began. */
  constructor(stage: Stage, before: DatabaseState, state: DatabaseState, since: Date) {
    this.#stage = stage;
    this.#state = state;
    this.#rowsBefore = before.data;
    this.#since = since;
    this.#first = once(() => this.#migratedClone());
    this.#second = once(() => this.#migratedClone());
  }

  /** What is different in a database; `admin` is the steward on it and `state` was read there. */
  async compare(state: DatabaseState, admin: Client): Promise<Residue> {
    return compareStates({
      before: this.#state,
      after: state,
      admin,
      since: this.#since,
      openReference: this.#first,
      excusedColumns: await this.#unstableColumns(state),
      drawnColumns: await this.#drawnColumns(state),
    });
  }

  async #drawnColumns(state: DatabaseState): Promise<readonly DrawnColumn[]> {
    if (compareData(this.#state.data, state.data).length === 0) return [];
    const reference = await this.#first();
    return findDrawnColumns(reference, this.#rowsBefore, this.#stage.freshSequences);
  }

  async #unstableColumns(state: DatabaseState): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const unstable = new Map<string, ReadonlySet<string>>();
    const tables = compareData(this.#state.data, state.data);
    if (tables.length === 0) return unstable;
    const [first, second] = [await this.#first(), await this.#second()];
    for (const { relation } of tables) {
      const rows = await compareRows(first, second, relation, { ignored: new Set(), since: new Date(0) });
      // Rows whose keys are made anew on every run have no counterpart to be compared with.
      const unpaired = rows.missingRows + rows.surplusRows > 0;
      const columns = unpaired ? await columnsWithOtherValues(first, second, relation) : rows.columns;
      unstable.set(relation, new Set(columns));
    }
    return unstable;
  }

  async #migratedClone(): Promise<Client> {
    const clone = await this.#stage.openClone();
    await clone.migrate();
    return clone.admin;
  }
}

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => (made ??= make());
}
