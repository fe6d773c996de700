import { describeDifference } from '../snapshot/schema';
import { hasLostData } from '../trial/databaseState';
import type { Interruption, InterruptionPoint } from '../trial/interruptions';
import type { Residue } from '../trial/trial';
import { attributed, failed, passed, skipped, type Check } from './check';
import { describeDataResidue } from './dataResidue';

/** Stopped anywhere and run again, does the migration end where one clean run does? */
export const interruption: Check = {
  id: 'interruption',
  judge: attributed(({ interruptions }, { migration }) => {
    if (interruptions === undefined) return skipped('The migration did not run to its end.');
    const [any] = interruptions;
    if (any === undefined) return skipped('There is no point at which it could be stopped half done.');
    const left = interruptions.find(
      ({ leftBehind }) => migration.up.transaction === 'per-file' && leftBehind.length > 0,
    );
    if (left !== undefined) {
      return failed(`Stopped ${spokenPoint(left.point)}, it leaves ${left.leftBehind[0] ?? ''}.`, {
        sample: left.leftBehind,
      });
    }
    const worst = interruptions.find((each) => problemOf(each) !== undefined);
    if (worst === undefined) {
      const points = interruptions.map(({ point }) => spokenPoint(point)).join(', ');
      return passed(`Stopped ${points} and run again, it ends where a clean run does.`);
    }
    return failed(`Stopped ${spokenPoint(worst.point)} and run again, ${problemOf(worst) ?? ''}.`, {
      statement: worst.failureAgain?.statement ?? statementOf(worst.point),
      sample: worst.leftBehind.map((line) => `left by the stop: ${line}`),
    });
  }),
};

/** What a second run or a second try left other than one clean run: the first difference; undefined where there is none. */
export function firstDifference(residue: Residue): string | undefined {
  const [object] = residue.schema.map(describeDifference);
  if (object !== undefined) return object;
  const lost = residue.data.find(hasLostData);
  return lost === undefined ? undefined : describeDataResidue(lost);
}

function problemOf({ failureAgain, difference }: Interruption): string | undefined {
  if (failureAgain !== undefined) return `it fails: ${failureAgain.message}`;
  const first = difference === undefined ? undefined : firstDifference(difference);
  return first === undefined ? undefined : `it ends elsewhere than a clean run: ${first}`;
}

function spokenPoint(point: InterruptionPoint): string {
  switch (point.kind) {
    case 'before commit':
      return 'before its commit';
    case 'before':
      return `before statement ${point.statement + 1}`;
    case 'inside':
      return `inside statement ${point.statement + 1}`;
  }
}

function statementOf(point: InterruptionPoint): number | null {
  return point.kind === 'before commit' ? null : point.statement;
}
