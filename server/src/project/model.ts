import type { Span } from '../sql';
import type { Inference } from './inference';
import type { FrameworkId, Policy, PolicyOrigin } from './policyModel';

/**
 * The texts of one workspace folder, by path relative to it with `/` as separator. Doors fill it from disk and from
 * open editors; this room never reads a file itself.
 */
export interface ProjectFiles {
  readonly paths: readonly string[];
  /** Undefined where there is no such file or it could not be read as UTF-8 text. */
  text(path: string): string | undefined;
}

/** The SQL of one direction of a migration: a whole file, or a section of one (goose, dbmate). */
export interface Script {
  readonly path: string;
  readonly span: Span;
  readonly sql: string;
  readonly transaction: TransactionMode;
}

/** How the runner wraps a script: one transaction around the file, or each statement on its own. */
export type TransactionMode = 'per-file' | 'none';

export interface Migration {
  /** The framework's version as written in the file name, such as `0042`, `1.2` or `20260102030405`; empty where repeatable. */
  readonly version: string;
  /** What the file name says it does, with spaces. */
  readonly title: string;
  readonly framework: FrameworkId;
  /** The migration folder of the policy that it belongs to. */
  readonly folder: string;
  readonly scope: 'tenant' | 'shared';
  readonly up: Script;
  readonly down: Script | undefined;
  /** Run again whenever its content changes (Flyway's `R__`). */
  readonly repeatable: boolean;
  /**
   * Stands for all migrations up to its version on a new database (Flyway's `B`); those are then not among the
   * project's migrations, and the history starts here.
   */
  readonly snapshot: boolean;
}

/** A workspace folder as ordered migrations under one policy. */
export interface Project {
  readonly policy: Policy;
  /** The policy file in force; undefined where the policy is wholly inferred. */
  readonly policyFile: string | undefined;
  /** Whether the file says how tenants are told apart, or only the history. */
  readonly modelOrigin: PolicyOrigin;
  /** What the history says where the policy file is silent, with reasons. */
  readonly inference: Inference;
  /** What the frameworks run on a new database, in their order: shared folders before tenant folders. */
  readonly migrations: readonly Migration[];
  /** What is wrong with the policy file or with the folders themselves, such as two files of one version. */
  readonly problems: readonly ProjectProblem[];
}

export interface ProjectProblem {
  /** A problem of the policy stops the command line (exit status 2); one of the migrations is reported beside findings. */
  readonly concerns: 'policy' | 'migrations';
  readonly path: string;
  readonly span: Span;
  /** One sentence: what is wrong, and what to do. */
  readonly message: string;
}

/** Replaces a span of a file, or makes a new file where `create` is set (then `span` is empty at 0). */
export interface FileEdit {
  readonly path: string;
  readonly span: Span;
  readonly newText: string;
  readonly create?: true;
}
