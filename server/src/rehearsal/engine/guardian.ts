/**
 * The guardian: a process beside the command that makes, owns and stops the fixture server.
 *
 * A killed command cannot clean up, so it does not try to. Everything that could be left behind (a lock, a
 * temporary folder, a server process) belongs to this process, which ends it when the channel to the command
 * closes, for whatever reason. It is an entry file of its own: `dist/guardian.js`.
 */
import { prepareBinaries } from './binaryCopy';
import { cachePaths } from './cacheFolder';
import { startCluster } from './cluster';
import { errorMessage } from './errors';
import { isGuardianRequest, type GuardianReply, type GuardianRequest } from './guardianProtocol';
import { stopServersLeftBehind } from './leftBehind';
import { logTail } from './postmaster';
import { chooseServerAccount } from './serverAccount';
import { slotPool } from './slotFolders';
import { claimSlot } from './slotLock';
import { sweepTemporaryFolders } from './temporaryFolders';

const ending = new AbortController();
let isKept = false;
let noteKept: () => void = () => undefined;
let isStarted = false;

process.umask(0o022);
process.stderr.on('error', () => undefined);
process.on('message', (message) => {
  if (isGuardianRequest(message)) obey(message);
});
process.on('disconnect', () => {
  if (!isKept) end();
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
process.on('uncaughtException', (error) => {
  reply({ kind: 'failed', message: errorMessage(error) });
  process.exitCode = 1;
  end();
});

function obey(request: GuardianRequest): void {
  switch (request.kind) {
    case 'start':
      isStarted = true;
      void guard(request).finally(() => process.exit());
      return;
    case 'keep':
      isKept = true;
      noteKept();
      return;
    case 'stop':
      end();
      return;
  }
}

function end(): void {
  ending.abort();
  if (!isStarted) process.exit();
}

async function guard(request: GuardianRequest & { kind: 'start' }): Promise<void> {
  const { cacheRoot, source } = request;
  const signal = ending.signal;
  try {
    await sweepTemporaryFolders(cachePaths(cacheRoot).temporary);
    await stopServersLeftBehind(cacheRoot);
    const account = await chooseServerAccount();
    const binFolder = await prepareBinaries(source, cacheRoot, account, signal);
    const slot = await claimSlot(slotPool(cacheRoot, source, account), signal);
    try {
      await serve(slot.folder, () => startCluster(slot.folder, binFolder, account, cacheRoot, signal));
    } finally {
      await slot.release();
    }
  } catch (error) {
    if (!signal.aborted) reply({ kind: 'failed', message: errorMessage(error) });
  }
}

async function serve(slotFolder: string, start: () => ReturnType<typeof startCluster>): Promise<void> {
  const cluster = await start();
  const { postmaster, password, logFile } = cluster;
  try {
    await cluster.record(false);
    noteKept = () => {
      void cluster.record(true).then(() => reply({ kind: 'kept' }));
    };
    reply({ kind: 'ready', port: postmaster.port, password, logFile });
    const cause = await Promise.race([
      postmaster.exited.then(() => 'lost' as const),
      aborted(ending.signal).then(() => 'ended' as const),
    ]);
    if (cause === 'lost') {
      reply({
        kind: 'lost',
        message: `The PostgreSQL server of ${slotFolder} ended: ${await logTail(logFile)}.`,
      });
    }
  } finally {
    await cluster.stop();
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function reply(message: GuardianReply): void {
  // The command may be gone at any moment; then nobody needs the answer.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}
