import { newestEvidence } from '../report/evidence';
import type { Command, CommandParts } from './command';

/** *Open Last Report*: of the run whose evidence was written last, in this window or before. */
export function openLastReport({ reportPanel }: CommandParts): Command {
  return async () => {
    const evidence = await newestEvidence();
    if (evidence === undefined) {
      throw new Error(
        'There is no report yet: run "Tenantsafe: Test on Fixture Tenants" on a migration first.',
      );
    }
    await reportPanel.show(evidence);
  };
}
