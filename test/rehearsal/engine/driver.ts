/**
 * A command in miniature, to be killed by tests: starts a server, says so, and does its task.
 * Arguments: task, cache folder, guardian script, folder to resolve the bundled server from.
 */
import { once } from 'node:events';
import { stepsOfTemplate } from './stepsOfTemplate';
import { EngineError, startServer, type FixtureServer } from '../../../server/src/rehearsal/engine/index';

const [task = '', cacheRoot = '', guardianScript = '', resolveFrom = ''] = process.argv.slice(2);

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof EngineError ? error.message : String(error)}\n`);
  process.exitCode = error instanceof EngineError ? 2 : 70;
});

async function run(): Promise<void> {
  const server = await startServer({ cacheRoot, guardianScript, resolveFrom });
  say(`port ${server.address.port}`);
  switch (task) {
    case 'build':
      await buildTemplates(server, () => Promise.resolve());
      return;
    case 'build-half':
      await buildTemplates(server, async (number) => {
        if (number === 1) return;
        say('halfway');
        await once(process.stdin.resume(), 'end');
      });
      return;
    case 'hold':
      await once(process.stdin.resume(), 'end');
      await server.stop();
      return;
    case 'keep': {
      const database = await server.createDatabase('kept');
      await server.keep();
      say(`url ${server.connectionUrl(database)}`);
      return;
    }
    case 'exit':
      process.exit(0);
      break;
    default:
      throw new Error(`unknown task ${task}`);
  }
}

/** Builds one template after another for as long as it is left alive; each is whole with its last step. */
async function buildTemplates(
  server: FixtureServer,
  halfway: (number: number) => Promise<void>,
): Promise<void> {
  for (let number = 1; ; number++) {
    await server.buildTemplate(`driver ${process.pid} ${number}`, async (database) => {
      const client = await server.connect(database);
      await client.query('CREATE TABLE progress (step integer)');
      for (let step = 1; step <= stepsOfTemplate; step++) {
        await client.query('INSERT INTO progress VALUES ($1)', [step]);
        if (step === stepsOfTemplate / 2) await halfway(number);
      }
      await client.end();
    });
    say(`built ${number}`);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
