import { lockModes, type LockClaim, type LockMode } from '../../behaviour';
import { spokenList, spokenName } from './identifiers';

/** Modes that make writers wait: SHARE and stronger conflict with the ROW EXCLUSIVE of DML (manual, table 13.2). */
export function blocksWrites(mode: LockMode): boolean {
  return lockModes.indexOf(mode) >= lockModes.indexOf('SHARE');
}

/** Only ACCESS EXCLUSIVE conflicts with the ACCESS SHARE of a SELECT. */
export function blocksReads(mode: LockMode): boolean {
  return mode === 'ACCESS EXCLUSIVE';
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

/** `ACCESS EXCLUSIVE on accounts and SHARE ROW EXCLUSIVE on tenants`. */
export function spokenLocks(locks: readonly LockClaim[]): string {
  return spokenList(locks.map(({ relation, mode }) => `${mode} on ${spokenName(relation)}`));
}
