import { closest, loadPolicy, type Project } from '../project';
import type { SourceText } from '../sql';
import type { Analysis } from './analysis';
import type { LintError, PlacedProblem } from './model';
import { describedRules } from './ruleIdentity';

/** What is wrong with the policy and the folders, the rule ids included that only this room can know. */
export function placedProblems(project: Project, source: Analysis['source']): readonly PlacedProblem[] {
  const { policyFile, problems } = project;
  return [
    ...problems.map(({ concerns, path, span, message }) => ({
      concerns,
      path,
      range: source(path).rangeOf(span),
      message,
    })),
    ...(policyFile === undefined ? [] : unknownRuleKeys(project, policyFile, source(policyFile))),
  ];
}

/** The problems of one file, as what kept it from being judged. */
export function errorsFromProblems(analysis: Analysis, path: string): readonly LintError[] {
  return analysis
    .problems()
    .filter((problem) => problem.path === path)
    .map(({ concerns, message, range }) => ({
      kind: concerns === 'policy' ? 'policy' : 'project',
      message,
      range,
    }));
}

function unknownRuleKeys({ policy }: Project, path: string, source: SourceText): readonly PlacedProblem[] {
  const known = describedRules.map(({ id }) => id);
  const unknown = Object.keys(policy.rules).filter((rule) => !known.includes(rule));
  if (unknown.length === 0) return [];
  const document = loadPolicy(path, source.text);
  return unknown.map((rule) => {
    const near = closest(rule, known);
    const remedy = near === undefined ? '`tenantsafe rules` lists them all' : `did you mean \`${near}\`?`;
    const range = source.rangeOf(document.spanOfKey(['rules', rule]));
    return { concerns: 'policy', path, range, message: `unknown rule \`${rule}\`: ${remedy}` };
  });
}
