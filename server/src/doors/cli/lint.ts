import { InvalidArgumentError, Option, type Command } from 'commander';
import type { LintError, LintedFile } from '../../service';
import { localDate } from '../calendar';
import { summaryOf } from '../lintJson';
import { changedSince } from './changedFiles';
import { exitStatus, type CliCommand, type CliProcess, type ExitStatus, type GlobalOptions } from './command';
import { lintFormats, type LintFormat } from './formats';
import { cacheLocation, type CacheOptions } from './cacheLocation';
import { rememberingFindings } from './lintCache';
import { openRoot } from './openRoot';
import { readRulePage } from './rulePages';
import { lookUpPaths } from './selection';

interface LintOptions extends GlobalOptions, CacheOptions {
  readonly format: LintFormat;
  readonly maxWarnings?: number;
  readonly since?: string;
}

export const lintCommand: CliCommand = {
  addTo(program, run) {
    program
      .command('lint')
      .description('Find lock and tenant-isolation hazards in migrations')
      .argument('[paths...]', 'migrations or folders; by default all migrations after the baseline')
      .addOption(
        new Option('--format <format>', 'how findings are written')
          .choices(Object.keys(lintFormats))
          .default('text'),
      )
      .option('--max-warnings <number>', 'fail when there are more warnings than this', wholeNumber)
      .option('--since <revision>', 'only files that changed since a git revision')
      .option('--no-cache', 'lint again even where nothing has changed since the last time')
      .option('--cache-location <folder>', 'where findings are kept, instead of the cache folder of the user')
      .action((paths: readonly string[], _options: object, command: Command) =>
        run((process) => lint(process, paths, command.optsWithGlobals<LintOptions>())),
      );
  },
};

async function lint(
  process: CliProcess,
  paths: readonly string[],
  options: LintOptions,
): Promise<ExitStatus> {
  const folder = await openRoot(process, options);
  const request = {
    given: lookUpPaths(folder, paths),
    changed: options.since === undefined ? undefined : [...(await changedSince(folder.root, options.since))],
    config: options.config,
    today: localDate(),
  };
  const { files, notes } = await rememberingFindings(
    process.buildId === undefined ? undefined : await cacheLocation(process.currentFolder, options),
    { root: folder.root, request: { ...request, unreadable: folder.unreadable, build: process.buildId } },
    folder.files(),
    async (filesRead) => {
      const { lintProject } = await import('./lintProject');
      return lintProject(folder, filesRead, request);
    },
  );
  for (const note of notes) process.stderr.write(`${note}\n`);
  const context = {
    text: (file: string) => folder.files().text(file),
    rulePage: (ruleId: string) => readRulePage(process.packageFolder, ruleId),
    colours: process.stdout.isTerminal,
    version: process.version,
  };
  const write = await lintFormats[options.format]();
  process.stdout.write(write(files, context));
  return statusOf(files, options.maxWarnings);
}

function statusOf(files: readonly LintedFile[], maxWarnings: number | undefined): ExitStatus {
  const errors = files.flatMap((file) => file.errors);
  if (errors.some(keepsFromJudging)) return exitStatus.couldNotRun;
  const { error, warning } = summaryOf(files);
  const tooManyWarnings = maxWarnings !== undefined && warning > maxWarnings;
  return errors.length > 0 || error > 0 || tooManyWarnings ? exitStatus.findings : exitStatus.clean;
}

/** Syntax errors are the file's fault; with these the file, or a rule's view of it, was not judged at all. */
function keepsFromJudging({ kind }: LintError): boolean {
  return kind === 'unreadable' || kind === 'tooLarge' || kind === 'internal' || kind === 'policy';
}

function wholeNumber(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(value);
}
