import type { CommandParts } from './command';

/** *Show Log* */
export function showLog({ log }: CommandParts) {
  return (): void => log.show();
}
