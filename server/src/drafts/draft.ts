/**
 * A migration as a model proposes it: data from which this tool renders the files. The model writes no file name, no
 * header, no timeout, no marker of the framework and no suppression.
 */
export interface Draft {
  readonly title: string;
  /** What the migration is for, in a sentence. */
  readonly intent: string;
  readonly tenancy: 'row' | 'schema' | 'database';
  /** In the order in which they are deployed, each in a file of its own; empty where there are questions. */
  readonly phases: readonly DraftPhase[];
  readonly assumptions: readonly string[];
  /** What only a person can say; an answer of questions and no phases is a valid draft. */
  readonly questions: readonly string[];
  /** Qualified names. */
  readonly tablesTouched: readonly string[];
  /** What it will take, in words, such as `backfill: 5 minutes for 5 million rows`. */
  readonly estimates: readonly string[];
}

export interface DraftPhase {
  readonly phase: 'expand' | 'backfill' | 'contract';
  readonly transactional: boolean;
  /** One SQL statement each, without the closing semicolon or with it. */
  readonly statements: readonly string[];
  /** Queries that return no row where the phase has done its work. */
  readonly verify: readonly string[];
  readonly rollback: DraftRollback;
  /** Which application code may run once this phase is deployed. */
  readonly compatibility: string;
}

export interface DraftRollback {
  readonly kind: 'exact' | 'lossy' | 'forward-only';
  readonly statements: readonly string[];
  /** What a lossy rollback does not bring back, or why nothing undoes a forward-only phase; null for an exact one. */
  readonly dataLossReason: string | null;
}
