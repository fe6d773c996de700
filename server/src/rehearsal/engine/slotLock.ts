import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError } from './errors';
import { isLeaseAlive, leasePid, newLease } from './lease';
import { slotMode } from './slotFolders';

/** How many commands can have a server of their own at the same time. */
export const slotCount = 4;

const heartbeatMs = 10_000;
const heldSuffix = '.held';

/** A folder that one running process may use alone. */
export interface HeldSlot {
  readonly folder: string;
  release(): Promise<void>;
}

/**
 * Takes the first free slot of a pool. Claims of processes that died are swept on the way.
 *
 * A process claims by creating a file and then listing all claims: of two that claim at once, the later to list
 * sees the other, so two can never both believe that they are alone. When neither holds the slot yet both step
 * back and try again a little later.
 *
 * @throws EngineError when all slots are held by running processes.
 */
export async function claimSlot(pool: string, signal: AbortSignal): Promise<HeldSlot> {
  const holders: number[] = [];
  for (let number = 1; number <= slotCount; number++) {
    const outcome = await claim(path.join(pool, `slot-${number}`), signal);
    if (outcome.kind === 'held') return outcome.slot;
    holders.push(outcome.pid);
  }
  throw new EngineError(
    `All ${slotCount} fixture servers of this machine are in use (processes ${holders.join(', ')}): wait until a running test is done, or stop kept servers with "tenantsafe fixtures drop".`,
  );
}

/** Takes one particular slot, or nothing when a running process holds it. */
export async function claimThisSlot(folder: string): Promise<HeldSlot | undefined> {
  const outcome = await claim(folder, undefined);
  return outcome.kind === 'held' ? outcome.slot : undefined;
}

/** The process that holds a slot now, with its lease, or undefined when the slot is free. */
export async function slotHolder(
  slotFolder: string,
): Promise<{ readonly pid: number; readonly lease: string } | undefined> {
  for (const claim of await livingClaims(path.join(slotFolder, 'claims'))) {
    if (claim.isHeld) return claim;
  }
  return undefined;
}

type ClaimOutcome =
  { readonly kind: 'held'; readonly slot: HeldSlot } | { readonly kind: 'busy'; readonly pid: number };

async function claim(folder: string, signal: AbortSignal | undefined): Promise<ClaimOutcome> {
  const claims = path.join(folder, 'claims');
  await mkdir(claims, { recursive: true, mode: slotMode });
  for (;;) {
    signal?.throwIfAborted();
    const outcome = await tryClaim(folder, claims);
    if (outcome.kind !== 'contested') return outcome;
    await delay(5 + Math.random() * 40);
  }
}

async function tryClaim(
  folder: string,
  claims: string,
): Promise<ClaimOutcome | { readonly kind: 'contested' }> {
  const lease = await newLease();
  const file = path.join(claims, lease);
  await writeFile(file, '', { flag: 'wx', mode: 0o600 });
  const others = (await livingClaims(claims)).filter((other) => other.lease !== lease);
  const holder = others.find((other) => other.isHeld);
  if (holder !== undefined || others.length > 0) {
    await rm(file, { force: true });
    return holder === undefined ? { kind: 'contested' } : { kind: 'busy', pid: holder.pid };
  }
  // A second file instead of a new name: a listing made during a rename could miss both names.
  await writeFile(file + heldSuffix, '', { mode: 0o600 });
  return { kind: 'held', slot: holdSlot(folder, file) };
}

function holdSlot(folder: string, file: string): HeldSlot {
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, heartbeatMs);
  heartbeat.unref();
  return {
    folder,
    release: async () => {
      clearInterval(heartbeat);
      await rm(file + heldSuffix, { force: true });
      await rm(file, { force: true });
    },
  };
}

interface Claim {
  readonly lease: string;
  readonly pid: number;
  readonly isHeld: boolean;
}

/** Claims whose process runs; files of others are removed, because nothing can bring such a process back. */
async function livingClaims(claims: string): Promise<Claim[]> {
  const names = await readdir(claims).catch((): string[] => []);
  const living: Claim[] = [];
  for (const lease of names.filter((name) => !name.endsWith(heldSuffix))) {
    const file = path.join(claims, lease);
    const status = await stat(file).catch(() => undefined);
    if (status === undefined) continue;
    const pid = leasePid(lease);
    if (pid !== undefined && (await isLeaseAlive(lease, Date.now() - status.mtimeMs))) {
      living.push({ lease, pid, isHeld: names.includes(lease + heldSuffix) });
    } else {
      await rm(file + heldSuffix, { force: true });
      await rm(file, { force: true });
    }
  }
  return living;
}
