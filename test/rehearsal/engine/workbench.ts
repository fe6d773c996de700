import { execFileSync, spawn, type ChildProcessByStdio } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { build } from 'esbuild';
import {
  removeClusters,
  startServer,
  type FixtureServer,
  type StartOptions,
} from '../../../server/src/rehearsal/engine/index';

const repository = path.resolve(import.meta.dirname, '../../..');

/** A cache folder of its own with the bundled guardian and driver, removed with everything that runs on it. */
export interface Workbench extends AsyncDisposable {
  /** The folder around everything, for more folders of a test. */
  readonly root: string;
  readonly cacheRoot: string;
  readonly guardianScript: string;
  readonly resolveFrom: string;
  /** Starts a server in this process. */
  start(options?: StartOptions): Promise<FixtureServer>;
  /** Starts the driver as a process of its own. */
  drive(task: 'build' | 'build-half' | 'hold' | 'keep' | 'exit', options?: DriveOptions): Driver;
  /** The server and guardian processes on this workbench, as command lines. */
  processes(): Promise<string[]>;
  /** The ids of those of them whose command line matches. */
  processIds(pattern: RegExp): Promise<number[]>;
  /** What a run may not leave behind: temporary folders and claims on slots. */
  leftovers(): Promise<string[]>;
}

export interface DriveOptions {
  readonly cacheRoot?: string;
  /** Runs it as another user. */
  readonly uid?: number;
  readonly gid?: number;
}

export interface Driver {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  /** Waits for a line of output that starts so, and returns its rest. */
  line(start: string): Promise<string>;
  /** Waits for the end and returns the exit status. */
  ended(): Promise<number | null>;
  complaint(): string;
}

export async function openWorkbench(): Promise<Workbench> {
  const root = await mkdtemp(path.join(tmpdir(), 'tenantsafe-engine-'));
  await chmod(root, 0o755);
  const cacheRoot = path.join(root, 'cache');
  await build({
    entryPoints: {
      guardian: path.join(repository, 'server/src/rehearsal/engine/guardian.ts'),
      driver: path.join(repository, 'test/rehearsal/engine/driver.ts'),
    },
    outdir: path.join(root, 'dist'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['pg-native'],
    logLevel: 'warning',
  });
  const guardianScript = path.join(root, 'dist/guardian.js');
  const drivers: Driver[] = [];
  const servers: FixtureServer[] = [];

  return {
    root,
    cacheRoot,
    guardianScript,
    resolveFrom: repository,
    start: async (options = {}) => {
      const server = await startServer({ cacheRoot, guardianScript, resolveFrom: repository, ...options });
      servers.push(server);
      return server;
    },
    drive: (task, { cacheRoot: cache = cacheRoot, ...user } = {}) => {
      const script = path.join(root, 'dist/driver.js');
      const driver = startDriver([script, task, cache, guardianScript, repository], user);
      drivers.push(driver);
      return driver;
    },
    processes: async () => (await processesNaming(root)).map(({ line }) => line),
    processIds: async (pattern) =>
      (await processesNaming(root)).filter(({ line }) => pattern.test(line)).map(({ pid }) => pid),
    leftovers: () => leftoversOf(cacheRoot),
    [Symbol.asyncDispose]: async () => {
      await Promise.allSettled(servers.map((server) => server.stop()));
      for (const { child } of drivers) child.kill('SIGKILL');
      try {
        await removeClusters(cacheRoot);
        await until('no process is left', async () => (await processesNaming(root)).length === 0);
      } finally {
        // Only after a failure is there anything left; the folder's name is proof that it is ours.
        for (const { pid } of await processesNaming(root)) process.kill(pid, 'SIGKILL');
      }
      await rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    },
  };
}

/** Polls until a condition holds. */
export async function until(
  what: string,
  condition: () => Promise<boolean>,
  deadlineMs = 20_000,
): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`After ${deadlineMs} ms still not: ${what}`);
    await delay(20);
  }
}

function startDriver(argv: readonly string[], user: { uid?: number; gid?: number }): Driver {
  const child = spawn(process.execPath, argv, {
    ...user,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    complaint: () => complaint,
    ended: () => ended,
    line: async (start) => {
      let found: string | undefined;
      await until(`the driver prints "${start}" (${complaint})`, () => {
        found = lines.find((line) => line.startsWith(start));
        return Promise.resolve(found !== undefined);
      });
      return (found ?? '').slice(start.length).trim();
    },
  };
}

export async function leftoversOf(cacheRoot: string): Promise<string[]> {
  const names = await readdir(cacheRoot, { recursive: true }).catch((): string[] => []);
  return names.filter((name) => /^temporary\/[^/]+$|\/claims\/[^/]+$/.test(name));
}

interface Listed {
  readonly pid: number;
  readonly line: string;
}

/** Processes whose command line names the folder, without drivers. */
export async function processesNaming(folder: string): Promise<Listed[]> {
  const all = process.platform === 'linux' ? await processesOfLinux() : processesOfPs();
  return all.filter(({ line }) => line.includes(folder) && !line.includes('driver.js'));
}

async function processesOfLinux(): Promise<Listed[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return Promise.all(
    pids.map(async (pid) => {
      const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      return { pid: Number(pid), line: line.replaceAll('\0', ' ') };
    }),
  );
}

function processesOfPs(): Listed[] {
  const lines = execFileSync('ps', ['-axww', '-o', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.map((line) => ({ pid: Number.parseInt(line, 10), line }));
}
