import type { Draft } from '../draft';
import type { GateResult } from '../gateResult';
import type { HumanEdits } from './humanEdits';

/** `draft.json` in a migration's evidence: how the migration was drafted, and what people made of it since. */
export interface DraftEvidence {
  readonly formatVersion: 1;
  /** ISO 8601, UTC: when the person decided. */
  readonly draftedAt: string;
  readonly decision: 'accepted' | 'edited';
  readonly prompt: DraftPrompt;
  readonly provider: string;
  readonly model: string;
  /** Each answer of the model with what the gate said of it, the accepted one last. */
  readonly rounds: readonly DraftRound[];
  /** The draft that the files were rendered from; this migration is the phase at `phase`. */
  readonly draft: Draft;
  readonly phase: number;
  /** The files of this phase as they were generated. */
  readonly files: readonly GeneratedFile[];
  readonly humanEdits: HumanEdits;
}

/** The prompt as it was sent. */
export interface DraftPrompt {
  readonly snippet: { readonly id: string; readonly version: number; readonly sha256: string };
  readonly inputs: Readonly<Record<string, string>>;
  readonly instructions: string;
  readonly schema: string | null;
  readonly request: string;
  readonly sha256: string;
  readonly schemaSha256: string;
  readonly policySha256: string;
}

export interface DraftRound {
  readonly requestId: string | null;
  readonly answerSha256: string;
  readonly stopReason: string;
  readonly usage: DraftUsage | null;
  /** Null where the answer was no draft that the gate could look at, such as one of questions only. */
  readonly gate: GateResult | null;
}

export interface DraftUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
}

export interface GeneratedFile {
  /** Relative to the project's folder, with `/`. */
  readonly path: string;
  readonly direction: 'up' | 'down';
  readonly text: string;
}

/** The evidence that a `draft.json` holds; undefined where it holds none that this version can read. */
export function readDraftEvidence(text: string): DraftEvidence | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isDraftEvidence(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** This tool writes the file itself; the format's version says that it has. */
function isDraftEvidence(value: unknown): value is DraftEvidence {
  return (
    typeof value === 'object' &&
    value !== null &&
    'formatVersion' in value &&
    value.formatVersion === 1 &&
    'prompt' in value &&
    'files' in value
  );
}
