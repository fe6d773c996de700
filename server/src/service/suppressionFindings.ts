import { closest } from '../project';
import type { Span, SqlFile } from '../sql';
import { inFile, type Analysis, type ScriptPlace } from './analysis';
import { lintFinding, severityOf, type PlacedFinding } from './findings';
import type { LintFinding, LintFix, Suppressed } from './model';
import { docsUrlOf, suppressibleRules, type SuppressionRuleId } from './ruleIdentity';
import { isSuppressible, suppresses, type Suppression, type SuppressedRule } from './suppressions';

/** Marks the findings that a comment of their file or an exception of the policy covers. */
export function withSuppressed(
  findings: readonly PlacedFinding[],
  suppressions: readonly Suppression[],
  analysis: Analysis,
  place: ScriptPlace,
): readonly LintFinding[] {
  return findings.map((placed) => {
    const { finding, span } = placed;
    const offset = span.start - place.script.span.start;
    const comment = suppressions.find((suppression) => suppresses(suppression, finding.rule, offset));
    if (comment !== undefined) return lintFinding(placed, { by: 'comment', reason: comment.reason });
    return lintFinding(placed, exceptionFor(finding.rule, analysis, place));
  });
}

/** What is wrong with the suppression comments themselves. */
export function findingsAboutSuppressions(
  suppressions: readonly Suppression[],
  findings: readonly PlacedFinding[],
  file: SqlFile,
  analysis: Analysis,
  place: ScriptPlace,
): readonly LintFinding[] {
  const offsets = findings.map(({ finding, span }) => ({
    rule: finding.rule,
    offset: span.start - place.script.span.start,
  }));
  const report = (rule: SuppressionRuleId, message: string, span: Span, fixes: readonly LintFix[] = []) => {
    const range = analysis.source(place.script.path).rangeOf(inFile(place.script, span));
    return ownFinding(analysis, rule, message, range, fixes);
  };
  return suppressions.flatMap((suppression) => [
    ...nameProblems(suppression, report),
    ...reasonProblems(suppression, report),
    ...unusedRules(suppression, offsets, file).flatMap((unused) =>
      report(
        'suppression-unused',
        `${unused.rule} finds nothing here, so this comment suppresses nothing: remove it.`,
        unused.span,
        [removal(suppression, unused, file, analysis, place)],
      ),
    ),
  ]);
}

/** A finding about suppressions or exceptions, unless the policy has switched it off. */
export function ownFinding(
  analysis: Analysis,
  rule: SuppressionRuleId,
  message: string,
  range: LintFinding['range'],
  fixes: readonly LintFix[] = [],
): readonly LintFinding[] {
  const severity = severityOf(analysis.project.policy, rule);
  if (severity === 'off') return [];
  const docs = docsUrlOf(rule);
  return [{ rule, severity, message, docs, range, relations: [], fixes, suppressed: null, related: [] }];
}

/** The message for a rule id that does not exist, with the one that was probably meant. */
export function unknownRuleMessage(rule: string): string {
  const near = closest(
    rule,
    suppressibleRules.map(({ id }) => id),
  );
  const remedy = near === undefined ? '`tenantsafe rules` lists all.' : `did you mean ${near}?`;
  return `There is no rule "${rule}": ${remedy}`;
}

type Report = (
  rule: SuppressionRuleId,
  message: string,
  span: Span,
  fixes?: readonly LintFix[],
) => readonly LintFinding[];

function exceptionFor(rule: string, analysis: Analysis, place: ScriptPlace): Suppressed | null {
  const exception = analysis.project.policy.exceptions.find(
    (candidate) =>
      candidate.rule === rule &&
      candidate.file === place.script.path &&
      !isExpired(candidate, analysis.today),
  );
  return exception === undefined ? null : { by: 'exception', reason: exception.reason };
}

/** An exception holds up to and including its last day. */
export function isExpired(exception: { readonly expires: string | undefined }, today: string): boolean {
  return exception.expires !== undefined && exception.expires < today;
}

function nameProblems(suppression: Suppression, report: Report): readonly LintFinding[] {
  if (suppression.rules.length === 0) {
    const message =
      'This comment names no rule, so it suppresses nothing: write the rule id before the colon.';
    return report('suppression-unknown-rule', message, suppression.comment);
  }
  return suppression.rules
    .filter(({ rule }) => !isSuppressible(rule))
    .flatMap(({ rule, span }) => report('suppression-unknown-rule', unknownRuleMessage(rule), span));
}

function reasonProblems(suppression: Suppression, report: Report): readonly LintFinding[] {
  if (suppression.reason !== '') return [];
  const message =
    'This comment gives no reason, so it suppresses nothing: write after a colon why the finding is acceptable here.';
  return report('suppression-without-reason', message, suppression.comment);
}

function unusedRules(
  suppression: Suppression,
  findings: readonly { readonly rule: string; readonly offset: number }[],
  file: SqlFile,
): readonly SuppressedRule[] {
  if (suppression.reason === '' || hasUnjudgedSql(suppression, file)) return [];
  return suppression.rules.filter(
    ({ rule }) =>
      isSuppressible(rule) &&
      !findings.some((finding) => finding.rule === rule && suppresses(suppression, rule, finding.offset)),
  );
}

/** Where SQL could not be parsed, a rule may well find something once it can. */
function hasUnjudgedSql(suppression: Suppression, file: SqlFile): boolean {
  if (suppression.target === 'file') return file.statements.some(({ error }) => error !== undefined);
  return suppression.target?.error !== undefined;
}

function removal(
  suppression: Suppression,
  unused: SuppressedRule,
  file: SqlFile,
  analysis: Analysis,
  place: ScriptPlace,
): LintFix {
  const span =
    suppression.rules.length === 1
      ? wholeLineOf(suppression.comment, file.source.text)
      : withSeparator(unused.span, file.source.text);
  const range = analysis.source(place.script.path).rangeOf(inFile(place.script, span));
  return {
    title: `Remove the unused suppression of ${unused.rule}`,
    preferred: true,
    edits: [{ path: place.script.path, range, newText: '' }],
  };
}

/** The comment with its line where it stands alone, else with the space before it. */
function wholeLineOf(comment: Span, text: string): Span {
  const lineStart = text.lastIndexOf('\n', comment.start - 1) + 1;
  const before = text.slice(lineStart, comment.start);
  if (before.trim() !== '')
    return { start: comment.start - (before.length - before.trimEnd().length), end: comment.end };
  const lineEnd = text.indexOf('\n', comment.end);
  return { start: lineStart, end: lineEnd < 0 ? text.length : lineEnd + 1 };
}

/** A name in a list with the comma that goes with it. */
function withSeparator(name: Span, text: string): Span {
  const after = /^\s*,\s*/.exec(text.slice(name.end));
  if (after !== null) return { start: name.start, end: name.end + after[0].length };
  const before = /\s*,\s*$/.exec(text.slice(0, name.start));
  return { start: name.start - (before?.[0].length ?? 0), end: name.end };
}
