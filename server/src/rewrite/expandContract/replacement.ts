import type { NotNullSteps } from '../steps/notNullSteps';
import type { Carried } from './carriedObjects';
import type { PhaseScript } from './model';
import type { RowTrigger } from './rowTrigger';
import type { Succession } from './valueSource';

/** A column that gives way to another one, which is filled from it while both are there. */
export interface Replacement extends Succession {
  /** SQL of the new column's value from a row that is there. */
  readonly value: string;
  /** PL/pgSQL that keeps both alike in `NEW` until the new one takes over. */
  readonly synchronise: readonly string[];
  /** SQL of the old column's value from the new one, for the way back. */
  readonly back: string;
  /** What the change is, for titles: `widen accounts number`. */
  readonly title: string;
  /** What application code may run until the contract phase, and after it. */
  readonly code: { readonly meanwhile: string; readonly afterwards: string };
}

/** What the phases of a replacement share. */
export interface ReplacementParts {
  readonly carried: Carried;
  readonly required: NotNullSteps | undefined;
  /** Fills the new column from the old one. */
  readonly forward: RowTrigger;
  /** Fills the old column from the new one after the swap, so that there is a way back. */
  readonly backward: RowTrigger;
  /** True for rows whose new column has still to be filled. */
  readonly pending: string;
  readonly guard: string;
}

/** A phase of the replacement; whether it comes before the swap or after it says what code may run. */
export type PhaseStep = Omit<PhaseScript, 'code'>;
