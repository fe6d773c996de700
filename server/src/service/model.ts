import type { LockMode } from '../behaviour';
import type { Engine, FrameworkId, ProjectFiles, Severity, TransactionMode } from '../project';
import type { Range } from '../sql';

/** What the service judges: the texts of a workspace folder and the day on which it does so. */
export interface Workspace {
  readonly files: WorkspaceFiles;
  /** ISO date, for exceptions that expire. */
  readonly today: string;
}

export interface WorkspaceFiles extends ProjectFiles {
  /** Why a file that exists has no usable text, in one sentence; undefined where nothing is wrong. */
  problem(path: string): string | undefined;
}

/** What `lint` says of one file: the entry of `files` in the command line's JSON, and where second places lie. */
export interface LintedFile {
  readonly path: string;
  readonly engine: Engine;
  readonly version: string;
  /** Null for the policy file. */
  readonly framework: FrameworkId | null;
  readonly findings: readonly LintFinding[];
  readonly errors: readonly LintError[];
}

export interface LintFinding {
  readonly rule: string;
  readonly severity: Severity;
  /** What happens, to whom, and what to do. */
  readonly message: string;
  readonly docs: string;
  readonly range: Range;
  readonly relations: readonly string[];
  /** Where `fixOnDemand` has a title, the first look at the fixes works that one out. */
  readonly fixes: readonly LintFix[];
  /** The title of the only fix where working it out takes too long for who has to answer at once. */
  readonly fixOnDemand?: string;
  /** Why that fix could not be worked out, in one sentence; asking for it works it out. */
  readonly fixProblem?: string | undefined;
  readonly suppressed: Suppressed | null;
  readonly related: readonly RelatedPlace[];
}

export interface LintFix {
  readonly title: string;
  /** The fix keeps the migration's meaning, so it may be applied without a look. */
  readonly preferred: boolean;
  readonly edits: readonly LintEdit[];
}

export interface LintEdit {
  readonly path: string;
  readonly range: Range;
  readonly newText: string;
  /** The file does not exist yet. */
  readonly create?: true;
}

export interface Suppressed {
  readonly by: 'comment' | 'exception';
  readonly reason: string;
}

export interface RelatedPlace {
  readonly path: string;
  readonly range: Range;
  readonly message: string;
}

/**
 * What kept a file, or a part of it, from being judged: SQL that PostgreSQL's parser refuses, a policy that does not
 * hold, a file that cannot be read or is too large, a rule that failed.
 */
export interface LintError {
  readonly kind: 'syntax' | 'policy' | 'project' | 'unreadable' | 'tooLarge' | 'internal';
  readonly message: string;
  readonly range: Range;
}

/** The entry of `files` in the JSON of `explain`. */
export interface ExplainedFile {
  readonly path: string;
  readonly engine: Engine;
  readonly version: string;
  readonly transaction: TransactionMode;
  readonly statements: readonly ExplainedFileStatement[];
  readonly errors: readonly LintError[];
}

export interface ExplainedFileStatement {
  readonly index: number;
  readonly range: Range;
  readonly kind: string;
  readonly phase: 'expand' | 'backfill' | 'contract' | null;
  readonly locks: readonly ExplainedLock[];
  readonly rewrites: readonly string[];
  readonly scans: readonly string[];
  readonly rebuildsIndexes: readonly string[];
  readonly transactional: boolean;
  readonly reversible: boolean;
  readonly dataLoss: boolean;
  /** Relations of this file that the statement makes, or that earlier statements made and it works on. */
  readonly createdHere: readonly string[];
  readonly confidence: 'exact' | 'depends';
  readonly notes: readonly string[];
  readonly docs: readonly string[];
}

export interface ExplainedLock {
  readonly relation: string;
  readonly mode: LockMode;
  readonly blocks: readonly ('reads' | 'writes')[];
}

/** Something wrong with the policy or with the migration folders themselves. */
export interface PlacedProblem {
  /** A problem of the policy stops the command line. */
  readonly concerns: 'policy' | 'migrations';
  readonly path: string;
  readonly range: Range;
  readonly message: string;
}
