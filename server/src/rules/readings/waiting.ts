import { blockedBy, mergeEffects, type Effects, type LockClaim, type LockMode } from '../../behaviour';
import { spokenList, spokenName } from '../../catalog';

/** Whether queries that write have to wait for a lock of this mode. */
export function blocksWrites(mode: LockMode): boolean {
  return blockedBy(mode).includes('writes');
}

/** Whether queries that only read have to wait for a lock of this mode. */
export function blocksReads(mode: LockMode): boolean {
  return blockedBy(mode).includes('reads');
}

/** The locks of an action for which writers wait, each relation once with its strongest mode. */
export function blockingLocks(effects: Effects): readonly LockClaim[] {
  const known = blockingByEffects.get(effects);
  if (known !== undefined) return known;
  const locks = mergeEffects([effects]).locks.filter(({ mode }) => blocksWrites(mode));
  blockingByEffects.set(effects, locks);
  return locks;
}

/** Every rule about locks asks; effects are values. */
const blockingByEffects = new WeakMap<Effects, readonly LockClaim[]>();

/** Whether an existing relation is read in full while writers to it wait, a partition for its table included. */
export function scansUnderLock(effects: Effects): boolean {
  const locked = blockingLocks(effects).map(({ relation }) => relation);
  return effects.scans.some((relation) => locked.includes(relation));
}

/** Who waits for these locks, as a clause: `reads and writes of accounts, and writes of users, wait`. */
export function whoWaits(locks: readonly LockClaim[]): string {
  const reading = locks.filter(({ mode }) => blocksReads(mode)).map(({ relation }) => spokenName(relation));
  const writing = locks
    .filter(({ mode }) => blocksWrites(mode) && !blocksReads(mode))
    .map(({ relation }) => spokenName(relation));
  const clauses = [
    ...(reading.length > 0 ? [`reads and writes of ${spokenList(reading)}`] : []),
    ...(writing.length > 0 ? [`writes to ${spokenList(writing)}`] : []),
  ];
  return `${spokenList(clauses)} wait`;
}

/** `ACCESS EXCLUSIVE on accounts and SHARE ROW EXCLUSIVE on tenants and plans`, each mode named once. */
export function spokenLocks(locks: readonly LockClaim[]): string {
  const modes = [...new Set(locks.map(({ mode }) => mode))];
  return spokenList(
    modes.map((mode) => {
      const relations = locks
        .filter((lock) => lock.mode === mode)
        .map(({ relation }) => spokenName(relation));
      return `${mode} on ${spokenList(relations)}`;
    }),
  );
}
