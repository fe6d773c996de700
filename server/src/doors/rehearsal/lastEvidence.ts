import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { RehearsalResult } from '../../rehearsal';
import { comparisonWith, readResult } from '../../rehearsal/evidence';

/** The result with what changed since the evidence of a folder; the result as it is where there is none. */
export async function comparedWithLast(result: RehearsalResult, folder: string): Promise<RehearsalResult> {
  const text = await readFile(path.join(folder, 'result.json'), 'utf8').catch(() => '');
  const last = readResult(text);
  const comparison = last === undefined ? undefined : comparisonWith(last, result);
  return comparison === undefined ? result : { ...result, comparison };
}

/** Where the editor keeps the evidence of a migration, in the project's folder. */
export function usualEvidenceFolder(projectFolder: string, file: string): string {
  const name = path.basename(file).replace(/\.sql$/i, '');
  return path.join(projectFolder, '.tenantsafe', 'evidence', name);
}
