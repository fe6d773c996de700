import type { DraftEvidence } from './draftEvidence';
import type { DraftLogEntry } from './draftLog';
import { humanEdits } from './humanEdits';

/** The JSON of `tenantsafe drafts stats`. */
export interface DraftStats {
  readonly formatVersion: 1;
  /** The snippet whose drafts needed most correction first. */
  readonly snippets: readonly SnippetStats[];
  /** Lines of the log that could not be read. */
  readonly unreadLines: number;
}

export interface SnippetStats {
  /** `id@version`. */
  readonly snippet: string;
  readonly drafts: number;
  readonly accepted: number;
  readonly edited: number;
  readonly rejected: number;
  /** All repairs, and the mean of a draft. */
  readonly repairs: number;
  readonly repairsPerDraft: number;
  /** What failed drafts at the gate, that of most drafts first. */
  readonly findings: readonly { readonly rule: string; readonly drafts: number }[];
  /** Lines that people have added to and removed from what was generated, of the migrations whose evidence is there. */
  readonly migrations: number;
  readonly addedLines: number;
  readonly removedLines: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Says of each snippet how its drafts went. `textOf` gives a project's file as it is now. */
export function draftStats(
  { entries, unread }: { readonly entries: readonly DraftLogEntry[]; readonly unread: number },
  evidence: readonly DraftEvidence[],
  textOf: (path: string) => string | undefined,
): DraftStats {
  const names = [...new Set([...entries.map(({ snippet }) => snippet), ...evidence.map(snippetOf)])];
  const snippets = names.map((name) =>
    statsOf(
      name,
      entries.filter(({ snippet }) => snippet === name),
      evidence.filter((each) => snippetOf(each) === name),
      textOf,
    ),
  );
  return {
    formatVersion: 1,
    snippets: snippets.sort(
      (one, other) =>
        other.repairsPerDraft - one.repairsPerDraft ||
        other.drafts - one.drafts ||
        (one.snippet < other.snippet ? -1 : 1),
    ),
    unreadLines: unread,
  };
}

function statsOf(
  snippet: string,
  entries: readonly DraftLogEntry[],
  evidence: readonly DraftEvidence[],
  textOf: (path: string) => string | undefined,
): SnippetStats {
  const decided = (decision: DraftLogEntry['decision']) =>
    entries.filter((entry) => entry.decision === decision).length;
  const repairs = sum(entries.map((entry) => entry.repairs));
  const edits = evidence.map(({ files }) => humanEdits(files, textOf, ''));
  return {
    snippet,
    drafts: entries.length,
    accepted: decided('accepted'),
    edited: decided('edited'),
    rejected: decided('rejected'),
    repairs,
    repairsPerDraft: entries.length === 0 ? 0 : Math.round((repairs / entries.length) * 100) / 100,
    findings: recurring(entries),
    migrations: evidence.length,
    addedLines: sum(edits.map(({ addedLines }) => addedLines)),
    removedLines: sum(edits.map(({ removedLines }) => removedLines)),
    inputTokens: sum(entries.map(({ inputTokens }) => inputTokens)),
    outputTokens: sum(entries.map(({ outputTokens }) => outputTokens)),
  };
}

/** A finding that one draft has in several rounds counts once: it is drafts that a snippet misleads. */
function recurring(entries: readonly DraftLogEntry[]): SnippetStats['findings'] {
  const counts = new Map<string, number>();
  for (const { findings } of entries) {
    for (const rule of new Set(findings.flat())) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return [...counts]
    .map(([rule, drafts]) => ({ rule, drafts }))
    .sort((one, other) => other.drafts - one.drafts || (one.rule < other.rule ? -1 : 1));
}

function snippetOf({ prompt }: DraftEvidence): string {
  return `${prompt.snippet.id}@${prompt.snippet.version}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
