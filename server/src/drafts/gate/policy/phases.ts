import { nodeAs } from '../../../sql';
import { lossesOf, passingBefore, spokenLoss, type RollbackStep } from '../../../rewrite';
import type { QualifiedName } from '../../../catalog';
import { explainStatement } from '../../../behaviour';
import { oldestMajor, type Policy } from '../../../project';
import type { Draft } from '../../draft';
import type { GateFinding } from '../../gateResult';
import { gateFinding } from '../findings';
import type { DraftStep, WalkedPhase } from '../walk';

/** A step, or a statement that a block runs, with what of the rows it destroys for good. */
export interface StepLoss {
  readonly step: DraftStep;
  readonly kind: ReturnType<typeof lossesOf>[number]['kind'];
  readonly relation: QualifiedName;
  readonly words: string;
}

/** What each phase destroys or overwrites; what the draft itself has made before is nobody's loss. */
export function lossesByPhase(
  walked: readonly WalkedPhase[],
  policy: Policy,
): ReadonlyMap<number, readonly StepLoss[]> {
  const version = oldestMajor(policy);
  const all = walked.flatMap(({ up }) =>
    up.flatMap((step) =>
      step.parts.map((part) => {
        const behaviour = explainStatement(part.statement, { catalog: part.before, version });
        return { step, rewound: { ...part, behaviour } satisfies RollbackStep };
      }),
    ),
  );
  const passing = passingBefore(all.map(({ rewound }) => rewound));
  const losses = all.flatMap(({ step, rewound }, index) => {
    const made = passing[index];
    if (made === undefined) return [];
    return lossesOf(rewound, made).map((loss): StepLoss => {
      return { step, kind: loss.kind, relation: loss.name, words: spokenLoss(loss) };
    });
  });
  return new Map(walked.map(({ index }) => [index, losses.filter(({ step }) => step.spot.phase === index)]));
}

const destroys: ReadonlySet<StepLoss['kind']> = new Set([
  'column',
  'attribute',
  'type',
  'table',
  'truncate',
  'delete',
]);

/** What destroys rows or values waits until no old code runs, which is what a contract phase says. */
export function earlyDestruction(
  { phases }: Draft,
  losses: ReadonlyMap<number, readonly StepLoss[]>,
): readonly GateFinding[] {
  return [...losses].flatMap(([index, ofPhase]) => {
    if (phases[index]?.phase === 'contract') return [];
    return ofPhase
      .filter(({ kind }) => destroys.has(kind))
      .map(({ step, words }) =>
        gateFinding(
          'draft-destroys-early',
          step.spot,
          `In ${phases[index]?.phase ?? 'this'} phase ${words}: move this to a contract phase.`,
        ),
      );
  });
}

/** Whether a statement of a rollback writes rows of the relation, and so may bring something back. */
export function writesRows(step: DraftStep, relation: QualifiedName): boolean {
  const short = relation.slice(relation.indexOf('.') + 1);
  return step.parts.some(({ statement: { tree } }) => {
    const target =
      nodeAs(tree, 'UpdateStmt')?.relation ??
      nodeAs(tree, 'InsertStmt')?.relation ??
      nodeAs(tree, 'DeleteStmt')?.relation ??
      nodeAs(tree, 'MergeStmt')?.relation;
    return target?.relname === short;
  });
}
