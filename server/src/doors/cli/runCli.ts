import { Command, CommanderError } from 'commander';
import {
  CannotRun,
  exitStatus,
  type CliCommand,
  type CliProcess,
  type ExitStatus,
  type RunAction,
} from './command';
import { commandsFor } from './commands';

/** Runs the command that the arguments (without node and script) name, and resolves to the exit status. */
export async function runCli(argumentList: readonly string[], process: CliProcess): Promise<ExitStatus> {
  let status: ExitStatus = exitStatus.clean;
  const run: RunAction = async (action) => {
    status = await action(process);
  };
  try {
    const commands = await commandsFor(argumentList);
    await programOf(process, commands, run).parseAsync([...argumentList], { from: 'user' });
    return process.interrupted.aborted ? exitStatus.interrupted : status;
  } catch (error) {
    if (process.interrupted.aborted) return exitStatus.interrupted;
    // Commander throws for --help and --version too; bad arguments it has already explained on stderr.
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? exitStatus.clean : exitStatus.couldNotRun;
    process.stderr.write(`tenantsafe: ${sentenceFor(error)}\n`);
    return exitStatus.couldNotRun;
  }
}

function programOf(process: CliProcess, commands: readonly CliCommand[], run: RunAction): Command {
  const program = new Command('tenantsafe')
    .description(
      'Lints database migrations for lock and tenant-isolation hazards, and tests them on fixture tenants.',
    )
    .version(process.version)
    .option('--cwd <folder>', 'the project to work on; paths are relative to it')
    .option('--config <file>', 'a policy file other than tenantsafe.yaml')
    .exitOverride()
    .showHelpAfterError('(see --help)')
    .configureOutput({
      writeOut: (text) => process.stdout.write(text),
      writeErr: (text) => process.stderr.write(text),
      getOutHasColors: () => process.stdout.isTerminal,
      getErrHasColors: () => process.stderr.isTerminal,
    });
  for (const command of commands) command.addTo(program, run);
  return program;
}

function sentenceFor(error: unknown): string {
  if (error instanceof CannotRun) return error.message;
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `This should not have happened, please report it: ${details}`;
}
