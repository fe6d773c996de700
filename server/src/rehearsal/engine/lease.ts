import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';
import { processStart } from './processes';

const run = promisify(execFile);

/** How long a lease of another process namespace (a container that shares the cache) counts without a heartbeat. */
const foreignLeaseMs = 60_000;

interface LeaseParts {
  readonly pid: number;
  readonly started: string;
  readonly boot: string;
  readonly namespace: string;
}

/**
 * A new name that says which running process owns a thing: `pid-start-boot-namespace-nonce`.
 *
 * A process id alone is not enough because ids are used again; with the start time and the boot it names one
 * process for ever. All facts are in the name, so that creating a file of that name is one atomic step.
 */
export async function newLease(): Promise<string> {
  const [started, boot, namespace] = await Promise.all([
    processStart(process.pid),
    bootTag(),
    processNamespace(),
  ]);
  return [process.pid, started ?? 'unknown', boot, namespace, randomBytes(6).toString('hex')].join('-');
}

/**
 * Whether the process that owns a lease still runs.
 *
 * @param touchedAgoMs milliseconds since the owner last touched the leased thing; decides only for owners in
 *   another process namespace, which cannot be looked at.
 */
export async function isLeaseAlive(lease: string, touchedAgoMs: number): Promise<boolean> {
  const parts = parseLease(lease);
  if (parts === undefined) return false;
  if (parts.boot !== (await bootTag())) return false;
  if (parts.namespace !== (await processNamespace())) return touchedAgoMs < foreignLeaseMs;
  return (await processStart(parts.pid)) === parts.started;
}

/** The process id in a lease, or undefined when the text is no lease. */
export function leasePid(lease: string): number | undefined {
  return parseLease(lease)?.pid;
}

/**
 * Names this boot of the machine, or undefined where the system does not tell (Windows). Two equal values mean
 * that nothing written through the page cache was lost in between.
 */
export async function bootId(): Promise<string | undefined> {
  try {
    if (process.platform === 'linux')
      return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    if (process.platform === 'darwin')
      return (await run('sysctl', ['-n', 'kern.bootsessionuuid'])).stdout.trim();
  } catch {
    return undefined;
  }
  return undefined;
}

async function bootTag(): Promise<string> {
  return shortHash((await bootId()) ?? 'unknown');
}

async function processNamespace(): Promise<string> {
  if (process.platform !== 'linux') return '0';
  try {
    return (await readlink('/proc/self/ns/pid')).replaceAll(/\D/g, '');
  } catch {
    return '0';
  }
}

function parseLease(lease: string): LeaseParts | undefined {
  const [pid, started, boot, namespace, nonce] = lease.split('-');
  if (!started || !boot || !namespace || !nonce || !/^[1-9]\d*$/.test(pid ?? '')) return undefined;
  return { pid: Number(pid), started, boot, namespace };
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}
