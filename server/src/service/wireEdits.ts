import type { FileEdit } from '../project';
import { fileStart, inFile, type Analysis, type ScriptPlace } from './analysis';
import type { LintEdit } from './model';

/** Edits in lines and characters; those of the script at hand count from its first character, all others in their file. */
export function wireEdits(
  edits: readonly FileEdit[],
  analysis: Analysis,
  { script }: ScriptPlace,
): readonly LintEdit[] {
  return edits.map(({ path, span, newText, create }) => {
    if (create === true) return { path, range: fileStart, newText, create };
    const inWholeFile = path === script.path ? inFile(script, span) : span;
    return { path, range: analysis.source(path).rangeOf(inWholeFile), newText };
  });
}
