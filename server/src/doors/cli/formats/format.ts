import type { LintedFile } from '../../../service';

/** Writes the result of `lint` for one kind of reader. */
export type Format = (files: readonly LintedFile[], context: FormatContext) => string;

export interface FormatContext {
  /** The text of a linted file, for excerpts. */
  text(path: string): string | undefined;
  readonly colours: boolean;
  /** The Markdown page of a rule, for formats that carry their own help; undefined where it is not installed. */
  rulePage(ruleId: string): string | undefined;
  /** Tenantsafe's own version. */
  readonly version: string;
}
