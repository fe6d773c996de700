import type { GateFinding } from '../gateResult';
import { gateIds, type GateId } from './gateIds';

/** Where in a draft a finding lies. */
export interface DraftSpot {
  readonly phase: number | null;
  readonly direction: 'up' | 'down';
  readonly statement: number | null;
}

export const wholeDraft: DraftSpot = { phase: null, direction: 'up', statement: null };

/** A finding of the gate itself; the message says what was seen and what to do. */
export function gateFinding(
  rule: GateId,
  { phase, direction, statement }: DraftSpot,
  message: string,
): GateFinding {
  return { rule, severity: 'error', message, phase, direction, statement };
}

/** Whether the id is one of the gate's own. */
export function isGateId(rule: string): rule is GateId {
  return Object.hasOwn(gateIds, rule);
}
