import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { policyFileNames, renderPolicy } from '../../project';
import {
  CannotRun,
  exitStatus,
  type CliCommand,
  type CliProcess,
  type ExitStatus,
  type GlobalOptions,
} from './command';
import { openProject } from './openProject';

interface InitOptions extends GlobalOptions {
  readonly print?: true;
}

export const initCommand: CliCommand = {
  addTo(program, run) {
    program
      .command('init')
      .description('Write the policy file that the migration history suggests')
      .option('--print', 'only show it')
      .action((_options: object, command: Command) =>
        run((process) => init(process, command.optsWithGlobals<InitOptions>())),
      );
  },
};

async function init(process: CliProcess, options: InitOptions): Promise<ExitStatus> {
  const { folder, service, workspace } = await openProject(process, options);
  const text = renderPolicy(service.project(workspace).inference);
  if (options.print === true) {
    process.stdout.write(text);
    return exitStatus.clean;
  }
  const existing = policyFileNames.find((name) => workspace.files.paths.includes(name));
  if (existing !== undefined) {
    throw new CannotRun(
      `${existing} is already there: change it by hand, or see with --print what would be inferred.`,
    );
  }
  const [name] = policyFileNames;
  await writeNew(path.join(folder.root, name), text);
  process.stdout.write(`${name} is written: read it, and correct what was guessed.\n`);
  return exitStatus.clean;
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CannotRun(`${file} cannot be written (${reason}).`);
  }
}
