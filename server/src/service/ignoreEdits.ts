import { statementHolding } from '../sql';
import { fileStart, inFile, placesAt, type Analysis, type ScriptPlace } from './analysis';
import type { LintEdit, LintFinding } from './model';
import { isSuppressible } from './suppressions';

/** Insertions of suppression comments for a finding; null where a comment cannot suppress it. */
export interface IgnoreEdits {
  readonly line: LintEdit | null;
  readonly file: LintEdit | null;
}

/** Comments that suppress the finding once its reader has written the reason after the colon. */
export function ignoreEditsFor(analysis: Analysis, path: string, finding: LintFinding): IgnoreEdits {
  if (!isSuppressible(finding.rule)) return { line: null, file: null };
  const { lineBreak } = analysis.source(path);
  const aboveFile = `-- tenantsafe-ignore-file ${finding.rule}: ${lineBreak}`;
  return {
    line: aboveStatement(analysis, path, finding),
    file: { path, range: fileStart, newText: aboveFile },
  };
}

function aboveStatement(analysis: Analysis, path: string, finding: LintFinding): LintEdit | null {
  const source = analysis.source(path);
  const { lineBreak } = source;
  const offset = source.offsetAt(finding.range.start);
  const start = placesAt(analysis, path)
    .flatMap((place) => statementStartAt(analysis, place, offset) ?? [])
    .at(0);
  if (start === undefined) return null;
  const { line, character } = source.positionAt(start);
  const lineStart = { line, character: 0 };
  const before = source.slice({ start: start - character, end: start });
  const comment = `-- tenantsafe-ignore ${finding.rule}: ${lineBreak}`;
  // After another statement on its line, the comment needs a line break before it to act on this one.
  return before.trim() === ''
    ? { path, range: { start: lineStart, end: lineStart }, newText: before + comment }
    : {
        path,
        range: { start: { line, character }, end: { line, character } },
        newText: lineBreak + comment,
      };
}

function statementStartAt(analysis: Analysis, place: ScriptPlace, offset: number): number | undefined {
  const statement = statementHolding(analysis.review(place).file, offset - place.script.span.start);
  return statement === undefined ? undefined : inFile(place.script, statement.span).start;
}
