import { createTwoFilesPatch } from 'diff';
import type { Command } from 'commander';
import { laidOver, textsAfter, type LintedFile, type WorkspaceFiles } from '../../service';
import {
  CannotRun,
  exitStatus,
  type CliCommand,
  type CliProcess,
  type ExitStatus,
  type GlobalOptions,
} from './command';
import { openProject, type OpenedProject } from './openProject';
import { lookUpPaths, selectFiles } from './selection';
import { writeTexts, type FileText } from './writeFiles';

interface FixOptions extends GlobalOptions {
  readonly dryRun?: true;
}

export const fixCommand: CliCommand = {
  addTo(program, run) {
    program
      .command('fix')
      .description('Apply the fixes that keep what a migration means')
      .argument('<files...>', 'migrations or folders')
      .option('--dry-run', 'write nothing; print what would change as a unified diff')
      .action((files: readonly string[], _options: object, command: Command) =>
        run((process) => fix(process, files, command.optsWithGlobals<FixOptions>())),
      );
  },
};

async function fix(process: CliProcess, given: readonly string[], options: FixOptions): Promise<ExitStatus> {
  const project = await openProject(process, options);
  const selected = selectFiles(project, lookUpPaths(project.folder, given));
  const before = project.workspace.files;
  const after = selected.reduce((files, file) => afterFixing(project, files, file), before);
  const changes = changesBetween(before, after);
  if (options.dryRun === true) {
    process.stdout.write(changes.map((change) => patchOf(change, before)).join(''));
  } else {
    await writeTexts(project.folder.root, changes);
    for (const { path, isNew } of changes) {
      process.stdout.write(isNew ? `${path} is new\n` : `${path} is fixed\n`);
    }
  }
  if (changes.length === 0) process.stderr.write('Nothing that may be fixed without a look was found.\n');
  return statusOf(selected.map((file) => project.service.lint({ ...project.workspace, files: after }, file)));
}

/** Each file is fixed on top of what the fixes of those before it leave, so that no two make the same new migration. */
function afterFixing(
  { service, workspace }: OpenedProject,
  files: WorkspaceFiles,
  file: string,
): WorkspaceFiles {
  const problem = files.problem(file);
  if (problem !== undefined) throw new CannotRun(problem);
  const edits = service.fixAll({ ...workspace, files }, file);
  return laidOver(files, textsAfter(edits, files));
}

function changesBetween(before: WorkspaceFiles, after: WorkspaceFiles): readonly FileText[] {
  return after.paths.flatMap((path) => {
    const text = after.text(path);
    const earlier = before.text(path);
    return text === undefined || text === earlier ? [] : [{ path, text, isNew: earlier === undefined }];
  });
}

/** A patch that `git apply` and `patch -p1` take. */
function patchOf({ path, text, isNew }: FileText, before: WorkspaceFiles): string {
  const from = isNew ? '/dev/null' : `a/${path}`;
  const patch = createTwoFilesPatch(from, `b/${path}`, before.text(path) ?? '', text);
  // The library writes a line of its own between patches, which neither tool needs.
  return patch.replace(/^=+\n/, '');
}

/** As `lint` would end for the files as they are fixed. */
function statusOf(files: readonly LintedFile[]): ExitStatus {
  const isLeft = files.some(
    ({ errors, findings }) =>
      errors.length > 0 ||
      findings.some(({ severity, suppressed }) => severity === 'error' && suppressed === null),
  );
  return isLeft ? exitStatus.findings : exitStatus.clean;
}
