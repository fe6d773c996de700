import type { Policy, Severity } from '../project';
import { rules, rulesByConcern, type Finding, type Fix, type ReviewedMigration, type Rule } from '../rules';
import type { Span } from '../sql';
import { fileStart, inFile, type Analysis, type ScriptPlace } from './analysis';
import { fixesThatFit } from './blockFixes';
import { once } from './memo';
import type { LintError, LintFinding, LintFix, Suppressed } from './model';
import { describedRule, docsUrlOf } from './ruleIdentity';
import { wireEdits } from './wireEdits';
import { isOnDemand, workedOut, type WorkedOutFixes } from './workedOutFixes';

/** A finding ready for its reader, with its place in the file for suppressions. */
export interface PlacedFinding {
  readonly finding: Omit<LintFinding, 'fixes' | 'fixProblem' | 'suppressed'>;
  readonly fixes: () => WorkedOutFixes;
  readonly span: Span;
}

/** The finding as its reader gets it, once the comments and exceptions have been read. */
export function lintFinding({ finding, fixes }: PlacedFinding, suppressed: Suppressed | null): LintFinding {
  return {
    ...finding,
    get fixes() {
      return fixes().fixes;
    },
    get fixProblem() {
      return fixes().problem;
    },
    suppressed,
  };
}

export interface RuleResults {
  readonly findings: readonly PlacedFinding[];
  /** Rules that failed on the file: what they would have found is not known. */
  readonly errors: readonly LintError[];
}

/** Runs every rule that the policy has not switched off and that a script concerns. */
export function findingsAt(analysis: Analysis, place: ScriptPlace): RuleResults {
  const reviewed = analysis.review(place);
  const findings: PlacedFinding[] = [];
  const errors: LintError[] = [];
  for (const rule of rulesFor(reviewed, place)) {
    try {
      findings.push(...findingsOf(rule, reviewed, analysis, place));
    } catch (error) {
      errors.push(failureOf(rule, error));
    }
  }
  return { findings, errors };
}

/** The severity that a reader sees: the policy's where it names the rule, else the finding's, else the rule's. */
export function severityOf(policy: Policy, ruleId: string, ofFinding?: Severity): Severity | 'off' {
  return policy.rules[ruleId] ?? ofFinding ?? describedRule(ruleId)?.severity ?? 'warning';
}

/** Nobody can say which file would be the rollback of one outside the migration folders. */
function rulesFor(reviewed: ReviewedMigration, { standing }: ScriptPlace): readonly Rule[] {
  const concerned = askedRules(reviewed.policy)(reviewed);
  return standing === 'outside' ? concerned.filter(({ category }) => category !== 'rollback') : concerned;
}

/** The rules that the policy has not switched off, looked up once for all files of a project. */
function askedRules(policy: Policy): ReturnType<typeof rulesByConcern> {
  const known = askedByPolicy.get(policy);
  if (known !== undefined) return known;
  const asked = rulesByConcern(rules.filter((rule) => severityOf(policy, rule.id) !== 'off'));
  askedByPolicy.set(policy, asked);
  return asked;
}

const askedByPolicy = new WeakMap<Policy, ReturnType<typeof rulesByConcern>>();

function findingsOf(
  rule: Rule,
  reviewed: ReviewedMigration,
  analysis: Analysis,
  place: ScriptPlace,
): readonly PlacedFinding[] {
  const findings = [...rule.check(reviewed)];
  return findings.flatMap((finding) => placed(rule, finding, reviewed, analysis, place));
}

function failureOf(rule: Rule, error: unknown): LintError {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `The rule ${rule.id} failed on this file, so its findings are missing (${reason}); please report it.`;
  return { kind: 'internal', message, range: fileStart };
}

function placed(
  rule: Rule,
  finding: Finding,
  reviewed: ReviewedMigration,
  analysis: Analysis,
  place: ScriptPlace,
): readonly PlacedFinding[] {
  const severity = severityOf(reviewed.policy, rule.id, finding.severity);
  if (severity === 'off') return [];
  const span = inFile(place.script, finding.span);
  return [
    {
      span,
      fixes: fixesOf(finding, reviewed, analysis, place),
      finding: {
        rule: rule.id,
        severity,
        message: [finding.what, finding.who, finding.remedy].map(asSentence).join(' '),
        docs: docsUrlOf(rule.id),
        range: analysis.source(place.script.path).rangeOf(span),
        relations: finding.relations,
        related: (finding.related ?? []).map(({ origin, message }) => ({
          path: origin.path,
          range: analysis.source(origin.path).rangeOf(origin.span),
          message,
        })),
        ...(isOnDemand(finding.fixes) ? { fixOnDemand: finding.fixes.title } : {}),
      },
    },
  ];
}

/** A fix on demand is worked out when somebody asks for the first time; all others were at hand with the finding. */
function fixesOf(
  { fixes = [], span }: Finding,
  reviewed: ReviewedMigration,
  analysis: Analysis,
  place: ScriptPlace,
): () => WorkedOutFixes {
  const fitting = (all: readonly Fix[]) =>
    fixesThatFit(all, span, reviewed).map((fix) => wireFix(fix, analysis, place));
  if (isOnDemand(fixes)) return once(() => workedOut(fixes, fitting));
  const atHand: WorkedOutFixes = { fixes: fitting(fixes), problem: undefined };
  return () => atHand;
}

function wireFix(fix: Fix, analysis: Analysis, place: ScriptPlace): LintFix {
  return {
    title: fix.title,
    preferred: fix.preferred,
    edits: wireEdits(fix.edits, analysis, place),
  };
}

function asSentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
