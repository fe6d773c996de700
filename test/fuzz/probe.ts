import { SourceText, type Position, type Range } from '../../server/src/sql';
import {
  textsAfter,
  type LanguageService,
  type LintFix,
  type WorkspaceFiles,
} from '../../server/src/service';
import type { Random } from './random';

const today = '2030-01-01';

/**
 * Asks a service everything that editors and command lines ask about a file, with the cursor at places that `random`
 * chooses. Throws where an answer has a place outside of the text, where a rule failed, and whatever the service throws.
 */
export function probeFile(
  service: LanguageService,
  files: WorkspaceFiles,
  path: string,
  random: Random,
  hovered: 'some places' | 'each statement' = 'some places',
): void {
  const workspace = { files, today };
  const source = new SourceText(files.text(path) ?? '');
  const { findings, errors } = service.lint(workspace, path);
  for (const { kind, message, range } of errors) {
    if (kind === 'internal') throw new Error(message);
    expectInside(range, source, message);
  }
  for (const finding of findings) {
    expectInside(finding.range, source, finding.message);
    for (const fix of finding.fixes) expectApplicable(fix, files, finding.rule);
    const { line, file } = service.ignoreEdits(workspace, path, finding);
    for (const edit of [line, file]) if (edit !== null) expectInside(edit.range, source, finding.rule);
  }
  for (const { range, kind } of service.explain(workspace, path).statements)
    expectInside(range, source, kind);
  for (const { range, name } of service.outline(workspace, path)) expectInside(range, source, name);
  for (const { range, title } of service.codeLenses(workspace, path)) expectInside(range, source, title);
  const whole = source.rangeOf({ start: 0, end: source.text.length });
  for (const { position, label } of service.inlayHints(workspace, path, whole)) {
    expectInside({ start: position, end: position }, source, label);
  }
  // Fixing all lints the file anew after each fix: too much for files of thousands of statements.
  if (hovered === 'some places') {
    for (const { path: changed, range, create } of service.fixAll(workspace, path)) {
      const before = create === true ? '' : (files.text(changed) ?? '');
      expectInside(range, new SourceText(before), 'all fixes');
    }
  }
  const places =
    hovered === 'some places'
      ? Array.from({ length: 4 }, () => source.positionAt(random.below(source.text.length + 1)))
      : service.outline(workspace, path).map(({ range }) => range.start);
  for (const position of places) {
    const hover = service.hover(workspace, path, position);
    if (hover !== undefined) expectInside(hover.range, source, hover.markdown);
    for (const { range } of service.ruleCompletions(workspace, path, position)) {
      expectInside(range, source, 'completion');
    }
  }
}

/** All that a fix changes must be there, and no two of its edits may touch the same text. */
function expectApplicable(fix: LintFix, files: WorkspaceFiles, rule: string): void {
  const changed = fix.edits.map(({ path, range, create }) => {
    const text = files.text(path);
    if (create === true && text !== undefined) throw new Error(`${rule}: "${fix.title}" overwrites ${path}`);
    if (create !== true && text === undefined) throw new Error(`${rule}: "${fix.title}" edits ${path}`);
    const source = new SourceText(text ?? '');
    expectInside(range, source, `${rule}: ${fix.title}`);
    return { path, start: source.offsetAt(range.start), end: source.offsetAt(range.end) };
  });
  const sorted = changed.sort((one, other) => one.start - other.start || one.end - other.end);
  sorted.forEach((edit, place) => {
    const before = sorted.slice(0, place).findLast(({ path }) => path === edit.path);
    if (before !== undefined && before.end > edit.start)
      throw new Error(`${rule}: edits overlap in ${fix.title}`);
  });
  textsAfter(fix.edits, files);
}

function expectInside({ start, end }: Range, source: SourceText, what: string): void {
  const isForward = start.line < end.line || (start.line === end.line && start.character <= end.character);
  if (isForward && isPlace(start, source) && isPlace(end, source)) return;
  throw new Error(`a range outside of the text, ${JSON.stringify({ start, end })}: ${what}`);
}

function isPlace(position: Position, source: SourceText): boolean {
  const { line, character } = source.positionAt(source.offsetAt(position));
  return line === position.line && character === position.character;
}
