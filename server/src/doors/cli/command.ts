import type { Command } from 'commander';

/** The process around a command, so that commands can be run and tested without one. */
export interface CliProcess {
  /** Where the user called the command. */
  readonly currentFolder: string;
  /** The root of the installed package, with `docs/` and `dist/`. */
  readonly packageFolder: string;
  /** Tenantsafe's own version. */
  readonly version: string;
  /** What tells this build from all others, also of the same version; undefined where it was not built for use. */
  readonly buildId: string | undefined;
  /** Results. */
  readonly stdout: TextOutput;
  /** Everything else: progress, notes, what kept a command from running. */
  readonly stderr: TextOutput;
  /** Aborted when the user interrupts. */
  readonly interrupted: AbortSignal;
}

export interface TextOutput {
  write(text: string): void;
  readonly isTerminal: boolean;
}

/** Adds one command to the program. Its action resolves to the exit status. */
export interface CliCommand {
  addTo(program: Command, run: RunAction): void;
}

/** Runs an action; commander's own actions cannot return a status. */
export type RunAction = (action: (process: CliProcess) => Promise<ExitStatus>) => Promise<void>;

export const exitStatus = { clean: 0, findings: 1, couldNotRun: 2, interrupted: 130 } as const;
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** A command cannot do what was asked; `message` is one clear sentence with place and remedy. Exit status 2. */
export class CannotRun extends Error {}

/** Options that all commands take. */
export interface GlobalOptions {
  readonly cwd?: string;
  readonly config?: string;
}
