import { inFile, type Analysis, type ScriptPlace } from './analysis';
import type { LintError } from './model';

/** More syntax errors than these say nothing new: the file is of another dialect, or no SQL. */
const mostSyntaxErrors = 100;

/** What PostgreSQL's parser refuses in a script, each at the word where it gave up. */
export function syntaxErrorsAt(analysis: Analysis, place: ScriptPlace): readonly LintError[] {
  const source = analysis.source(place.script.path);
  const errors = analysis.review(place).file.statements.flatMap(({ error, span, text }) => {
    if (error === undefined) return [];
    const wordLength = /^\S+/.exec(text.slice(error.offset))?.[0].length ?? 0;
    const start = span.start + error.offset;
    const range = source.rangeOf(inFile(place.script, { start, end: start + wordLength }));
    return { kind: 'syntax' as const, message: error.message, range };
  });
  return errors.slice(0, mostSyntaxErrors);
}
