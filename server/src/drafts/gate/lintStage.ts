import { describedRule, laidOver, type LintFinding } from '../../service';
import { parseSqlFile, type Range } from '../../sql';
import type { Draft } from '../draft';
import type { DraftPlace } from '../draftPlace';
import type { GateFinding } from '../gateResult';
import type { DraftFile } from '../rendering/renderDraft';
import { statementText } from '../rendering/statementText';
import { gateFinding, type DraftSpot } from './findings';

/**
 * What the project's rules say of the files that a draft becomes, at the project's severities: each is judged with those
 * before it in place, so that a later phase sees what an earlier one has made.
 */
export function lintFindings(
  draft: Draft,
  files: readonly DraftFile[],
  place: DraftPlace,
): readonly GateFinding[] {
  const { service, workspace } = place;
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const written = { ...workspace, files: laidOver(workspace.files, texts) };
  return files
    .filter(({ kind }) => kind === 'script')
    .flatMap((file) => {
      const { findings, errors } = service.lint(written, file.path);
      const open = findings.filter(({ suppressed }) => suppressed === null);
      return [
        ...errors.map(({ message }) =>
          gateFinding(
            'draft-not-linted',
            { phase: file.phase, direction: file.direction, statement: null },
            message,
          ),
        ),
        ...open.map((finding) => fromRule(finding, file, draft, place)),
      ];
    });
}

function fromRule(finding: LintFinding, file: DraftFile, draft: Draft, place: DraftPlace): GateFinding {
  const { rule, message, range } = finding;
  return { rule, severity: severityFor(finding, place), message, ...spotOf(range, file, draft) };
}

/** Categories of hazards that the draft can do without; loss and compatibility are what its phases and rollbacks say. */
const avoidable: ReadonlySet<string | undefined> = new Set([
  'lock',
  'rewrite',
  'transaction',
  'tenant-row',
  'tenant-schema',
  'tenant-database',
  'rls',
]);

/**
 * What a rule only warns of, a person may weigh; a model has to draft without it. A severity that the project's policy
 * has set is the project's own word, and stays.
 */
function severityFor({ rule, severity }: LintFinding, { policy }: DraftPlace): LintFinding['severity'] {
  const isDecided = policy.rules[rule] !== undefined;
  const isAvoidable = avoidable.has(describedRule(rule)?.category);
  return severity === 'warning' && isAvoidable && !isDecided ? 'error' : severity;
}

/** The drafted statement that stands where the finding is; timeouts and the like are no statements of the draft. */
function spotOf({ start }: Range, { text, phase, direction }: DraftFile, draft: Draft): DraftSpot {
  const drafted = draft.phases[phase];
  const texts = (direction === 'up' ? drafted?.statements : drafted?.rollback.statements) ?? [];
  const { source, statements } = parseSqlFile(text);
  const offset = source.offsetAt(start);
  const around = statements.find(({ span }) => offset >= span.start && offset <= span.end);
  const written = around === undefined ? undefined : source.text.slice(around.span.start, around.span.end);
  const index = texts.findIndex((sql) => statementText(sql) === written);
  return { phase, direction, statement: index < 0 ? null : index };
}
