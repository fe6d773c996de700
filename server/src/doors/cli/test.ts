import path from 'node:path';
import { Option, type Command } from 'commander';
import {
  EngineError,
  RehearsalError,
  startServer,
  type FixtureServer,
  type RehearsalEvent,
  type RehearsalResult,
} from '../../rehearsal';
import { renderHtmlPage, renderJunit, renderMarkdown, renderText } from '../../rehearsal/evidence';
import { usualEvidenceFolder } from '../rehearsal/lastEvidence';
import { progressText } from '../progressText';
import { keptDatabases, shapesNamed, testMigration } from '../rehearsal/testMigration';
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

const formats = ['text', 'json', 'junit', 'markdown', 'html'] as const;

interface TestOptions extends GlobalOptions {
  readonly format: (typeof formats)[number];
  readonly evidence?: string;
  readonly tenants?: string;
  readonly keep?: boolean;
}

export const testCommand: CliCommand = {
  addTo(program, run) {
    program
      .command('test')
      .description('Run a migration and its rollback on five fixture tenants on a real local database')
      .argument('<files...>', 'migrations')
      .addOption(
        new Option('--format <format>', 'how the result is written').choices(formats).default('text'),
      )
      .option('--evidence <folder>', 'write result.json, report.html, report.md and junit.xml there')
      .option('--tenants <names>', 'only these, separated by commas: minimal, large, edge, legacy, empty')
      .option('--keep', 'keep the databases, and print how to connect')
      .action((files: readonly string[], _options: object, command: Command) =>
        run((process) => test(process, files, command.optsWithGlobals<TestOptions>())),
      );
  },
};

async function test(
  process: CliProcess,
  given: readonly string[],
  options: TestOptions,
): Promise<ExitStatus> {
  try {
    return await testFiles(process, given, options);
  } catch (error) {
    if (error instanceof RehearsalError || error instanceof EngineError) throw new CannotRun(error.message);
    throw error;
  }
}

async function testFiles(
  process: CliProcess,
  given: readonly string[],
  options: TestOptions,
): Promise<ExitStatus> {
  const shapes = shapesNamed(options.tenants?.split(',').map((name) => name.trim()));
  const opened = await openProject(process, options);
  const { files } = opened.workspace;
  const selected = selectFiles(opened, lookUpPaths(opened.folder, given));
  for (const file of selected) {
    const problem = files.problem(file);
    if (problem !== undefined) throw new CannotRun(problem);
  }
  const project = opened.service.project(opened.workspace);
  const progress = progressOn(process);
  progress({ kind: 'phase', message: 'Starting PostgreSQL' });
  await using server = await startServer({
    server: project.policy.fixtures.server,
    signal: process.interrupted,
  });
  process.interrupted.addEventListener('abort', () => void server.stop(), { once: true });

  const keep = options.keep ?? false;
  const failed: string[] = [];
  for (const file of selected) {
    const evidenceFolder = evidenceFolderFor(process, options, file, selected.length);
    const result = await testMigration(
      server,
      {
        project,
        files,
        file,
        shapes,
        keep,
        evidenceFolder,
        lastEvidence: usualEvidenceFolder(opened.folder.root, file),
      },
      progress,
    );
    process.stdout.write(rendered(process, result, options.format));
    if (evidenceFolder !== undefined) {
      process.stderr.write(`The report is in ${path.join(evidenceFolder, 'report.html')}\n`);
    }
    if (result.verdict !== 'passed') failed.push(file);
  }
  if (keep) await keepServer(process, server);
  return failed.length === 0 ? exitStatus.clean : exitStatus.findings;
}

function rendered(process: CliProcess, result: RehearsalResult, format: TestOptions['format']): string {
  switch (format) {
    case 'text':
      return renderText(result, { colours: process.stdout.isTerminal });
    case 'json':
      return `${JSON.stringify(result, null, 2)}\n`;
    case 'junit':
      return renderJunit(result);
    case 'markdown':
      return renderMarkdown(result);
    case 'html':
      return renderHtmlPage(result);
  }
}

/** One migration's evidence lies in the folder itself, that of several in folders by their names. */
function evidenceFolderFor(
  process: CliProcess,
  { evidence }: TestOptions,
  file: string,
  count: number,
): string | undefined {
  if (evidence === undefined) return undefined;
  const folder = path.resolve(process.currentFolder, evidence);
  return count === 1 ? folder : path.join(folder, path.basename(file).replace(/\.sql$/i, ''));
}

async function keepServer(process: CliProcess, server: FixtureServer): Promise<void> {
  const urls = await keptDatabases(server);
  await server.keep();
  process.stderr.write(
    `The databases are kept; connect with\n${urls.map((url) => `  psql '${url}'\n`).join('')}`,
  );
}

/** A line that is written over on a terminal; elsewhere a line for each phase and tenant. */
function progressOn(process: CliProcess): (event: RehearsalEvent) => void {
  const { stderr } = process;
  if (stderr.isTerminal) {
    return (event) => {
      const text = progressText(event);
      stderr.write(event.kind === 'tenantFinished' ? '\r\u001b[K' : `\r\u001b[K${text}`);
    };
  }
  return (event) => {
    if (event.kind === 'phase' || event.kind === 'tenantStarted') stderr.write(`${progressText(event)}\n`);
  };
}
