import { SourceText, type Range } from '../sql';
import type { LintEdit, WorkspaceFiles } from './model';

/** The texts that edits of one step leave behind, by the path of each file that they change or make. */
export function textsAfter(edits: readonly LintEdit[], files: WorkspaceFiles): ReadonlyMap<string, string> {
  const paths = new Set(edits.map((edit) => edit.path));
  return new Map(
    [...paths].map((path) => {
      const ofFile = edits.filter((edit) => edit.path === path);
      return [path, edited(files.text(path) ?? '', ofFile)];
    }),
  );
}

/** The files of a workspace as they are once `texts` are written. */
export function laidOver(files: WorkspaceFiles, texts: ReadonlyMap<string, string>): WorkspaceFiles {
  return {
    paths: [...new Set([...files.paths, ...texts.keys()])],
    text: (path) => texts.get(path) ?? files.text(path),
    problem: (path) => (texts.has(path) ? undefined : files.problem(path)),
  };
}

/** From the last edit to the first, so that the places of those before stay true. */
function edited(text: string, edits: readonly LintEdit[]): string {
  const source = new SourceText(text);
  return edits
    .map(({ range, newText }) => ({ ...spanOf(range, source), newText }))
    .toSorted((one, other) => one.start - other.start || one.end - other.end)
    .reduceRight(
      (result, { start, end, newText }) => result.slice(0, start) + newText + result.slice(end),
      text,
    );
}

function spanOf({ start, end }: Range, source: SourceText): { readonly start: number; readonly end: number } {
  return { start: source.offsetAt(start), end: source.offsetAt(end) };
}
