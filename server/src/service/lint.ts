import { obstacleOf, placesAt, type Analysis, type ScriptPlace } from './analysis';
import { findingsAt } from './findings';
import type { LintError, LintFinding, LintedFile } from './model';
import { lintPolicyFile } from './policyFile';
import { errorsFromProblems } from './problems';
import { findingsAboutSuppressions, withSuppressed } from './suppressionFindings';
import { suppressionsOf } from './suppressions';
import { syntaxErrorsAt } from './syntaxErrors';

/** Everything that is to say of one file of the workspace: a migration, any other SQL file, or the policy file. */
export function lintFile(analysis: Analysis, path: string): LintedFile {
  if (path === analysis.project.policyFile) return lintPolicyFile(analysis, path);
  const places = placesAt(analysis, path);
  const { engine, version } = analysis.project.policy;
  const framework = places[0]?.migration.framework ?? null;
  const about = { path, engine, version, framework };
  const obstacle = obstacleOf(analysis, path);
  if (obstacle !== undefined) return { ...about, findings: [], errors: [obstacle] };
  const results = places.map((place) => lintScript(analysis, place));
  return {
    ...about,
    findings: results.flatMap((result) => result.findings).sort(byPlace),
    errors: [...errorsFromProblems(analysis, path), ...results.flatMap((result) => result.errors)],
  };
}

function lintScript(
  analysis: Analysis,
  place: ScriptPlace,
): { readonly findings: readonly LintFinding[]; readonly errors: readonly LintError[] } {
  if (place.standing === 'replayed') return { findings: [], errors: [] };
  const { file, statements } = analysis.review(place);
  const { findings, errors } = findingsAt(analysis, place);
  const embedded = statements.flatMap(({ statement, within }) => (within === undefined ? [] : statement));
  const suppressions = suppressionsOf(file, embedded);
  return {
    findings: [
      ...withSuppressed(findings, suppressions, analysis, place),
      ...findingsAboutSuppressions(suppressions, findings, file, analysis, place),
    ],
    errors: [...syntaxErrorsAt(analysis, place), ...errors],
  };
}

function byPlace(one: LintFinding, other: LintFinding): number {
  return (
    one.range.start.line - other.range.start.line || one.range.start.character - other.range.start.character
  );
}
