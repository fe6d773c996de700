import { lockModes, type LockMode } from '../model';
import { table } from './markdown';

/** Whether two transactions cannot hold these modes on one table at a time (manual, table 13.2). */
export function conflicts(first: LockMode, second: LockMode): boolean {
  return conflicting[first].includes(second);
}

const conflicting: Readonly<Record<LockMode, readonly LockMode[]>> = {
  'ACCESS SHARE': lockModes.slice(7),
  'ROW SHARE': lockModes.slice(6),
  'ROW EXCLUSIVE': lockModes.slice(4),
  'SHARE UPDATE EXCLUSIVE': lockModes.slice(3),
  // The only mode besides the first three that does not exclude itself.
  SHARE: ['ROW EXCLUSIVE', 'SHARE UPDATE EXCLUSIVE', ...lockModes.slice(5)],
  'SHARE ROW EXCLUSIVE': lockModes.slice(2),
  EXCLUSIVE: lockModes.slice(1),
  'ACCESS EXCLUSIVE': lockModes,
};

export function conflictTable(): string {
  const rows = lockModes.map((held) => [
    `**${held}**`,
    ...lockModes.map((asked) => (conflicts(held, asked) ? '✕' : ' ')),
  ]);
  return table(['', ...lockModes], rows);
}

/** Who waits while a transaction holds a mode, in words. */
export function waitersTable(): string {
  const rows = lockModes.map((held) => [
    held,
    usualHolders
      .filter(([mode]) => conflicts(held, mode))
      .map(([, holders]) => holders)
      .join(', '),
  ]);
  return table(['While this is held', 'these wait'], rows);
}

/** What takes a mode day by day. */
const usualHolders: readonly (readonly [LockMode, string])[] = [
  ['ACCESS SHARE', '**reads** (`SELECT`)'],
  ['ROW SHARE', '`SELECT … FOR UPDATE`'],
  ['ROW EXCLUSIVE', '**writes** (`INSERT`, `UPDATE`, `DELETE`)'],
  ['SHARE UPDATE EXCLUSIVE', '`VACUUM` and `ANALYZE`'],
  ['SHARE', '`CREATE INDEX`'],
  ['ACCESS EXCLUSIVE', 'most of `ALTER TABLE`'],
];
