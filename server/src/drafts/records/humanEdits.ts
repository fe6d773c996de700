import { createTwoFilesPatch, diffLines } from 'diff';
import type { GeneratedFile } from './draftEvidence';

/** What people changed in generated files. */
export interface HumanEdits {
  /** ISO 8601, UTC: when the files were compared. */
  readonly comparedAt: string;
  /** A unified diff from what was generated to what is there; empty where nothing was changed. */
  readonly diff: string;
  readonly addedLines: number;
  readonly removedLines: number;
  /** Generated files that are not there: never written, removed, or under another name. */
  readonly missing: readonly string[];
}

/** Compares generated files with what `textOf` gives for their paths now; undefined stands for no such file. */
export function humanEdits(
  files: readonly GeneratedFile[],
  textOf: (path: string) => string | undefined,
  comparedAt: string,
): HumanEdits {
  const compared = files.map((file) => ({ ...file, now: textOf(file.path) }));
  const changes = compared.flatMap(({ path, text, now }) =>
    now === undefined || now === text ? [] : [{ path, before: text, after: now }],
  );
  const lines = changes.flatMap(({ before, after }) => diffLines(before, after));
  return {
    comparedAt,
    diff: changes
      .map(({ path, before, after }) => createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after))
      .join(''),
    addedLines: sum(lines.map(({ added, count }) => (added ? count : 0))),
    removedLines: sum(lines.map(({ removed, count }) => (removed ? count : 0))),
    missing: compared.filter(({ now }) => now === undefined).map(({ path }) => path),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
