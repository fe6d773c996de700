import { SourceText } from '../sql';
import { laidOver, textsAfter } from './edits';
import type { LintedFile, LintEdit, LintFinding, LintFix, Workspace } from './model';

/** What mends a file; the same service judges each step. */
export interface FixRequest {
  readonly workspace: Workspace;
  readonly path: string;
  readonly lint: (workspace: Workspace, path: string) => LintedFile;
  /** Whether who asked can carry the fix out. */
  readonly accepts: (fix: LintFix) => boolean;
}

/** Fixes that bring each other's cause back would go on for ever. */
const mostFixes = 200;

/**
 * The edits that all preferred fixes of a file come to, one for each file that they change or make. Each fix is taken
 * from what lint says after the fix before it: two that make a new migration each get a version of their own, and none
 * is applied to a statement that another has moved. It goes on until no fix helps, so that the result stays as it is
 * when it is fixed again.
 */
export function editsOfAllFixes(request: FixRequest): readonly LintEdit[] {
  const { workspace, path, lint } = request;
  let mended: Mended = { texts: new Map(), linted: lint(workspace, path) };
  for (let applied = 0; applied < mostFixes; applied++) {
    const next = afterNextFix(mended, request);
    if (next === undefined) break;
    mended = next;
  }
  return [...mended.texts].flatMap(([changed, text]) => editTo(text, changed, workspace.files.text(changed)));
}

/** How far the work has come: the texts that differ from the workspace's, and what lint says of the file now. */
interface Mended {
  readonly texts: ReadonlyMap<string, string>;
  readonly linted: LintedFile;
}

/** The first fix that helps: fewer findings of its rule are left, and the file can still be read. */
function afterNextFix(mended: Mended, { workspace, path, lint, accepts }: FixRequest): Mended | undefined {
  const { files, today } = workspace;
  const findings = active(mended.linted);
  for (const { rule, fixes } of findings) {
    const fix = fixes.find((candidate) => candidate.preferred && accepts(candidate));
    if (fix === undefined) continue;
    const changed = textsAfter(fix.edits, laidOver(files, mended.texts));
    const texts = new Map([...mended.texts, ...changed]);
    const linted = lint({ files: laidOver(files, texts), today }, path);
    const isLess = countOf(rule, active(linted)) < countOf(rule, findings);
    if (isLess && linted.errors.length <= mended.linted.errors.length) return { texts, linted };
  }
  return undefined;
}

function active({ findings }: LintedFile): readonly LintFinding[] {
  return findings.filter(({ suppressed }) => suppressed === null);
}

function countOf(rule: string, findings: readonly LintFinding[]): number {
  return findings.filter((finding) => finding.rule === rule).length;
}

/** The one edit of what stands between the common start and the common end of two texts. */
function editTo(after: string, path: string, before: string | undefined): readonly LintEdit[] {
  const source = new SourceText(before ?? '');
  if (before === undefined) {
    return [{ path, range: source.rangeOf({ start: 0, end: 0 }), newText: after, create: true }];
  }
  if (before === after) return [];
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  while (splitsCharacter(before, start) || splitsCharacter(after, start)) start--;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  while (splitsCharacter(before, before.length - same) || splitsCharacter(after, after.length - same)) same--;
  const range = source.rangeOf({ start, end: before.length - same });
  return [{ path, range, newText: after.slice(start, after.length - same) }];
}

/** No position lies between the two code units of a line end or of a character outside the basic plane. */
function splitsCharacter(text: string, offset: number): boolean {
  return /^(?:\r\n|[\uD800-\uDBFF][\uDC00-\uDFFF])$/.test(text.slice(Math.max(0, offset - 1), offset + 1));
}
