/** What the gate says of a draft; the JSON of `tenantsafe check-draft`. */
export interface GateResult {
  readonly formatVersion: 1;
  /** Accepted where no stage failed. */
  readonly verdict: 'accepted' | 'rejected';
  /** All of them in the order in which they run; those after a failed one are skipped. */
  readonly stages: readonly GateStage[];
}

export interface GateStage {
  readonly stage: 'parse' | 'policy' | 'lint' | 'rehearsal';
  readonly verdict: 'passed' | 'failed' | 'skipped';
  readonly findings: readonly GateFinding[];
}

export interface GateFinding {
  /** A `draft-…` id of the gate, a rule of the linter, or a check of the rehearsal. */
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info' | 'hint';
  readonly message: string;
  /** Index among the draft's phases; null where the finding is about the draft as a whole. */
  readonly phase: number | null;
  readonly direction: 'up' | 'down';
  /** Index among the statements of that phase and direction; null where it is about all of them. */
  readonly statement: number | null;
}
