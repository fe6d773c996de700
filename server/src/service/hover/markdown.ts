import {
  blockedBy,
  lockModes,
  type BehaviourRow,
  type Effects,
  type ExplainedAction,
  type ExplainedElement,
  type LockClaim,
} from '../../behaviour';
import { shortList, type QualifiedName } from '../../catalog';
import type { ReviewedStatement } from '../../rules';
import type { Circumstance } from '../../sql';
import { notesOf } from '../explain';
import { behaviourUrlOf } from '../ruleIdentity';

/** The rows of a table in production, where the policy tells them. */
export type TableSizes = (relation: QualifiedName) => number | undefined;

/** A statement: what is read at a glance, then what decides it. */
export function statementMarkdown(reviewed: ReviewedStatement, sizes: TableSizes): string {
  const { kind, effects, actions } = reviewed.inFull;
  return paragraphs([
    `**${kind}**`,
    glance(effects, sizes),
    bulletList([...notesOf(effects), ...circumstancesOf(reviewed)]),
    links(actions.flatMap(({ row }) => row ?? [])),
  ]);
}

/** One action of a statement that has several: its own share first. */
export function actionMarkdown(
  { row, effects }: ExplainedAction,
  reviewed: ReviewedStatement,
  sizes: TableSizes,
): string {
  const { behaviour } = reviewed;
  return paragraphs([
    `**${row?.form ?? behaviour.kind}**`,
    glance(effects, sizes),
    bulletList(notesOf(effects)),
    `The whole statement (${behaviour.actions.length} actions): ${glance(behaviour.effects, sizes)}`,
    bulletList(circumstancesOf(reviewed)),
    links(row === undefined ? [] : [row]),
  ]);
}

/** A type, a default or a constraint: why it matters for the action that it stands in. */
export function elementMarkdown(
  { title, notes }: ExplainedElement,
  { row, effects }: ExplainedAction,
  sizes: TableSizes,
): string {
  return paragraphs([
    `**${title}** in ${row?.form ?? 'this action'}`,
    bulletList(notes),
    `The action: ${glance(effects, sizes)}`,
    links(row === undefined ? [] : [row]),
  ]);
}

/** The line that is read at a glance: locks and what they block, then rewrites and scans with the rows they go through. */
function glance(effects: Effects, sizes: TableSizes): string {
  const sized = (relations: readonly QualifiedName[]) =>
    shortList(relations.map((relation) => withRows(relation, sizes))).join(', ');
  const locks = shortList(effects.locks.toSorted(strongestFirst).map(lockMarkdown));
  const parts = [
    locks.length === 0 ? 'Locks no existing table' : locks.join(', '),
    effects.rewrites.length === 0 ? 'no rewrite' : `**rewrites** ${sized(effects.rewrites)}`,
    effects.scans.length === 0 ? 'no full scan' : `**reads in full** ${sized(effects.scans)}`,
    ...(effects.rebuildsIndexes.length === 0 ? [] : [`**rebuilds** ${sized(effects.rebuildsIndexes)}`]),
    ...(effects.dataLoss ? ['**loses data**'] : []),
  ];
  return parts.join(' · ');
}

function strongestFirst(one: LockClaim, other: LockClaim): number {
  return lockModes.indexOf(other.mode) - lockModes.indexOf(one.mode);
}

function withRows(relation: QualifiedName, sizes: TableSizes): string {
  const rows = sizes(relation);
  return rows === undefined ? `\`${relation}\`` : `\`${relation}\` (${rows.toLocaleString('en')} rows)`;
}

function lockMarkdown({ relation, mode }: LockClaim): string {
  const blocked = blockedBy(mode);
  const blocks =
    blocked.length === 0 ? 'blocks neither reads nor writes' : `**blocks ${blocked.join(' and ')}**`;
  return `\`${mode}\` on \`${relation}\`, ${blocks}`;
}

/** When a DO block runs a statement. */
function circumstanceOfPart(circumstance: Circumstance): string {
  switch (circumstance.kind) {
    case 'condition': {
      const condition = circumstance.condition.query.text.replace(/^SELECT /, '').replace(/\s+/g, ' ');
      return `It runs only if this ${circumstance.holds ? 'holds' : 'does not hold'}: \`${condition.trim()}\`.`;
    }
    case 'loop':
      return 'It runs once for each round of a loop.';
    case 'protected':
      return `Of the errors it may meet, ${circumstance.conditions.join(', ')} are caught, and what the block did is undone.`;
    case 'handler':
      return `It runs only after an error: ${circumstance.conditions.join(', ')}.`;
    case 'executed':
      return 'It is the text of an EXECUTE.';
    case 'not left before':
      return 'It runs only if the code has not been left before.';
  }
}

function circumstancesOf(reviewed: ReviewedStatement): readonly string[] {
  const { behaviour, held, inTransaction, within } = reviewed;
  const alreadyHeld = shortList([...held].map(([relation, mode]) => `\`${mode}\` on \`${relation}\``));
  return [
    ...new Set(within?.circumstances.map(circumstanceOfPart)),
    ...(inTransaction && !behaviour.effects.transactional
      ? ['It cannot run inside a transaction, and it stands in one here.']
      : []),
    ...(inTransaction && behaviour.effects.locks.length > 0
      ? ['Its locks are held until the transaction ends.']
      : []),
    ...(alreadyHeld.length > 0 ? [`By now the transaction already holds ${alreadyHeld.join(', ')}.`] : []),
  ];
}

function bulletList(sentences: readonly string[]): string {
  return sentences.map((sentence) => `- ${sentence}`).join('\n');
}

/** The manual's pages, and the rows of the behaviour page, each once. */
function links(rows: readonly BehaviourRow[]): string {
  const manual = rows.map(({ docs }) => `[PostgreSQL manual](${docs})`);
  const proofs = rows.map(({ id }) => `[proof](${behaviourUrlOf(id)})`);
  return [...new Set([...manual, ...proofs])].join(' · ');
}

function paragraphs(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
