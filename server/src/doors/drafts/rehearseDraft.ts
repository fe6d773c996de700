import type { DraftFile, RehearseDraft, RehearsedScript } from '../../drafts';
import { RehearsalError, type RehearsalResult } from '../../rehearsal';

/** Runs the migration in one file of a draft, with all files of the draft in place. */
export type RehearseFile = (
  path: string,
  texts: ReadonlyMap<string, string>,
) => Promise<Pick<RehearsalResult, 'tenants'>>;

/** The rehearsal that the gate asks for: one migration of the draft after the other. */
export function rehearseDraft(rehearse: RehearseFile): RehearseDraft {
  return async (files) => {
    const texts = new Map(files.map(({ path, text }) => [path, text]));
    const scripts = files.filter(({ kind, direction }) => kind === 'script' && direction === 'up');
    const done: RehearsedScript[] = [];
    for (const file of scripts) done.push(await rehearsed(file, texts, rehearse));
    return done;
  };
}

async function rehearsed(
  { path, phase }: DraftFile,
  texts: ReadonlyMap<string, string>,
  rehearse: RehearseFile,
): Promise<RehearsedScript> {
  try {
    const { tenants } = await rehearse(path, texts);
    const checks = tenants.flatMap((tenant) =>
      tenant.checks.map((check) => ({ ...check, tenant: tenant.name })),
    );
    return { phase, checks };
  } catch (error) {
    if (error instanceof RehearsalError) return { phase, obstacle: error.message, checks: [] };
    throw error;
  }
}
