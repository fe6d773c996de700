import type { Position, Range } from '../sql';
import type { Analysis } from './analysis';
import { docsUrlOf, suppressibleRules } from './ruleIdentity';

export interface RuleCompletion {
  readonly ruleId: string;
  readonly summary: string;
  readonly docs: string;
  /** The part of a rule id that is already written. */
  readonly range: Range;
}

const ruleListBeforeCursor = /--\s*tenantsafe-ignore(?:-file)?\s+(?:[^:]*,)?\s*([\w-]*)$/;

/** Rule ids where a suppression comment lists them; nothing elsewhere. */
export function ruleCompletionsAt(
  analysis: Analysis,
  path: string,
  position: Position,
): readonly RuleCompletion[] {
  const source = analysis.source(path);
  const lineStart = source.offsetAt({ line: position.line, character: 0 });
  const before = source.slice({ start: lineStart, end: source.offsetAt(position) });
  const written = ruleListBeforeCursor.exec(before)?.[1];
  if (written === undefined) return [];
  const start = { line: position.line, character: position.character - written.length };
  return suppressibleRules.map(({ id, summary }) => ({
    ruleId: id,
    summary,
    docs: docsUrlOf(id),
    range: { start, end: position },
  }));
}
