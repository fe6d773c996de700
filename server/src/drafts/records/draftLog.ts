import type { DraftRound } from './draftEvidence';

/**
 * One line of the local log: how a draft went, whatever became of it. It holds ids and counts, never a name or a text of the
 * schema, and it never leaves the machine.
 */
export interface DraftLogEntry {
  readonly formatVersion: 1;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** `id@version`. */
  readonly snippet: string;
  readonly provider: string;
  readonly model: string;
  readonly decision: 'accepted' | 'edited' | 'rejected';
  /** Answers that the gate looked at after the first. */
  readonly repairs: number;
  /** Ids of the findings that failed a stage of the gate, of each answer that it looked at; each once. */
  readonly findings: readonly (readonly string[])[];
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface LoggedDraft {
  readonly snippet: { readonly id: string; readonly version: number };
  readonly provider: string;
  readonly model: string;
  readonly decision: DraftLogEntry['decision'];
  readonly rounds: readonly DraftRound[];
}

/** The line about a draft, with its line break. */
export function logLine({ snippet, provider, model, decision, rounds }: LoggedDraft, at: string): string {
  const judged = rounds.flatMap(({ gate }) => (gate === null ? [] : [gate]));
  const entry: DraftLogEntry = {
    formatVersion: 1,
    at,
    snippet: `${snippet.id}@${snippet.version}`,
    provider,
    model,
    decision,
    repairs: Math.max(0, judged.length - 1),
    findings: judged.map(({ stages }) => {
      const failed = stages.filter(({ verdict }) => verdict === 'failed');
      return [...new Set(failed.flatMap(({ findings }) => findings.map(({ rule }) => rule)))].sort();
    }),
    inputTokens: total(rounds, 'inputTokens'),
    outputTokens: total(rounds, 'outputTokens'),
  };
  return `${JSON.stringify(entry)}\n`;
}

/** The entries of a log. Lines that are none, such as a half-written last one, are counted and left out. */
export function readDraftLog(text: string): {
  readonly entries: readonly DraftLogEntry[];
  readonly unread: number;
} {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const entries = lines.map(entryOf).filter((entry) => entry !== undefined);
  return { entries, unread: lines.length - entries.length };
}

function total(rounds: readonly DraftRound[], key: 'inputTokens' | 'outputTokens'): number {
  return rounds.reduce((sum, { usage }) => sum + (usage?.[key] ?? 0), 0);
}

function entryOf(line: string): DraftLogEntry | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isEntry(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isEntry(value: unknown): value is DraftLogEntry {
  return (
    typeof value === 'object' &&
    value !== null &&
    'formatVersion' in value &&
    value.formatVersion === 1 &&
    'snippet' in value &&
    typeof value.snippet === 'string' &&
    'findings' in value &&
    Array.isArray(value.findings)
  );
}
