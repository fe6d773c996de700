import { targetOf } from '../documents';
import type { Command, CommandParts } from './command';

/** *Explain Locks*: a page about what each statement of a migration locks, and whom that keeps waiting. */
export function explainLocks({ lockPages }: CommandParts): Command {
  return async (argument) => {
    const script = targetOf(argument);
    if (script === undefined) throw new Error('Open the migration to explain first.');
    await lockPages.open(script);
  };
}
