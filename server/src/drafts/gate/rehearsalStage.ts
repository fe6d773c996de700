import type { Draft } from '../draft';
import type { GateFinding } from '../gateResult';
import type { DraftFile } from '../rendering/renderDraft';
import { gateFinding, type DraftSpot } from './findings';

/** Runs the files of a draft on the fixture tenants, phase by phase, each with the earlier ones in place. */
export type RehearseDraft = (files: readonly DraftFile[]) => Promise<readonly RehearsedScript[]>;

/** What came of the rehearsal of one migration of a draft. */
export interface RehearsedScript {
  readonly phase: number;
  /** Why it could not be rehearsed, in one sentence. */
  readonly obstacle?: string;
  readonly checks: readonly RehearsedCheck[];
}

export interface RehearsedCheck {
  readonly tenant: string;
  /** The id of the check. */
  readonly id: string;
  readonly verdict: 'passed' | 'failed' | 'skipped' | 'errored';
  readonly message: string;
}

/** The checks that did not pass, each once with all tenants that it failed for. */
export function rehearsalFindings(draft: Draft, scripts: readonly RehearsedScript[]): readonly GateFinding[] {
  return scripts.flatMap(({ phase, obstacle, checks }) => {
    const spot: DraftSpot = { phase, direction: 'up', statement: null };
    if (obstacle !== undefined) return [gateFinding('draft-not-rehearsed', spot, obstacle)];
    const wanting = checks.filter((check) => isWanting(check, draft, phase));
    return wanting
      .filter((check, index) => wanting.findIndex((other) => isAlike(check, other)) === index)
      .map(({ id, message, ...first }): GateFinding => {
        const tenants = wanting.filter((other) => isAlike({ id, message, ...first }, other));
        return {
          rule: id,
          severity: 'error',
          message: `${message} (${tenants.map(({ tenant }) => tenant).join(', ')})`,
          ...spot,
          direction: id.startsWith('rollback') ? 'down' : 'up',
        };
      });
  });
}

/** The same check with the same words for another tenant. */
function isAlike(one: RehearsedCheck, other: RehearsedCheck): boolean {
  return one.id === other.id && one.message === other.message;
}

/** A rollback that says what it loses is not held to bring that back, and one that does not exist to nothing. */
function isWanting({ id, verdict }: RehearsedCheck, { phases }: Draft, phase: number): boolean {
  if (verdict !== 'failed' && verdict !== 'errored') return false;
  const kind = phases[phase]?.rollback.kind;
  const isAboutData = id === 'rollback-data' || id === 'reapply';
  return !(kind === 'lossy' && isAboutData) && !(kind === 'forward-only' && id.startsWith('rollback'));
}
