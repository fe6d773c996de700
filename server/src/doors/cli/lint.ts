import { InvalidArgumentError, Option, type Command } from 'commander';
import type { LintError, LintedFile } from '../../service';
import { summaryOf } from '../lintJson';
import { changedSince } from './changedFiles';
import { exitStatus, type CliCommand, type CliProcess, type ExitStatus, type GlobalOptions } from './command';
import { lintFormats, type LintFormat } from './formats';
import { openProject, type OpenedProject } from './openProject';
import { readRulePage } from './rulePages';
import { selectFiles } from './selection';

interface LintOptions extends GlobalOptions {
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
  const project = await openProject(process, options);
  const selected = await narrowed(project, selectFiles(project, paths), options.since);
  const files = selected.map((file) => project.service.lint(project.workspace, file)).filter(isWorthListing);
  for (const note of notesOn(project, paths, files)) process.stderr.write(`${note}\n`);
  const pages = await pagesOfFindings(process, files);
  const context = {
    text: (file: string) => project.workspace.files.text(file),
    rulePage: (ruleId: string) => pages.get(ruleId),
    colours: process.stdout.isTerminal,
    version: process.version,
  };
  process.stdout.write(lintFormats[options.format](files, context));
  return statusOf(files, options.maxWarnings);

  /** The policy file stands in results only where something is to say of it. */
  function isWorthListing(file: LintedFile): boolean {
    return file.framework !== null || file.findings.length > 0 || file.errors.length > 0;
  }
}

async function pagesOfFindings(
  { packageFolder }: CliProcess,
  files: readonly LintedFile[],
): Promise<ReadonlyMap<string, string | undefined>> {
  const ids = new Set(files.flatMap(({ findings }) => findings.map(({ rule }) => rule)));
  const read = async (id: string) => [id, await readRulePage(packageFolder, id)] as const;
  return new Map(await Promise.all([...ids].map(read)));
}

async function narrowed(
  { folder }: OpenedProject,
  selected: readonly string[],
  since: string | undefined,
): Promise<readonly string[]> {
  if (since === undefined) return selected;
  const changed = await changedSince(folder.root, since);
  return selected.filter((file) => changed.has(file));
}

function notesOn(
  { service, workspace }: OpenedProject,
  paths: readonly string[],
  files: readonly LintedFile[],
): readonly string[] {
  if (files.length === 0) return ['There is nothing to lint: no migration is selected.'];
  if (paths.length === 0) return [];
  const { baseline } = service.project(workspace).policy;
  return files
    .filter(({ path }) => service.standing(workspace, path) === 'replayed')
    .map(({ path }) => `${path} lies before the baseline ${baseline ?? ''}: it is history and not linted.`);
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
