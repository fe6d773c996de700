import { blockedBy, type Effects, type ExplainedAction, type LockClaim } from '../behaviour';
import type { ReviewedStatement } from '../rules';
import type { Position, Range, Span } from '../sql';
import { inFile, obstacleOf, placesAt, type Analysis, type ScriptPlace } from './analysis';
import { docsOf, notesOf } from './explain';
import { describedRule, docsUrlOf } from './ruleIdentity';
import { suppressionsOf } from './suppressions';

export interface Hover {
  readonly markdown: string;
  readonly range: Range;
}

/**
 * What the server does for the statement under the cursor; inside an ALTER TABLE of several actions, what it does for
 * that one. Over a rule id in a suppression comment, what the rule finds.
 */
export function hoverAt(analysis: Analysis, path: string, position: Position): Hover | undefined {
  if (obstacleOf(analysis, path) !== undefined) return undefined;
  const source = analysis.source(path);
  const offset = source.offsetAt(position);
  for (const place of placesAt(analysis, path)) {
    const found = hoverInScript(analysis, place, offset - place.script.span.start);
    if (found !== undefined) {
      return { markdown: found.markdown, range: source.rangeOf(inFile(place.script, found.span)) };
    }
  }
  return undefined;
}

interface FoundHover {
  readonly markdown: string;
  readonly span: Span;
}

function hoverInScript(analysis: Analysis, place: ScriptPlace, offset: number): FoundHover | undefined {
  const { file, statements } = analysis.review(place);
  const named = suppressionsOf(file)
    .flatMap(({ rules }) => rules)
    .find(({ span }) => covers(span, offset));
  if (named !== undefined) return ruleHover(named.rule, named.span);
  const reviewed = statements.find(({ statement }) => covers(statement.span, offset));
  if (reviewed === undefined || reviewed.statement.error !== undefined) return undefined;
  const { actions } = reviewed.behaviour;
  const action =
    actions.length > 1 ? actions.find(({ action: { span } }) => covers(span, offset)) : undefined;
  return action === undefined
    ? { markdown: statementMarkdown(reviewed), span: reviewed.statement.span }
    : { markdown: actionMarkdown(action, reviewed), span: action.action.span };
}

function covers(span: Span, offset: number): boolean {
  return offset >= span.start && offset <= span.end;
}

function ruleHover(rule: string, span: Span): FoundHover | undefined {
  const described = describedRule(rule);
  if (described === undefined) return undefined;
  return { markdown: `**${rule}**: ${described.summary}\n\n[Rule page](${docsUrlOf(rule)})`, span };
}

function statementMarkdown(reviewed: ReviewedStatement): string {
  const { kind, effects } = reviewed.behaviour;
  return paragraphs([
    `**${kind}**`,
    glance(effects),
    bulletList([...notesOf(reviewed), ...circumstancesOf(reviewed)]),
    manualLinks(docsOf(reviewed)),
  ]);
}

function actionMarkdown({ row, effects }: ExplainedAction, reviewed: ReviewedStatement): string {
  const { behaviour } = reviewed;
  return paragraphs([
    `**${row?.form ?? behaviour.kind}**`,
    glance(effects),
    bulletList([...effects.notes, ...effects.dependsOn.map((on) => `Depends on ${on}.`)]),
    `The whole statement (${behaviour.actions.length} actions): ${glance(behaviour.effects)}`,
    bulletList(circumstancesOf(reviewed)),
    manualLinks(row === undefined ? [] : [row.docs]),
  ]);
}

/** The line that is read at a glance: locks and what they block, then rewrites and scans. */
function glance(effects: Effects): string {
  const locks = effects.locks.map(lockMarkdown);
  const parts = [
    locks.length === 0 ? 'Locks no existing table' : locks.join(', '),
    effects.rewrites.length === 0 ? 'no rewrite' : `**rewrites** ${named(effects.rewrites)}`,
    effects.scans.length === 0 ? 'no full scan' : `**reads in full** ${named(effects.scans)}`,
    ...(effects.rebuildsIndexes.length === 0 ? [] : [`**rebuilds** ${named(effects.rebuildsIndexes)}`]),
    ...(effects.dataLoss ? ['**loses data**'] : []),
  ];
  return parts.join(' · ');
}

function lockMarkdown({ relation, mode }: LockClaim): string {
  const blocked = blockedBy(mode);
  const blocks =
    blocked.length === 0 ? 'blocks neither reads nor writes' : `**blocks ${blocked.join(' and ')}**`;
  return `\`${mode}\` on \`${relation}\`, ${blocks}`;
}

function circumstancesOf(reviewed: ReviewedStatement): readonly string[] {
  const { behaviour, held, inTransaction } = reviewed;
  const alreadyHeld = [...held].map(([relation, mode]) => `\`${mode}\` on \`${relation}\``);
  return [
    ...(inTransaction && !behaviour.effects.transactional
      ? ['It cannot run inside a transaction, and it stands in one here.']
      : []),
    ...(inTransaction && behaviour.effects.locks.length > 0
      ? ['Its locks are held until the transaction ends.']
      : []),
    ...(alreadyHeld.length > 0 ? [`By now the transaction already holds ${alreadyHeld.join(', ')}.`] : []),
  ];
}

function named(relations: readonly string[]): string {
  return relations.map((relation) => `\`${relation}\``).join(', ');
}

function bulletList(sentences: readonly string[]): string {
  return sentences.map((sentence) => `- ${sentence}`).join('\n');
}

function manualLinks(pages: readonly string[]): string {
  return pages.map((page) => `[PostgreSQL manual](${page})`).join(' · ');
}

function paragraphs(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
