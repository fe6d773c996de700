import type { GateFinding, GateResult } from '../gateResult';
import { isGateId } from './findings';

/**
 * The findings as facts for a model, one line each: what was seen and where, worst first. Advice of ours would only tell
 * it how to word things, so that the remedies of our messages are left out.
 */
export function factsOf({ stages }: GateResult): readonly string[] {
  const findings = stages.flatMap((stage) =>
    stage.findings.map((finding) => ({ stage: stage.stage, finding })),
  );
  const order = ['error', 'warning', 'info', 'hint'];
  return findings
    .toSorted((one, other) => order.indexOf(one.finding.severity) - order.indexOf(other.finding.severity))
    .map(
      ({ stage, finding }) =>
        `${stage} ${finding.severity} ${finding.rule} at ${placeOf(finding)}: ${seen(finding)}`,
    );
}

/** Such as `phases[1].rollback.statements[0]`. */
export function placeOf({ phase, direction, statement }: GateFinding): string {
  if (phase === null) return 'draft';
  const list = direction === 'up' ? 'statements' : 'rollback.statements';
  return statement === null
    ? `phases[${String(phase)}]${direction === 'up' ? '' : '.rollback'}`
    : `phases[${String(phase)}].${list}[${String(statement)}]`;
}

/** What the parser or the linter itself says, and which name may have been meant, is no advice. */
const saysItWhole = /^draft-(?:malformed|syntax-error|refused|unknown-.*|not-.*)$/;

/** The first sentence of a rule says what happens; the gate's own messages are one sentence, of which the last clause advises. */
function seen({ message, rule }: GateFinding): string {
  const line = message.replaceAll(/\s+/g, ' ').trim();
  if (isGateId(rule)) return saysItWhole.test(rule) ? line : line.replace(/: [^:]*$/, '.');
  const first = /^.*?[.!?](?= [A-ZÀ-Þ]|$)/.exec(line)?.[0];
  return first ?? line;
}
