import path from 'node:path';
import { Option, type Command } from 'commander';
import { draftStats, statsText } from '../../drafts/records';
import { allDraftEvidence, loggedDrafts } from '../drafts/draftFiles';
import { writeMigrationRecord } from '../drafts/recordFiles';
import { exitStatus, type CliCommand, type CliProcess, type ExitStatus, type GlobalOptions } from './command';
import { openProject } from './openProject';
import { openRoot } from './openRoot';
import { lookUpPaths, selectFiles } from './selection';

interface StatsOptions extends GlobalOptions {
  readonly format: 'text' | 'json';
}

export const draftsCommand: CliCommand = {
  addTo(program, run) {
    const drafts = program
      .command('drafts')
      .description('How AI drafts of this project went, and their records');
    drafts
      .command('stats')
      .description('Say which prompt snippets needed correction, from the local log')
      .addOption(
        new Option('--format <format>', 'how it is written').choices(['text', 'json']).default('text'),
      )
      .action((_options: object, command: Command) =>
        run((process) => showStats(process, command.optsWithGlobals<StatsOptions>())),
      );
    drafts
      .command('record')
      .description('Write the record of migrations into their evidence: prompt, edits, results, rollback')
      .argument('<files...>', 'migrations')
      .action((files: readonly string[], _options: object, command: Command) =>
        run((process) => writeRecords(process, files, command.optsWithGlobals<GlobalOptions>())),
      );
  },
};

async function showStats(process: CliProcess, options: StatsOptions): Promise<ExitStatus> {
  const folder = await openRoot(process, options);
  const files = folder.files();
  const stats = draftStats(await loggedDrafts(folder.root), await allDraftEvidence(folder.root), (file) =>
    files.text(file),
  );
  process.stdout.write(
    options.format === 'json' ? `${JSON.stringify(stats, undefined, 2)}\n` : statsText(stats),
  );
  return exitStatus.clean;
}

async function writeRecords(
  process: CliProcess,
  given: readonly string[],
  options: GlobalOptions,
): Promise<ExitStatus> {
  const opened = await openProject(process, options);
  const { root } = opened.folder;
  const { files } = opened.workspace;
  const project = opened.service.project(opened.workspace);
  for (const file of selectFiles(opened, lookUpPaths(opened.folder, given))) {
    const record = await writeMigrationRecord({ root, project, files, file, now: new Date() });
    process.stdout.write(`${path.relative(root, record).split(path.sep).join('/')}\n`);
  }
  return exitStatus.clean;
}
