import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { stdin } from 'node:process';
import { text as allOf } from 'node:stream/consumers';
import { Option, type Command } from 'commander';
import { checkDraft, placeOf, type CheckedDraft, type RehearseDraft } from '../../drafts';
import { EngineError, startServer } from '../../rehearsal';
import { shapeNames } from '../../project';
import { laidOver } from '../../service';
import { rehearseDraft } from '../drafts/rehearseDraft';
import { progressText } from '../progressText';
import { testMigration } from '../rehearsal/testMigration';
import {
  CannotRun,
  exitStatus,
  type CliCommand,
  type CliProcess,
  type ExitStatus,
  type GlobalOptions,
} from './command';
import { openProject, type OpenedProject } from './openProject';

interface CheckDraftOptions extends GlobalOptions {
  readonly format: 'text' | 'json';
  readonly rehearse?: boolean;
  readonly repairs?: string;
}

export const checkDraftCommand: CliCommand = {
  addTo(program, run) {
    program
      .command('check-draft')
      .description('Hold a drafted migration, as a JSON object, to the gate that AI drafts pass')
      .argument('<file>', 'the draft; - reads it from standard input')
      .option('--rehearse', 'run it on the fixture tenants as well')
      .option('--repairs <file>', 'the draft that this one repairs: a repair may not weaken it')
      .addOption(
        new Option('--format <format>', 'how the result is written')
          .choices(['text', 'json'])
          .default('text'),
      )
      .action((file: string, _options: object, command: Command) =>
        run((process) => check(process, file, command.optsWithGlobals<CheckDraftOptions>())),
      );
  },
};

async function check(process: CliProcess, file: string, options: CheckDraftOptions): Promise<ExitStatus> {
  const draft = await readJson(process, file);
  const repairs = options.repairs === undefined ? undefined : await readJson(process, options.repairs);
  const opened = await openProject(process, options);
  const { service, workspace } = opened;
  const checked = await checkDraft({
    service,
    workspace,
    draft,
    ...(repairs === undefined ? {} : { repairs }),
    ...(options.rehearse === true ? { rehearse: rehearsalIn(opened, process) } : {}),
  });
  process.stdout.write(
    options.format === 'json' ? `${JSON.stringify(checked.gate, undefined, 2)}\n` : textOf(checked),
  );
  return checked.gate.verdict === 'accepted' ? exitStatus.clean : exitStatus.findings;
}

async function readJson(process: CliProcess, file: string): Promise<unknown> {
  const name = file === '-' ? 'standard input' : file;
  let written: string;
  try {
    written = await (file === '-'
      ? allOf(stdin)
      : readFile(path.resolve(process.currentFolder, file), 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CannotRun(
      `${name} cannot be read (${reason}): name a file with a draft, or - for standard input.`,
    );
  }
  try {
    return JSON.parse(written) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CannotRun(`${name} is no JSON (${reason}): write the draft as one JSON object.`);
  }
}

/** The server starts only once the other stages have passed. */
function rehearsalIn({ service, workspace }: OpenedProject, process: CliProcess): RehearseDraft {
  return async (files) => {
    const { server: wanted } = service.project(workspace).policy.fixtures;
    try {
      await using server = await startServer({ server: wanted, signal: process.interrupted });
      process.interrupted.addEventListener('abort', () => void server.stop(), { once: true });
      return await rehearseDraft((file, texts) => {
        const written = { ...workspace, files: laidOver(workspace.files, texts) };
        const project = service.project(written);
        const job = { project, files: written.files, file, shapes: shapeNames, keep: false };
        return testMigration(server, { ...job, evidenceFolder: undefined }, (event) =>
          process.stderr.write(`${file}: ${progressText(event)}\n`),
        );
      })(files);
    } catch (error) {
      if (error instanceof EngineError) throw new CannotRun(error.message);
      throw error;
    }
  };
}

function textOf({ gate, files, questions }: CheckedDraft): string {
  const stages = gate.stages.flatMap(({ stage, verdict, findings }) => [
    `${stage}: ${verdict}`,
    ...findings.map(
      (finding) => `  ${finding.severity} ${finding.rule} at ${placeOf(finding)}\n    ${finding.message}`,
    ),
  ]);
  const asked = questions.map((question) => `  ${question}`);
  return [
    ...stages,
    ...(asked.length === 0 ? [] : ['questions:', ...asked]),
    ...(gate.verdict === 'accepted' && files.length > 0
      ? ['files:', ...files.map(({ path: file }) => `  ${file}`)]
      : []),
    `The draft is ${gate.verdict}.`,
    '',
  ].join('\n');
}
