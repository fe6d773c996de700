import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadProject } from '../../project';
import { RehearsalError, startServer } from '../../rehearsal';
import { laidOver } from '../../service';
import { loadPostgresParser } from '../../sql';
import { openFolder } from '../files';
import type { RehearsalOutcome, RehearsalReply, RehearsalRequest } from '../lsp/testRuns';
import { keptDatabases, shapesNamed, testMigration } from './testMigration';

type StartRequest = Extract<RehearsalRequest, { kind: 'start' }>;

/** The process that the language server forks for each test: one job, its events, its result, and the end. */
const stopping = new AbortController();

process.on('message', (request: RehearsalRequest) => {
  if (request.kind === 'cancel') stopping.abort();
  else void answer(request);
});
process.on('disconnect', () => stopping.abort());
process.on('SIGTERM', () => stopping.abort());

async function answer(request: StartRequest): Promise<void> {
  try {
    reply({ kind: 'finished', outcome: await perform(request) });
  } catch (error) {
    reply({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  } finally {
    if (process.connected) process.disconnect();
  }
}

async function perform({ params, folder: root, texts = {} }: StartRequest): Promise<RehearsalOutcome> {
  await loadPostgresParser();
  const folder = await openFolder(root);
  const files = laidOver(folder.files(), new Map(Object.entries(texts)));
  const project = loadProject(files);
  const refusal = project.problems.find(({ concerns }) => concerns === 'policy');
  if (refusal !== undefined) throw new RehearsalError(`${refusal.path}: ${refusal.message}`);
  const job = {
    project,
    files,
    file: path.relative(root, fileURLToPath(params.uri)).split(path.sep).join('/'),
    shapes: shapesNamed(params.tenants),
    keep: params.keep ?? false,
    evidenceFolder: params.evidenceFolder,
  };
  reply({ kind: 'event', event: { kind: 'phase', message: 'Starting PostgreSQL' } });
  await using server = await startServer({ server: project.policy.fixtures.server, signal: stopping.signal });
  stopping.signal.addEventListener('abort', () => void server.stop(), { once: true });
  const result = await testMigration(server, job, (event) => reply({ kind: 'event', event }));
  const kept = job.keep ? [...(await keptDatabases(server))] : [];
  if (job.keep) await server.keep();
  return { result, kept };
}

function reply(message: RehearsalReply): void {
  if (process.connected) process.send?.(message);
}
