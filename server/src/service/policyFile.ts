import { loadPolicy, type DocumentKeys } from '../project';
import type { Analysis } from './analysis';
import type { LintFinding, LintedFile } from './model';
import { errorsFromProblems } from './problems';
import { isExpired, ownFinding, unknownRuleMessage } from './suppressionFindings';
import { isSuppressible } from './suppressions';

/** What is wrong with the policy file: its problems as errors, its outdated exceptions as findings. */
export function lintPolicyFile(analysis: Analysis, path: string): LintedFile {
  const { engine, version } = analysis.project.policy;
  return {
    path,
    engine,
    version,
    framework: null,
    findings: findingsInPolicy(analysis, path),
    errors: errorsFromProblems(analysis, path),
  };
}

function findingsInPolicy(analysis: Analysis, path: string): readonly LintFinding[] {
  const document = loadPolicy(path, analysis.source(path).text);
  const rangeOf = (keys: DocumentKeys) => analysis.source(path).rangeOf(document.spanOfValue(keys));
  return analysis.project.policy.exceptions.flatMap((exception, index) => {
    const { rule, file, expires } = exception;
    if (!isSuppressible(rule)) {
      const range = rangeOf(['exceptions', index, 'rule']);
      return ownFinding(analysis, 'suppression-unknown-rule', unknownRuleMessage(rule), range);
    }
    if (!isExpired(exception, analysis.today)) return [];
    const range = rangeOf(['exceptions', index, 'expires']);
    const message = `The exception of ${rule} for ${file} ran out on ${expires ?? ''}, so the finding counts again: mend the migration, or have the exception reviewed and give it a new date.`;
    return ownFinding(analysis, 'exception-expired', message, range);
  });
}
