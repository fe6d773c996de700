import { SourceText, type Position } from '../sql';
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

/** Fixes that bring each other's cause back would go on for ever, and some help nobody. */
const mostAttempts = 200;

/**
 * The edits that all preferred fixes of a file come to, one for each file that they change or make. Each fix is taken
 * from what lint says after the fix before it: two that make a new migration each get a version of their own, and none
 * is applied to a statement that another has moved. Fixes of one rule that stay in the file and apart from each other go
 * together, for a file may hold thousands. It goes on until no fix helps, so that the result stays as it is when it is
 * fixed again.
 */
export function editsOfAllFixes(request: FixRequest): readonly LintEdit[] {
  const { workspace, path, lint } = request;
  const attempts = { left: mostAttempts };
  let mended: Mended = { texts: new Map(), linted: lint(workspace, path) };
  for (;;) {
    const next = afterNextFix(mended, request, attempts);
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

/** Fixes of one rule to apply at once. */
interface Attempt {
  readonly rule: string;
  readonly fixes: readonly LintFix[];
}

/** The first attempt that helps: each of its fixes leaves a finding of the rule less, and the file can still be read. */
function afterNextFix(mended: Mended, request: FixRequest, attempts: { left: number }): Mended | undefined {
  const { workspace, path, lint } = request;
  const { files, today } = workspace;
  const findings = active(mended.linted);
  for (const { rule, fixes } of attemptsOn(findings, request)) {
    if (attempts.left-- <= 0) return undefined;
    const edits = fixes.flatMap((fix) => fix.edits);
    const changed = textsAfter(edits, laidOver(files, mended.texts));
    const texts = new Map([...mended.texts, ...changed]);
    const linted = lint({ files: laidOver(files, texts), today }, path);
    const isLess = countOf(rule, active(linted)) <= countOf(rule, findings) - fixes.length;
    if (isLess && linted.errors.length <= mended.linted.errors.length) return { texts, linted };
  }
  return undefined;
}

/** What a fix on demand writes takes long, and hangs on the whole migration: its turn comes when nothing else helps. */
function* attemptsOn(findings: readonly LintFinding[], request: FixRequest): Generator<Attempt> {
  yield* attemptsWith(
    findings.filter(({ fixOnDemand }) => fixOnDemand === undefined),
    request,
  );
  for (const finding of findings) {
    if (finding.fixOnDemand !== undefined) yield* attemptsWith([finding], request);
  }
}

/** In the order of the findings; all fixes of a rule that can go together before each by itself. */
function attemptsWith(findings: readonly LintFinding[], { path, accepts }: FixRequest): readonly Attempt[] {
  const single = findings.flatMap(({ rule, fixes }): Attempt[] => {
    const fix = fixes.find((candidate) => candidate.preferred && accepts(candidate));
    return fix === undefined ? [] : [{ rule, fixes: [fix] }];
  });
  const met = new Set<string>();
  return single.flatMap((attempt) => {
    if (met.has(attempt.rule)) return [attempt];
    met.add(attempt.rule);
    const ofRule = single.filter(({ rule }) => rule === attempt.rule).flatMap(({ fixes }) => fixes);
    const together = apartFromEachOther(ofRule, path);
    return together.length < 2 ? [attempt] : [{ rule: attempt.rule, fixes: together }, attempt];
  });
}

/** Those of the fixes that change only this file, each between the places of the one before it and the one after it. */
function apartFromEachOther(fixes: readonly LintFix[], path: string): readonly LintFix[] {
  const apart: LintFix[] = [];
  let end: Position | undefined;
  for (const fix of fixes) {
    const ranges = fix.edits
      .map(({ range }) => range)
      .toSorted((one, other) => compare(one.start, other.start));
    const [first, last] = [ranges[0], ranges.at(-1)];
    const staysHere = fix.edits.every((edit) => edit.path === path && edit.create !== true);
    if (!staysHere || first === undefined || last === undefined) continue;
    if (end !== undefined && compare(first.start, end) <= 0) continue;
    apart.push(fix);
    end = last.end;
  }
  return apart;
}

function compare(one: Position, other: Position): number {
  return one.line - other.line || one.character - other.character;
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
