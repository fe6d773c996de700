import { Option, type Command } from 'commander';
import { shortList } from '../../catalog';
import type { ExplainedFile, ExplainedFileStatement } from '../../service';
import { explainJson } from '../lintJson';
import {
  CannotRun,
  exitStatus,
  type CliCommand,
  type CliProcess,
  type ExitStatus,
  type GlobalOptions,
} from './command';
import { openProject } from './openProject';
import { lookUpPaths, selectFiles } from './selection';
import { tenancyText } from './tenancyText';

interface ExplainOptions extends GlobalOptions {
  readonly tenancy?: true;
  readonly format: 'text' | 'json';
}

export const explainCommand: CliCommand = {
  addTo(program, run) {
    program
      .command('explain')
      .description('Say what each statement does on the server: locks, rewrites, scans, what it blocks')
      .argument('[files...]', 'migrations')
      .option(
        '--tenancy',
        'instead: whose rows each table holds after the whole history, and what guards them',
      )
      .addOption(
        new Option('--format <format>', 'how it is written').choices(['text', 'json']).default('text'),
      )
      .action((files: readonly string[], _options: object, command: Command) =>
        run((process) => {
          const options = command.optsWithGlobals<ExplainOptions>();
          return options.tenancy === true
            ? explainTenancy(process, files, options)
            : explain(process, files, options);
        }),
      );
  },
};

async function explain(
  process: CliProcess,
  given: readonly string[],
  options: ExplainOptions,
): Promise<ExitStatus> {
  if (given.length === 0) {
    throw new CannotRun(
      'explain needs a file: name a migration, or ask for the map of all tables with --tenancy.',
    );
  }
  const project = await openProject(process, options);
  const files = selectFiles(project, lookUpPaths(project.folder, given)).map((file) =>
    project.service.explain(project.workspace, file),
  );
  process.stdout.write(
    options.format === 'json'
      ? `${JSON.stringify(explainJson(files), undefined, 2)}\n`
      : files.map(explainedText).join('\n'),
  );
  const errors = files.flatMap(({ path, errors: ofFile }) => ofFile.map((error) => ({ ...error, path })));
  for (const { path, range, message } of errors) {
    process.stderr.write(`${path}:${range.start.line + 1}:${range.start.character + 1}: ${message}\n`);
  }
  if (errors.length === 0) return exitStatus.clean;
  return errors.every(({ kind }) => kind === 'syntax') ? exitStatus.findings : exitStatus.couldNotRun;
}

/** The map of a whole project, so that naming a file would promise what it does not do. */
async function explainTenancy(
  process: CliProcess,
  given: readonly string[],
  options: ExplainOptions,
): Promise<ExitStatus> {
  const [file] = given;
  if (file !== undefined) {
    throw new CannotRun(`--tenancy is about the whole history: leave out ${file}, or leave out --tenancy.`);
  }
  const { service, workspace } = await openProject(process, options);
  const map = service.tenancyMap(workspace);
  process.stdout.write(
    options.format === 'json'
      ? `${JSON.stringify({ formatVersion: 1, ...map }, undefined, 2)}\n`
      : tenancyText(map),
  );
  return exitStatus.clean;
}

function explainedText({ path, engine, version, transaction, statements }: ExplainedFile): string {
  const wrapped = transaction === 'per-file' ? 'in one transaction' : 'each statement on its own';
  return [`${path} (${engine} ${version}, ${wrapped})`, ...statements.map(statementText), ''].join('\n');
}

function statementText(statement: ExplainedFileStatement): string {
  const place = `${statement.range.start.line + 1}:${statement.range.start.character + 1}`;
  const locks = statement.locks.map(({ relation, mode, blocks }) => {
    const blocked =
      blocks.length === 0 ? 'blocks neither reads nor writes' : `blocks ${blocks.join(' and ')}`;
    return `${mode} on ${relation}, ${blocked}`;
  });
  const details = [
    ...(locks.length === 0 ? ['locks no existing table'] : shortList(locks)),
    ...shortList(statement.rewrites.map((relation) => `rewrites ${relation}`)),
    ...shortList(statement.scans.map((relation) => `reads all of ${relation}`)),
    ...shortList(statement.rebuildsIndexes.map((index) => `rebuilds ${index}`)),
    ...shortList(statement.createdHere.map((relation) => `${relation} is new in this file`)),
    ...(statement.transactional ? [] : ['cannot run in a transaction']),
    ...(statement.dataLoss ? ['loses data'] : []),
    ...(statement.reversible ? [] : ['cannot be undone by a rollback script']),
    ...statement.notes,
  ];
  return [`  ${place}  ${statement.kind}`, ...details.map((detail) => `      ${detail}`)].join('\n');
}
