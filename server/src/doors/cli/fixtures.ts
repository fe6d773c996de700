import type { Command } from 'commander';
import { EngineError, listKeptServers, removeClusters } from '../../rehearsal';
import { CannotRun, exitStatus, type CliCommand, type CliProcess, type ExitStatus } from './command';

export const fixturesCommand: CliCommand = {
  addTo(program, run) {
    const fixtures: Command = program
      .command('fixtures')
      .description('What the fixture server holds, and dropping it');
    fixtures
      .command('list')
      .description('List the databases that tests kept, with how to connect')
      .action(() => run((process) => sayingWhy(() => list(process))));
    fixtures
      .command('drop')
      .description('Stop kept servers, and drop their databases and all finished fixtures')
      .action(() => run((process) => sayingWhy(() => drop(process))));
  },
};

async function list(process: CliProcess): Promise<ExitStatus> {
  const urls = (await listKeptServers()).flatMap((server) =>
    server.databases
      .filter(({ marker }) => marker.kind === 'kept')
      .map(({ name }) => server.connectionUrl(name)),
  );
  process.stdout.write(urls.map((url) => `psql '${url}'\n`).join(''));
  if (urls.length === 0) process.stderr.write('No databases are kept.\n');
  return exitStatus.clean;
}

async function drop(process: CliProcess): Promise<ExitStatus> {
  const inUse = await removeClusters();
  if (inUse.length === 0) return exitStatus.clean;
  process.stderr.write(`${inUse.length} in use by a running test, left alone.\n`);
  return exitStatus.clean;
}

async function sayingWhy(action: () => Promise<ExitStatus>): Promise<ExitStatus> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof EngineError) throw new CannotRun(error.message);
    throw error;
  }
}
