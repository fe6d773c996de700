import type { Policy } from '../../project';

/** The major version of the oldest server in the fleet: 16 for `16` and `16.4`, 9 for `9.6`. */
export function oldestMajor({ version }: Policy): number {
  return Number.parseInt(version, 10);
}
