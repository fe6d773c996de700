import { contractDeclaration } from '../../project';
import type { Draft, DraftPhase } from '../draft';

/** The longest line of a comment. */
const width = 110;

/** What stands above the statements of a phase: what it is for, and that a model has drafted it. */
export function phaseHeader(draft: Draft, index: number, hash: string): string {
  const phase = draft.phases[index];
  if (phase === undefined) return '';
  return [
    ...comment(`${draft.title}: ${draft.intent}`),
    ...comment(`${phaseWords(draft, index)}; may run from here on: ${phase.compatibility}`),
    marker(hash),
    // The declaration is a line of its own, which rules look for.
    ...(phase.phase === 'contract' ? [contractDeclaration] : []),
  ].join('\n');
}

/** The same above its rollback, with what that does not bring back in the words that rules know. */
export function rollbackHeader(draft: Draft, index: number, hash: string): string {
  const phase = draft.phases[index];
  if (phase === undefined) return '';
  const { kind, dataLossReason } = phase.rollback;
  return [
    ...comment(`Undoes ${phaseWords(draft, index)} of: ${draft.title}`),
    ...(kind === 'lossy' ? [oneLine(`lossy: ${dataLossReason ?? 'rows that this migration changed'}`)] : []),
    marker(hash),
  ].join('\n');
}

/** Why there is no way back, for the framework's own words about it. */
export function irreversibleReason({ rollback }: DraftPhase): string {
  const reason = rollback.dataLossReason ?? 'nothing undoes this phase';
  return plain(reason);
}

function phaseWords({ phases }: Draft, index: number): string {
  const kind = phases[index]?.phase ?? '';
  return phases.length === 1 ? kind : `${kind}, phase ${String(index + 1)} of ${String(phases.length)}`;
}

function marker(hash: string): string {
  return `-- AI-drafted, ${hash}`;
}

/** A text of the model as comment lines. What it wrote must not end the comment, and must not read like a directive. */
function comment(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of plain(text).split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > width) lines.push(`-- ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.map(harmless);
}

function oneLine(text: string): string {
  return `-- ${plain(text)}`;
}

/** All white space and all characters that steer a terminal or an editor become blanks. */
function plain(text: string): string {
  return text.replaceAll(/[\s\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim();
}

/** A wrapped line that would start like a directive of a tool is led by a mark that none looks for. */
function harmless(line: string): string {
  return /^-- *(?:tenantsafe|flyway|atlas|liquibase|changeset|rollback|migrate|lossy|irreversible|\+)/i.test(
    line,
  )
    ? line.replace('-- ', '-- · ')
    : line;
}
