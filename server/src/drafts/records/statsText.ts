import type { DraftStats, SnippetStats } from './draftStats';

/** The statistics for people, a paragraph each snippet. */
export function statsText({ snippets, unreadLines }: DraftStats): string {
  const unread = unreadLines === 0 ? [] : [`${counted(unreadLines, 'line')} of the log could not be read.`];
  if (snippets.length === 0) return ['No draft has been made in this project.', ...unread].join('\n') + '\n';
  return [...snippets.map(paragraph), ...unread].join('\n\n') + '\n';
}

function paragraph(stats: SnippetStats): string {
  const { snippet, drafts, accepted, edited, rejected, repairs, repairsPerDraft, findings } = stats;
  const decisions = [
    [accepted, 'accepted'],
    [edited, 'accepted for editing'],
    [rejected, 'rejected'],
  ].flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`]));
  return [
    `${snippet}: ${[counted(drafts, 'draft'), ...decisions].join(', ')}`,
    `  ${counted(repairs, 'repair')}, ${repairsPerDraft} a draft`,
    ...findings.map(({ rule, drafts: failed }) => `  ${rule} stopped ${counted(failed, 'draft')}`),
    ...(stats.migrations === 0
      ? []
      : [
          `  people have changed ${counted(stats.migrations, 'migration')} by +${stats.addedLines} −${stats.removedLines} lines`,
        ]),
  ].join('\n');
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
