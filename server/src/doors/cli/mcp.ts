import type { Command } from 'commander';
import { promptLibrary } from '../../drafts/prompts';
import { startServer, type RehearsalEvent } from '../../rehearsal';
import { readBuiltInPrompts } from '../builtInPrompts';
import { serveTools } from '../mcp/serveTools';
import { laidOver } from '../../service';
import { testMigration } from '../rehearsal/testMigration';
import type { Desk, FixtureJob } from '../tools';
import { exitStatus, type CliCommand, type CliProcess, type ExitStatus, type GlobalOptions } from './command';
import { openAgain, openProject, type OpenedProject } from './openProject';

export const mcpCommand: CliCommand = {
  addTo(program, run) {
    program
      .command('mcp')
      .description('Run the Model Context Protocol server for agents over standard input and output')
      .action((_options: object, command: Command) =>
        run((process) => serve(process, command.optsWithGlobals<GlobalOptions>())),
      );
  },
};

async function serve(process: CliProcess, options: GlobalOptions): Promise<ExitStatus> {
  let opened: OpenedProject | undefined;
  await serveTools(
    async ({ signal, onEvent }) => {
      // The files change between calls; what did not change is remembered by the service.
      opened = opened === undefined ? await openProject(process, options) : await openAgain(opened);
      return deskFor(opened, process.packageFolder, signal, onEvent);
    },
    { version: process.version, signal: process.interrupted },
  );
  return exitStatus.clean;
}

function deskFor(
  { service, workspace, folder }: OpenedProject,
  packageFolder: string,
  signal: AbortSignal,
  onEvent: (event: RehearsalEvent) => void,
): Desk {
  return {
    service,
    workspace,
    root: folder.root,
    prompts: () => promptLibrary(readBuiltInPrompts(packageFolder), workspace.files),
    signal,
    testOnFixtureTenants: async ({ file, texts, shapes }: FixtureJob) => {
      const files = laidOver(workspace.files, texts);
      const project = service.project({ ...workspace, files });
      onEvent({ kind: 'phase', message: 'Starting PostgreSQL' });
      await using server = await startServer({ server: project.policy.fixtures.server, signal });
      signal.addEventListener('abort', () => void server.stop(), { once: true });
      return await testMigration(
        server,
        { project, files, file, shapes, keep: false, evidenceFolder: undefined },
        onEvent,
      );
    },
  };
}
