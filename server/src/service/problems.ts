import { closest, loadPolicy } from '../project';
import type { Analysis } from './analysis';
import type { LintError, PlacedProblem } from './model';
import { describedRules } from './ruleIdentity';

/** What is wrong with the policy and the folders, the rule ids included that only this room can know. */
export function placedProblems(analysis: Analysis): readonly PlacedProblem[] {
  const { policyFile, problems } = analysis.project;
  return [
    ...problems.map(({ concerns, path, span, message }) => ({
      concerns,
      path,
      range: analysis.source(path).rangeOf(span),
      message,
    })),
    ...(policyFile === undefined ? [] : unknownRuleKeys(analysis, policyFile)),
  ];
}

/** The problems of one file, as what kept it from being judged. */
export function errorsFromProblems(analysis: Analysis, path: string): readonly LintError[] {
  return placedProblems(analysis)
    .filter((problem) => problem.path === path)
    .map(({ concerns, message, range }) => ({
      kind: concerns === 'policy' ? 'policy' : 'project',
      message,
      range,
    }));
}

function unknownRuleKeys(analysis: Analysis, path: string): readonly PlacedProblem[] {
  const known = describedRules.map(({ id }) => id);
  const source = analysis.source(path);
  const document = loadPolicy(path, source.text);
  return Object.keys(analysis.project.policy.rules)
    .filter((rule) => !known.includes(rule))
    .map((rule) => {
      const near = closest(rule, known);
      const remedy = near === undefined ? '`tenantsafe rules` lists them all' : `did you mean \`${near}\`?`;
      const range = source.rangeOf(document.spanOfKey(['rules', rule]));
      return { concerns: 'policy', path, range, message: `unknown rule \`${rule}\`: ${remedy}` };
    });
}
