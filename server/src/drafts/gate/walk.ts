import { applyStatement, newSession, runBlock, startSession, type Catalog } from '../../catalog';
import { explainStatement, type ExplainedStatement } from '../../behaviour';
import { oldestMajor } from '../../project';
import { parseSqlFile, type Statement } from '../../sql';
import { searchPathOfRun } from '../../tenancy';
import type { Draft } from '../draft';
import type { DraftPlace } from '../draftPlace';
import type { DraftSpot } from './findings';

/** A drafted statement with the schema around it. */
export interface DraftStep {
  readonly spot: DraftSpot;
  /** The string of the draft. */
  readonly sql: string;
  readonly statement: Statement;
  readonly before: Catalog;
  readonly after: Catalog;
  readonly behaviour: ExplainedStatement;
  /** What a DO block runs; the statement itself where it is none. */
  readonly parts: readonly DraftPart[];
}

export interface DraftPart {
  readonly statement: Statement;
  readonly before: Catalog;
  readonly after: Catalog;
}

/** A phase with the schema before it, after it, and after its rollback. */
export interface WalkedPhase {
  readonly index: number;
  readonly before: Catalog;
  readonly after: Catalog;
  readonly undone: Catalog;
  readonly up: readonly DraftStep[];
  readonly down: readonly DraftStep[];
}

/** Follows a draft whose strings are all single statements, phase after phase. */
export function walkDraft({ phases }: Draft, place: DraftPlace): readonly WalkedPhase[] {
  const searchPath = searchPathOfRun(place.folder, place.policy);
  const version = oldestMajor(place.policy);
  const walked: WalkedPhase[] = [];
  let catalog = place.before;
  for (const [index, { statements, rollback }] of phases.entries()) {
    const before = startSession(newSession(catalog), searchPath);
    const up = steps(statements, before, { phase: index, direction: 'up' }, version);
    const after = startSession(newSession(up.at(-1)?.after ?? before), searchPath);
    const down = steps(rollback.statements, after, { phase: index, direction: 'down' }, version);
    walked.push({ index, before, after, undone: newSession(down.at(-1)?.after ?? after), up, down });
    catalog = after;
  }
  return walked;
}

function steps(
  texts: readonly string[],
  start: Catalog,
  spot: Omit<DraftSpot, 'statement'>,
  version: number,
): readonly DraftStep[] {
  const done: DraftStep[] = [];
  let before = start;
  for (const [index, text] of texts.entries()) {
    const [statement] = parseSqlFile(text).statements;
    if (statement === undefined) continue;
    const path = `phases[${String(spot.phase)}].${spot.direction}[${String(index)}]`;
    const after = applyStatement(before, statement, path);
    const behaviour = explainStatement(statement, { catalog: before, version });
    const parts = runBlock(before, statement, path)?.steps ?? [{ statement, before, after }];
    done.push({ spot: { ...spot, statement: index }, sql: text, statement, before, after, behaviour, parts });
    before = after;
  }
  return done;
}
